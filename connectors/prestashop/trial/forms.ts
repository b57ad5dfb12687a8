export interface Field {
  name: string;
  /** `hidden`, `text`, `radio`, `checkbox`, `select`, `textarea`, `submit`. */
  type: string;
  value: string;
  isChosen: boolean;
  isRequired: boolean;
}

export interface Form {
  id: string;
  action: string;
  fields: Field[];
}

type Attributes = ReadonlyMap<string, string>;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

export function decoded(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)))
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Math.min(parseInt(code, 16), 0x10ffff)))
    .replace(/&([a-z]+);/gi, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole);
}

export function attributesOf(tag: string): Attributes {
  const found = tag.matchAll(/([\w:[\]-]+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g);
  return new Map(
    [...found].slice(1).map(([, name = '', a, b, c]) => [name.toLowerCase(), decoded(a ?? b ?? c ?? '')] as const),
  );
}

/** The forms of a page, as far as a browser without scripts would send them. */
export function formsOf(html: string): Form[] {
  const page = html.replace(/<!--[\s\S]*?-->/g, '');
  return [...page.matchAll(/(<form\b[^>]*>)([\s\S]*?)<\/form>/gi)].map(([, tag = '', inner = '']) => {
    const attributes = attributesOf(tag);
    return { id: attributes.get('id') ?? '', action: attributes.get('action') ?? '', fields: fieldsOf(inner) };
  });
}

function fieldsOf(html: string): Field[] {
  const tags = html.matchAll(/(<(input|button|select|textarea)\b[^>]*>)(?:([\s\S]*?)<\/\2>)?/gi);
  return [...tags].flatMap(([whole, tag = '', kind = '', inner = '']) => {
    const attributes = attributesOf(tag);
    const name = attributes.get('name') ?? '';
    if (name === '' || attributes.has('disabled'))
      return kind.toLowerCase() === 'input' ? [] : nested(whole, tag, kind);
    const field = { name, isRequired: attributes.has('required'), isChosen: attributes.has('checked') };
    const element = kind.toLowerCase();
    if (element === 'select') return [{ ...field, type: 'select', value: selected(inner) }];
    if (element === 'textarea') return [{ ...field, type: 'textarea', value: decoded(inner) }];
    const value = attributes.get('value') ?? '';
    const type = attributes.get('type')?.toLowerCase() ?? (element === 'button' ? 'submit' : 'text');
    // A box without a value is sent as `on`.
    const sent = value === '' && (type === 'checkbox' || type === 'radio') ? 'on' : value;
    return [{ ...field, type, value: sent }];
  });
}

/** What a button of a theme swallowed up to the next one. */
function nested(whole: string, tag: string, kind: string): Field[] {
  return kind.toLowerCase() === 'button' ? fieldsOf(whole.slice(tag.length)) : [];
}

/** The option that is selected, else the first that says something. */
function selected(html: string): string {
  const options = [...html.matchAll(/<option\b[^>]*>/gi)].map(([tag]) => attributesOf(tag));
  const chosen = options.find((one) => one.has('selected') && one.get('value') !== '' && !one.has('disabled'));
  return (chosen ?? options.find((one) => (one.get('value') ?? '') !== ''))?.get('value') ?? '';
}

/** All that would be sent: hidden ones and those that are filled or chosen; required boxes and choices are made. */
export function filled(form: Form, values: Readonly<Record<string, string>>): Record<string, string> {
  const sent: Record<string, string> = {};
  for (const { name, type, value, isChosen, isRequired } of form.fields) {
    if (type === 'submit' || type === 'button' || type === 'image') continue;
    if (type === 'radio') {
      if (isChosen || sent[name] === undefined) sent[name] = value;
    } else if (type === 'checkbox') {
      if (isChosen || isRequired) sent[name] = value;
    } else sent[name] = values[name] ?? value;
  }
  for (const { name } of form.fields) if (values[name] !== undefined) sent[name] = values[name];
  return sent;
}

export function has(form: Form, name: string | RegExp): boolean {
  return form.fields.some((field) => (typeof name === 'string' ? field.name === name : name.test(field.name)));
}

/** What a page complains of: alerts and the lines beside its fields. */
export function complaintsOf(html: string): string {
  const found = html.matchAll(
    /<(\w+)\b[^>]*class="[^"]*(?:alert-danger|help-block|invalid-feedback)[^"]*"[^>]*>([\s\S]*?)<\/\1>/gi,
  );
  return decoded([...found].map(([, , inner = '']) => inner.replace(/<[^>]*>/g, ' ')).join(' '))
    .replace(/\s+/g, ' ')
    .trim();
}
