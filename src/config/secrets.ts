/** Keys of ours that hold nothing to hide; without this, `host: ${HOST}` would cut "localhost" out of every line. */
const HARMLESS =
  /(^|\.)(connector|schedule|host|port|data|locale|primary|owner|oversell|flow|from|to|mode|tls|proxy|name)$/;

/**
 * Which of the values that the environment gave to a text must never be shown: all of them, except in an address, where
 * only credentials and query are secret, so that failures can still name the host.
 */
export function secretsInText(key: string, text: string, values: readonly string[]): string[] {
  if (HARMLESS.test(key)) return [];
  const address = parseAddress(text);
  if (!address) return [...values];
  return address.search === '' ? passwordsIn(text) : [...values, ...passwordsIn(text)];
}

/** The password of an address, as written and as meant. */
export function passwordsIn(text: string): string[] {
  const password = parseAddress(text)?.password ?? '';
  if (password === '') return [];
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}

function parseAddress(text: string): URL | undefined {
  return /^[a-z]+:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}

/** Every text below a value. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** What sits at a dotted key, e.g. `oauth.secret`. */
export function valueAt(value: unknown, key: string): unknown {
  return key.split('.').reduce<unknown>((at, part) => {
    return typeof at === 'object' && at !== null ? Reflect.get(at, part) : undefined;
  }, value);
}
