import type { JsonObject, MirrorView } from '#sdk';
import type { Questions, Row } from '../query.ts';
import { first, ref } from '../record.ts';

/** What a line gets from its product, and where. Odoo's lines tell it only within a display name, or not at all. */
const NAMES = {
  default_code: 'product_default_code',
  barcode: 'product_barcode',
  product_tmpl_id: 'product_template',
} as const;
export type ProductField = keyof typeof NAMES;

/** What Odoo computes anew at each reading: a new mapping of taxes is no alteration of old tickets. */
const COMPUTED = 'tax_ids_after_fiscal_position';
const OF_FIRST_READING: readonly string[] = [...Object.values(NAMES), COMPUTED];

export interface CodeLookup {
  ask: Questions;
  fields: readonly ProductField[];
  /** Most ids in one question. */
  limit: number;
  signal: AbortSignal;
  /** Of what was said for ever: the stream's kind and where it was said. A line keeps what its first reading told. */
  said: { kind: string; mirror: MirrorView } | null;
}

/** The rows with what is wanted of the product to which each points. */
export async function withCodes(rows: readonly Row[], lookup: CodeLookup): Promise<Row[]> {
  const said = await saidBefore(rows, lookup);
  const products = rows.flatMap((row) => (said.has(String(row.id)) ? [] : (ref(row, 'product_id') ?? [])));
  const none: JsonObject = Object.fromEntries(lookup.fields.map((field) => [NAMES[field], null]));
  const codes = await codesOf([...new Set(products)].map(Number), lookup);
  return rows.map((row) => {
    const before = said.get(String(row.id));
    return { ...row, ...(before ? kept(before) : (codes.get(ref(row, 'product_id') ?? '') ?? none)) };
  });
}

async function saidBefore(rows: readonly Row[], { said }: CodeLookup): Promise<ReadonlyMap<string, JsonObject>> {
  if (said === null || rows.length === 0) return new Map();
  const ids = rows.map(({ id }) => String(id));
  const records = await said.mirror.byIds(said.kind, ids);
  return new Map(records.map(({ id, body }) => [id, body]));
}

/** A line that was first read without codes goes on without them: it must not look altered. */
function kept(before: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(before).filter(([field]) => OF_FIRST_READING.includes(field)));
}

async function codesOf(ids: readonly number[], lookup: CodeLookup): Promise<Map<string, JsonObject>> {
  const { ask, fields, limit, signal } = lookup;
  const found = new Map<string, JsonObject>();
  for (let from = 0; from < ids.length; from += limit) {
    const some = ids.slice(from, from + limit);
    const rows = await ask.rows({
      model: 'product.product',
      domain: [['id', 'in', some]],
      fields,
      order: 'id asc',
      limit: some.length,
      signal,
    });
    for (const row of rows) {
      const told = fields.map((field) => [NAMES[field], first(row[field]) || null]);
      found.set(String(row.id), Object.fromEntries(told) as JsonObject);
    }
  }
  return found;
}
