/** One text, or one per language id. */
export type FieldValue = string | number | boolean | ReadonlyMap<string, string>;

/** What is written of one record. Fields that are left out stay as they are. */
export interface Entity {
  fields: Readonly<Record<string, FieldValue>>;
  /** Association name to the name of its items and the items. */
  associations?: Readonly<Record<string, { item: string; rows: readonly Readonly<Record<string, string>>[] }>>;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';

/** No XML text may hold them, escaped or not: PHP refuses the whole body. */
const UNWRITABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
/** A carriage return too: left as it is, every XML parser takes it for a line's end and drops it. */
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};
const NAME = /^[a-z_][a-z0-9_]*$/;

/**
 * A request's body: the webservice takes XML only, and does not look at the root's and the entity's own names.
 * By hand, as it is fields and texts only: the builder of fast-xml-parser is deprecated.
 */
export function entityXml({ fields, associations = {} }: Entity): string {
  const written = Object.entries(fields).map(([name, value]) => element(name, content(value)));
  const lists = Object.entries(associations).map(([name, { item, rows }]) =>
    element(name, rows.map((row) => element(item, Object.entries(row).map(plainElement).join(''))).join('')),
  );
  const linked = lists.length > 0 ? element('associations', lists.join('')) : '';
  return `${HEAD}${element('prestashop', element('entity', written.join('') + linked))}`;
}

function plainElement([name, value]: [string, string]): string {
  return element(name, escaped(value));
}

function element(name: string, inner: string): string {
  if (!NAME.test(name)) throw new Error(`${name} is no name of an XML element`);
  return `<${name}>${inner}</${name}>`;
}

function content(value: FieldValue): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
  return [...value].map(([id, text]) => `<language id="${escaped(id)}">${escaped(text)}</language>`).join('');
}

function escaped(text: string): string {
  return text.replace(UNWRITABLE, '').replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? '');
}
