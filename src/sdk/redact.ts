/** What stands where a secret stood. */
const REDACTED = '[redacted]';

/** Below this, a value is too ordinary to be cut out of text: every `1` of a log would go. */
const SHORTEST_SECRET = 3;
/** Below this, an encoded form is likely to be part of an innocent word. */
const SHORTEST_FORM = 6;

/**
 * Makes a function that cuts secrets out of text: as they are, URL-encoded, form-encoded, escaped for JSON or XML, and
 * in base64 wherever they begin in the encoded bytes (`Basic` credentials hide a key behind a user name).
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = new Set(secrets.filter((secret) => secret.length >= SHORTEST_SECRET).flatMap(formsOf));
  if (forms.size === 0) return (text) => text;
  // Longest first: a regular expression takes the first alternative that fits, and a part must not win over the whole.
  const ordered = [...forms].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(ordered.map(escapeForRegExp).join('|'), 'g');
  return (text) => text.replace(pattern, REDACTED);
}

function formsOf(secret: string): string[] {
  const encoded = [secret, ...base64Forms(secret)].flatMap(urlForms);
  return [
    secret,
    ...[...encoded, ...escapedForms(secret)].filter((form) => form === secret || form.length >= SHORTEST_FORM),
  ];
}

function urlForms(value: string): string[] {
  // A lone surrogate cannot be URL-encoded.
  const component = encodeURIComponent(value.toWellFormed());
  // What encodeURIComponent leaves alone and form encoding does not.
  const strict = component.replace(/[!'()*~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const forms = [value, encodeURI(value.toWellFormed()), component, strict, strict.replaceAll('%20', '+')];
  return [...forms, ...forms.map((form) => form.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()))];
}

function escapedForms(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const xml = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  // JSON inside JSON: an answer of a brick quoted in a log line.
  return [json, JSON.stringify(json).slice(1, -1), xml, xml.replaceAll('"', '&quot;'), json.replaceAll('/', '\\/')];
}

/** The characters that are sure to appear for each of the three places where the secret can begin in a base64 group. */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const cores = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const end = Math.floor(((offset + bytes.length) * 8) / 6);
    return text.slice(Math.ceil((offset * 8) / 6), end);
  });
  const whole = bytes.toString('base64');
  return [whole, whole.replaceAll('=', ''), ...cores].flatMap((form) => [
    form,
    form.replaceAll('+', '-').replaceAll('/', '_'),
  ]);
}

function escapeForRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/**
 * Cuts secrets out of an error where it stands: message, stack, every text field, causes, and errors within. The same
 * error is given back, so that its class still tells what may be tried again.
 */
export function redactError<E>(error: E, redact: (text: string) => string): E {
  redactFields(error, redact, new WeakSet());
  return error;
}

function redactFields(value: unknown, redact: (text: string) => string, seen: WeakSet<object>): void {
  if (!isWalkable(value) || seen.has(value)) return;
  seen.add(value);
  for (const key of Object.getOwnPropertyNames(value)) {
    const field: unknown = Reflect.get(value, key);
    if (typeof field !== 'string') redactFields(field, redact, seen);
    else if (redact(field) !== field) {
      Reflect.defineProperty(value, key, { value: redact(field), writable: true, configurable: true });
    }
  }
}

/** Not bytes, maps or foreign objects: errors carry text in plain fields. */
function isWalkable(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Error || Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
