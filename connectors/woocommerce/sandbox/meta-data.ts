import type { JsonObject, JsonValue } from '#sdk';
import { isObject } from '../record.ts';
import type { Store } from './store.ts';
import { said } from './said.ts';

/** Sets entries by id or by key; an empty value of `null` removes one. The others stay. */
export function withMeta(store: Store, before: JsonValue | undefined, given: JsonValue | undefined): JsonValue[] {
  const entries = objects(before).map((entry) => ({ ...entry }));
  for (const { id, key, value } of objects(given)) {
    const found = entries.find((entry) => (id ? entry['id'] === id : entry['key'] === key));
    if (value === null) {
      if (found) entries.splice(entries.indexOf(found), 1);
    } else if (found) {
      Object.assign(found, { value: stored(value) });
    } else {
      entries.push({ id: store.nextId('meta'), key: key ?? '', value: stored(value) });
    }
  }
  return entries;
}

/** Scalars are texts in the database. */
function stored(value: JsonValue | undefined): JsonValue {
  return typeof value === 'number' || typeof value === 'boolean' ? said(value) : (value ?? '');
}

export function objects(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
