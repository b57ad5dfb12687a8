import type { JsonValue, Localized, RawRecord } from '#sdk';
import { flag, idOf, text } from '../record.ts';

/** The shop's languages: which BCP 47 tag a language id means. */
export interface Languages {
  tags: ReadonlyMap<string, string>;
  /** What a plain text is in: the shop's default language. */
  fallback: string;
}

/** `defaultId`: the setting PS_LANG_DEFAULT. */
export function toLanguages(records: readonly RawRecord[], defaultId: string | null): Languages {
  const tags = new Map(records.map((record) => [record.id, toTag(record)]));
  const active = records.find(({ body }) => flag(body, 'active'));
  const fallback = tags.get(defaultId ?? '') ?? tags.get(active?.id ?? '') ?? 'und';
  return { tags, fallback };
}

/** `fr-FR` of `locale`; older versions have `language_code` (`en-us`) or only `iso_code`. */
function toTag({ id, body }: RawRecord): string {
  const candidates = [text(body, 'locale'), text(body, 'language_code'), text(body, 'iso_code')];
  for (const candidate of candidates) {
    const tag = candidate && canonical(candidate);
    if (tag) return tag;
  }
  return `und-x-${id}`;
}

function canonical(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag.replace('_', '-'))[0] ?? null;
  } catch {
    return null;
  }
}

/** A field in all languages: a list of `{id, value}`, or plain text where one language was asked for. */
export function toLocalized(value: JsonValue | undefined, languages: Languages): Localized {
  if (typeof value === 'string' || typeof value === 'number') return entry(languages.fallback, value);
  if (!Array.isArray(value)) return {};
  return Object.assign({}, ...value.map((item) => ofLanguage(item, languages))) as Localized;
}

function ofLanguage(item: JsonValue, { tags }: Languages): Localized {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return {};
  const id = idOf(item);
  const value = item['value'];
  if (typeof value !== 'string' && typeof value !== 'number') return {};
  return entry(tags.get(id) ?? `und-x-${id}`, value);
}

function entry(tag: string, value: string | number): Localized {
  return String(value).trim() === '' ? {} : { [tag]: String(value) };
}
