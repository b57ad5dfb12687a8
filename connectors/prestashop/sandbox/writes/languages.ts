import type { LocalizedValue } from '../state.ts';
import type { Behaviour } from './change.ts';

/**
 * A new language begins with the texts of the shop's default one, in every record. After PrestaShop's public code
 * (`Language::add`, which copies them in the database); not recorded.
 */
export const LANGUAGES: Behaviour = {
  saved(record, { method, shop: { store } }) {
    if (method === 'POST') {
      const [first = 1] = store.table('languages').ids();
      for (const name of Object.keys(store.state.resources)) {
        for (const row of store.table(name).records) addTexts(row, record.id, defaultLanguage() ?? first);
      }
    }
    store.forgetTexts();

    function defaultLanguage(): number | undefined {
      const setting = store.table('configurations').records.find(({ name }) => name === 'PS_LANG_DEFAULT');
      return Number(setting?.['value']) || undefined;
    }
  },
};

function addTexts(row: Record<string, unknown>, language: number, from: number): void {
  for (const [name, value] of Object.entries(row)) {
    if (name === 'associations' || !Array.isArray(value)) continue;
    const texts = value as LocalizedValue[];
    if (texts.some(({ id }) => id === language)) continue;
    const copied = texts.find(({ id }) => id === from)?.value ?? '';
    row[name] = [...texts, { id: language, value: copied }].sort((one, other) => one.id - other.id);
  }
}
