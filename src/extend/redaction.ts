/** What is taken out of recordings before they are written down. */
export interface Redaction {
  text(text: string): string;
  path(path: string): string;
  headers(headers: Record<string, string>): Record<string, string>;
  body(body: string): string;
}

const CUT = 'REDACTED';
const SECRET_NAME = /pass(word|wd)?|secret|token|api[-_]?key|ws_key|authorization|cookie|signature|session/i;
const PERSONAL_NAME = /mail|phone|mobile|first_?name|last_?name|address|street|birth|iban|siret|vat_?number/i;
const EMAIL = /[\w.+-]+@[\w-]+\.[\w.]+/g;

/** Secrets by their values and by the names that they go under; personal data too, unless it may be kept. */
export function createRedaction(options: { secrets: readonly string[]; keepPersonal: boolean }): Redaction {
  const values = options.secrets.filter((secret) => secret.length > 3).flatMap(spellings);
  const isPrivate = (name: string): boolean =>
    SECRET_NAME.test(name) || (!options.keepPersonal && PERSONAL_NAME.test(name));
  const text = (given: string): string => {
    const bare = values.reduce((kept, secret) => kept.replaceAll(secret, CUT), given);
    return options.keepPersonal ? bare : bare.replace(EMAIL, 'someone@example.com');
  };
  const value = (given: unknown, name = ''): unknown => {
    if (Array.isArray(given)) return given.map((one) => value(one, name));
    if (typeof given === 'object' && given !== null) {
      return Object.fromEntries(Object.entries(given).map(([key, one]) => [key, value(one, key)]));
    }
    if (typeof given !== 'string') return given;
    return given !== '' && isPrivate(name) ? CUT : text(given);
  };
  return {
    text,
    path(path) {
      const [before = '', query] = path.split(/\?(.*)/s);
      if (query === undefined) return text(before);
      const pairs = [...new URLSearchParams(query)].map(([key, one]) => `${key}=${isPrivate(key) ? CUT : text(one)}`);
      return `${text(before)}?${pairs.join('&')}`;
    },
    headers: (headers) =>
      Object.fromEntries(Object.entries(headers).map(([name, one]) => [name, isPrivate(name) ? CUT : text(one)])),
    body(body) {
      try {
        return JSON.stringify(value(JSON.parse(body)));
      } catch {
        return markup(text(body), isPrivate);
      }
    },
  };
}

/** A secret as it stands, and as it travels: in an address, in Basic authentication. */
function spellings(secret: string): string[] {
  const basic = Buffer.from(`${secret}:`).toString('base64');
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64'), basic];
}

/** Elements of XML and fields of forms that go under a private name. */
function markup(body: string, isPrivate: (name: string) => boolean): string {
  const elements = body.replace(/<([\w:-]+)([^>]*)>([^<]+)<\/\1>/g, (all, name: string, rest: string) =>
    isPrivate(name) ? `<${name}${rest}>${CUT}</${name}>` : all,
  );
  return elements.replace(/(^|&)([\w.[\]-]+)=([^&\s<]+)/g, (all, before: string, name: string) =>
    isPrivate(name) ? `${before}${name}=${CUT}` : all,
  );
}
