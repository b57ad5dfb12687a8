import type { JsonObject } from '#sdk';
import { isObject, metaText } from '../record.ts';

/**
 * What the hub writes into `meta_data` of what it makes. Names that begin with an underscore are not shown to staff as
 * custom fields.
 */
export const MARK = {
  /** Which hub entity or message this was made for: it is found again by it. */
  id: '_mortar_id',
  /** JSON of what the facet says and WooCommerce has no field for. */
  kept: '_mortar_kept',
  /** The status of the hub, where several of them are one of WooCommerce. */
  status: '_mortar_status',
} as const;

/** What was kept beside a record; an empty object where there is nothing, or nothing that can be read. */
export function keptFacts(body: JsonObject): JsonObject {
  const json = metaText(body, MARK.kept);
  if (json === null) return {};
  try {
    const value = JSON.parse(json) as JsonObject[string];
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** Texts by locale that were kept: entries that are no texts are left out. */
export function keptTexts(facts: JsonObject, field: string): Record<string, string> {
  const value = facts[field];
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== ''),
  );
}

export function keptText(facts: JsonObject, field: string): string | null {
  const value = facts[field];
  return typeof value === 'string' && value !== '' ? value : null;
}
