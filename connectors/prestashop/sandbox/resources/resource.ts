/** How a column is typed, hence how a list shows it and what an insert without it leaves in the database. */
export type FieldKind = 'int' | 'bool' | 'dec2' | 'dec3' | 'dec6' | 'dec8' | 'str' | 'date' | 'time' | 'lang';

export interface Field {
  name: string;
  kind: FieldKind;
  /** Resource that the XML `xlink:href` points to. */
  link?: string;
  required: boolean;
  /** Has a getter upstream: shown as `notFilterable`, and no filter may use it. */
  computed: boolean;
  /** Writing it is refused with code 93. */
  readonly: boolean;
  /** What a list shows after an insert without this field, where it is not the kind's own empty value. */
  initial?: unknown;
  /** Validator named in the synopsis. */
  format?: string;
  maxSize?: string;
}

export interface AssociationField {
  name: string;
  link?: string;
  required: boolean;
  readonly: boolean;
}

export interface Association {
  name: string;
  /** Node name of one item. */
  node: string;
  /** Can be set by a write; the others follow from other resources and are ignored when sent. */
  writable: boolean;
  /** The `api` attribute; absent for rows that have no resource of their own (`virtualEntity`). */
  api?: string;
  fields: AssociationField[];
}

export interface Resource {
  name: string;
  /** Node name of one record. */
  node: string;
  /** What `/api/` says of it. */
  description: string;
  fields: Field[];
  byName: ReadonlyMap<string, Field>;
  associations: Association[];
  /** Methods that are refused with 405 whatever the key may do. */
  refused: readonly string[];
  /** Fields that the database happens to order by when no sort is given; never promised, seldom the id. */
  natural: readonly string[];
}

const EMPTY: Record<FieldKind, unknown> = {
  int: 0,
  bool: '0',
  dec2: '0.00',
  dec3: '0.000',
  dec6: '0.000000',
  dec8: '0.00000000',
  str: '',
  date: '0000-00-00',
  time: '0000-00-00 00:00:00',
  lang: '',
};

/** What a list shows for a field that an insert left out; `lang` fields are empty in every language. */
export function initialValue(field: Field): unknown {
  return field.initial === undefined ? EMPTY[field.kind] : field.initial;
}

/** Reads `id_manufacturer int to=manufacturers as=isUnsignedId`: name, kind, then flags and settings. */
function parseField(line: string): Field {
  const [name = '', kind = 'str', ...words] = line.trim().split(/\s+/);
  const settings = new Map(
    words.filter((word) => word.includes('=')).map((word) => word.split('=', 2) as [string, string]),
  );
  const field: Field = {
    name,
    kind: kind as FieldKind,
    required: words.includes('required'),
    computed: words.includes('computed'),
    readonly: words.includes('readonly'),
  };
  const [link, format, maxSize, initial] = ['to', 'as', 'max', 'initial'].map((key) => settings.get(key));
  if (link !== undefined) field.link = link;
  if (format !== undefined) field.format = format;
  if (maxSize !== undefined) field.maxSize = maxSize;
  if (initial !== undefined) field.initial = JSON.parse(initial);
  return field;
}

/** Reads `+product_features product_feature product_features: id! id_feature_value!>product_feature_values`. */
function parseAssociation(line: string): Association {
  const [head = '', tail = ''] = line.trim().split(':');
  const writable = head.startsWith('+');
  const [name = '', node = '', api] = head.replace('+', '').trim().split(/\s+/);
  const fields = tail
    .trim()
    .split(/\s+/)
    .map((word): AssociationField => {
      const [marked = '', link] = word.split('>');
      const field = {
        name: marked.replace(/[!~]/g, ''),
        required: marked.includes('!'),
        readonly: marked.includes('~'),
      };
      return link === undefined ? field : { ...field, link };
    });
  return { name, node, fields, writable, ...(api === undefined ? {} : { api }) };
}

const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

/** One row of the table: names, one line per field in the vendor's order, one line per association. */
export function resource(
  name: string,
  node: string,
  description: string,
  fieldLines: string,
  extra: { associations?: string; refused?: readonly string[]; natural?: readonly string[] } = {},
): Resource {
  const fields = lines(fieldLines).map(parseField);
  return {
    name,
    node,
    description,
    fields,
    byName: new Map(fields.map((field) => [field.name, field])),
    associations: lines(extra.associations ?? '').map(parseAssociation),
    refused: extra.refused ?? [],
    natural: extra.natural ?? [],
  };
}
