import { isPersonalName, isSecretName } from './private-names.ts';
import { CUT, withoutPersonal } from './private-texts.ts';

/** What is taken out of recordings before they are written down. */
export interface Redaction {
  text(text: string): string;
  path(path: string): string;
  headers(headers: Record<string, string>): Record<string, string>;
  body(body: string): string;
}

/** Of a person, when they stand inside of one: `"customer": { "name": … }`. */
const WORDS = /^(name|label|title|text|value|note|comment)s?$/i;
/** A shorter value stands for too much else: `FR`, `1`, `M.`. */
const TELLING = 4;

/**
 * Secrets by their values and by the names that they go under; personal data too, unless it may be kept. What was cut
 * once is cut wherever it appears again, in later exchanges as well: the name of a customer in a note.
 */
export function createRedaction(options: { secrets: readonly string[]; keepPersonal: boolean }): Redaction {
  const values = options.secrets.filter((secret) => secret.length > 3).flatMap(spellings);
  const seen = new Set<string>();
  const isPrivate = (name: string): boolean => isSecretName(name) || (!options.keepPersonal && isPersonalName(name));
  const cut = (given: string): string => {
    if (given.trim() === '') return given;
    for (const value of [given, decoded(given)]) if (isTelling(value)) seen.add(value.trim());
    return CUT;
  };
  const text = (given: string): string => {
    const bare = values.reduce((kept, secret) => kept.replaceAll(secret, CUT), given);
    return options.keepPersonal ? bare : withoutPersonal(bare);
  };
  const value = (given: unknown, name: string, within: boolean): unknown => {
    const hidden = isPrivate(name) || (within && WORDS.test(name));
    if (!options.keepPersonal && isNamedPair(given)) return [given[0], cut(given[1])];
    if (Array.isArray(given)) return given.map((one) => value(one, name, within));
    if (typeof given === 'object' && given !== null)
      return Object.fromEntries(Object.entries(given).map(([key, one]) => [key, value(one, key, hidden || within)]));
    if (typeof given === 'number' && hidden && String(given).length > 6) return cut(String(given)) && 0;
    if (typeof given !== 'string') return given;
    return hidden ? cut(given) : text(given);
  };
  const again = (given: string): string =>
    [...seen].sort((one, other) => other.length - one.length).reduce((kept, one) => replaceWhole(kept, one), given);
  const pairs = (query: string): string =>
    [...new URLSearchParams(query)]
      .map(([key, one]) => `${key}=${isPrivate(key) || isPrivate(one.split('=')[0] ?? '') ? cut(one) : text(one)}`)
      .join('&');
  return {
    text: (given) => again(text(given)),
    path(path) {
      const [before = '', query] = path.split(/\?(.*)/s);
      return again(query === undefined ? text(before) : `${text(before)}?${pairs(query)}`);
    },
    headers: (headers) =>
      Object.fromEntries(
        Object.entries(headers).map(([name, one]) => [name, isPrivate(name) ? cut(one) : again(text(one))]),
      ),
    body(body) {
      try {
        return again(JSON.stringify(value(JSON.parse(body), '', false)));
      } catch {
        return again(text(markup(body, isPrivate, cut)));
      }
    },
  };
}

/** As Odoo names another record: `[7, "Aurélie Martin"]`. Whose it is, nobody can tell from the pair. */
function isNamedPair(given: unknown): given is [number, string] {
  return Array.isArray(given) && given.length === 2 && Number.isInteger(given[0]) && typeof given[1] === 'string';
}

function isTelling(value: string): boolean {
  const bare = value.trim();
  return bare.length >= TELLING && /\p{L}{2}|\d{6}/u.test(bare) && !/^(true|false|null|none|REDACTED)$/i.test(bare);
}

function replaceWhole(text: string, value: string): string {
  if (!text.includes(value)) return text;
  const escaped = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'gu'), CUT);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return value;
  }
}

/** A secret as it stands, and as it travels: in an address, in Basic authentication. */
function spellings(secret: string): string[] {
  const basic = Buffer.from(`${secret}:`).toString('base64');
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64'), basic];
}

/** Elements and attributes of XML, and fields of forms, that go under a private name. */
function markup(body: string, isPrivate: (name: string) => boolean, cut: (value: string) => string): string {
  return body
    .replace(
      /<([\w:-]+)([^>]*)>(?:<!\[CDATA\[([^]*?)\]\]>|([^<]+))<\/\1>/g,
      (all, ...[name, rest, data, plain]: string[]) =>
        isPrivate(name ?? '') ? `<${name}${rest}>${cut(data ?? plain ?? '')}</${name}>` : all,
    )
    .replace(/(\s)([\w:-]+)="([^"]*)"/g, (all, before: string, name: string, value: string) =>
      isPrivate(name) ? `${before}${name}="${cut(value)}"` : all,
    )
    .replace(/(^|&)([\w.[\]%-]+)=([^&\s<]+)/g, (all, before: string, name: string, value: string) =>
      isPrivate(decoded(name)) ? `${before}${name}=${cut(value)}` : all,
    );
}
