import type { BrickTools, DropBox, Money } from '#sdk';
import { amountText, exact } from './parse/row.ts';
import type { SoracaisseSettings } from './settings.ts';

/** An item as the till is to know it. */
export interface ItemRow {
  sku: string | null;
  gtin: string | null;
  name: string;
  priceWithTax: Money;
}

/** An items-and-prices file for the till, in the form of its own exports: the same headings, decimal comma. */
export async function itemsFile(
  rows: readonly ItemRow[],
  settings: SoracaisseSettings,
  tools: Pick<BrickTools, 'tables'>,
): Promise<Uint8Array> {
  const heading = (field: string): string => settings.columns.items[field]?.[0] ?? field;
  const { delimiter = ';', encoding = 'windows-1252' } = settings;
  const headings = ['sku', 'gtin', 'name', 'price'].map(heading);
  const cells = rows.map(({ sku, gtin, name, priceWithTax }) => ({
    [heading('sku')]: sku ?? '',
    [heading('gtin')]: gtin ?? '',
    [heading('name')]: encoding === 'utf-8' ? name : inWindows1252(name),
    [heading('price')]: amountText(exact(priceWithTax.amount)).replace('.', ','),
  }));
  return tools.tables.write({ headings, rows: cells }, { format: 'csv', delimiter, encoding, bom: false });
}

const KNOWN = new Set(new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte)));

/** One article's odd character must not keep all others from the till: it loses its accent, or is a question mark. */
function inWindows1252(name: string): string {
  return Array.from(name.normalize('NFC'), (character) => {
    if (KNOWN.has(character)) return character;
    const plain = character.normalize('NFKD').replace(/\p{M}/gu, '');
    return plain !== '' && [...plain].every((one) => KNOWN.has(one)) ? plain : '?';
  }).join('');
}

/** Writes it into the folder from which the till imports; the file appears there whole. */
export async function sendItems(
  name: string,
  rows: readonly ItemRow[],
  settings: SoracaisseSettings,
  tools: Pick<BrickTools, 'tables'>,
  box: DropBox,
): Promise<void> {
  await box.write(name, await itemsFile(rows, settings, tools), { below: settings.imports });
}
