import type { JsonObject, JsonValue } from '#sdk';
import { OdooFault, asText, search } from './search.ts';
import { displayName, inLanguage, listedModel, relationOf, typeOf } from './tables.ts';
import type { Stored, Tables } from './tables.ts';

/** What is asked of a model, all of it by name. */
export interface Asking {
  model: string;
  method: string;
  args: Record<string, JsonValue>;
}

const KNOWN_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  search_read: ['domain', 'fields', 'offset', 'limit', 'order', 'context', 'load'],
  search: ['domain', 'offset', 'limit', 'order', 'context'],
  search_count: ['domain', 'limit', 'context'],
  read: ['ids', 'fields', 'load', 'context'],
  fields_get: ['allfields', 'attributes', 'context'],
  context_get: ['context'],
};

export interface Answering {
  tables: Tables;
  columns: Readonly<Record<string, JsonObject>>;
}

/** Answers as Odoo does: its own methods over plain tables. */
export function answer({ tables, columns }: Answering, asking: Asking): JsonValue {
  const { model, method, args } = asking;
  const known = KNOWN_ARGUMENTS[method];
  if (!known) throw new OdooFault('builtins.AttributeError', `The method '${model}.${method}' does not exist`, 404);
  const wrong = Object.keys(args).find((name) => !known.includes(name));
  if (wrong)
    throw new OdooFault('builtins.TypeError', `${method}() got an unexpected keyword argument '${wrong}'`, 500);
  if (method === 'fields_get') return fieldsGet(columns, asking);
  if (method === 'read') return read(tables, asking);
  const rows = search(tables, model, args);
  if (method === 'search_count') return rows.length;
  return method === 'search'
    ? rows.map(({ id }) => id)
    : rows.map((row) => withoutArchived(tables, shown(tables, asking, row)));
}

function fieldsGet(columns: Answering['columns'], { model, args }: Asking): JsonValue {
  const wanted = (args['allfields'] ?? []) as string[];
  const fields = Object.entries(columns[model] ?? { id: 0, write_date: '' });
  const asked = fields.filter(([name]) => wanted.length === 0 || wanted.includes(name));
  return Object.fromEntries(asked.map(([name, value]) => [name, { type: typeOf(model, name, value) }]));
}

function read(tables: Tables, asking: Asking): JsonValue {
  const { model, args } = asking;
  const ids = (args['ids'] ?? []) as number[];
  return ids.map((id) => {
    const row = tables[model]?.find((one) => one.id === id);
    if (row) return shown(tables, asking, row);
    throw new OdooFault(
      'odoo.exceptions.MissingError',
      `Record does not exist or has been deleted.\n(Record: ${model}(${id},), User: 2)`,
      404,
    );
  });
}

function shown(tables: Tables, { model, args }: Asking, row: Stored): JsonObject {
  const { fields, context } = args;
  const { lang } = (context ?? {}) as { lang?: string };
  const wanted = Array.isArray(fields) && fields.length > 0 ? fields.map(String) : Object.keys(row);
  const answer: JsonObject = { id: row.id };
  for (const field of wanted) {
    const value = row[field];
    if (value === undefined)
      throw new OdooFault('builtins.ValueError', `Invalid field '${field}' on model '${model}'`, 500);
    answer[field] = toShown(tables, model, field, inLanguage(lang, model, field, value));
  }
  return answer;
}

/** `search_read` takes `active_test` out of the context before it reads: archived records are in no list of ids. */
function withoutArchived(tables: Tables, row: JsonObject): JsonObject {
  const isShown = (listed: string, id: JsonValue): boolean =>
    tables[listed]?.find((one) => one.id === id)?.['active'] !== false;
  const entries = Object.entries(row).map(([field, value]): [string, JsonValue] => {
    const listed = Array.isArray(value) ? listedModel(field) : null;
    return listed ? [field, (value as JsonValue[]).filter((id) => isShown(listed, id))] : [field, value];
  });
  return Object.fromEntries(entries);
}

function toShown(tables: Tables, model: string, field: string, value: JsonValue): JsonValue {
  const relation = relationOf(model, field);
  if (relation) return typeof value === 'number' ? [value, displayName(tables, relation, value)] : false;
  return field === 'write_date' ? asText(value).slice(0, 19) : value;
}
