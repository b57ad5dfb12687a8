import type { JsonObject, JsonValue, RawRecord } from '#sdk';
import { brokenAnswer } from './errors.ts';
import { ownLanguage } from './language.ts';
import { once } from './odoo.ts';
import type { Odoo } from './odoo.ts';
import type { OdooSettings } from './settings.ts';

/** `['write_date', '>=', '2026-11-23 05:09:30']` */
export type Term = [field: string, operator: string, value: JsonValue];
/** Terms that all hold. */
export type Domain = readonly Term[];

export interface Query {
  model: string;
  domain: Domain;
  order: string;
  limit: number;
  signal: AbortSignal;
}

export interface RowQuery extends Query {
  fields: readonly string[];
  /** Lists of ids name archived records, too: `search_read` leaves them out, whatever the context says. */
  namesArchived?: boolean;
}

/** Rows as Odoo sends them: each has at least its `id`. */
export type Row = JsonObject & { id: number };

/** Questions of one brick: with its company, in its language, and archived records too. */
export interface Questions {
  rows(query: RowQuery): Promise<Row[]>;
  ids(query: Query): Promise<number[]>;
  /** Those of `wanted` that this server has, by name, each with its type. */
  fields(model: string, wanted: readonly string[], signal?: AbortSignal): Promise<Map<string, string>>;
}

export function questions(odoo: Odoo, { companyId, language }: OdooSettings): Questions {
  const languageOf = once(async (signal) => language ?? (await ownLanguage(odoo, signal)));
  const ofCompany: JsonObject = companyId ? { allowed_company_ids: [companyId] } : {};
  const contextOf = async (signal?: AbortSignal): Promise<JsonObject> => ({
    ...{ active_test: false, lang: await languageOf(signal), ...ofCompany },
  });
  const asked = new Map<string, Promise<Map<string, string>>>();
  const read = async (model: string, ids: number[], fields: readonly string[], signal: AbortSignal): Promise<Row[]> => {
    if (ids.length === 0) return [];
    const args = { ids, fields: [...fields], context: await contextOf(signal) };
    const rows = toRows(await odoo.call({ model, method: 'read', args }, signal), model);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  };
  return {
    async rows({ model, domain, order, limit, fields, signal, namesArchived = false }) {
      if (namesArchived) return read(model, await this.ids({ model, domain, order, limit, signal }), fields, signal);
      const context = await contextOf(signal);
      const args = { domain: toJson(domain), fields: [...fields], order, limit, context };
      return toRows(await odoo.call({ model, method: 'search_read', args }, signal), model);
    },
    async ids({ model, domain, order, limit, signal }) {
      const args = { domain: toJson(domain), order, limit, context: await contextOf(signal) };
      const answer = await odoo.call({ model, method: 'search', args }, signal);
      if (!Array.isArray(answer) || !answer.every(Number.isSafeInteger))
        throw brokenAnswer(model, 'it is no list of ids');
      return answer as number[];
    },
    fields(model, wanted, signal) {
      const key = `${model} ${wanted.join()}`;
      const known = asked.get(key) ?? askFields(odoo, model, wanted, languageOf, signal);
      asked.set(key, known);
      // A failure is asked again, an absent model too: the app may be installed while the hub runs.
      known.catch(() => asked.delete(key));
      return known;
    },
  };
}

async function askFields(
  odoo: Odoo,
  model: string,
  wanted: readonly string[],
  languageOf: (signal?: AbortSignal) => Promise<string>,
  signal?: AbortSignal,
): Promise<Map<string, string>> {
  const args = { allfields: [...wanted], attributes: ['type'], context: { lang: await languageOf(signal) } };
  const answer = await odoo.call({ model, method: 'fields_get', args }, signal);
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer))
    throw brokenAnswer(model, 'it has no fields');
  return new Map(Object.entries(answer).map(([name, about]) => [name, typeOf(about)]));
}

function typeOf(about: JsonValue): string {
  return typeof about === 'object' && about !== null && !Array.isArray(about) ? typeName(about['type']) : '';
}

function typeName(type: JsonValue | undefined): string {
  return typeof type === 'string' ? type : '';
}

function toRows(answer: JsonValue, model: string): Row[] {
  if (!Array.isArray(answer)) throw brokenAnswer(model, 'it is no list');
  return answer.map((row) => toRow(row, model));
}

function toRow(row: JsonValue, model: string): Row {
  if (typeof row === 'object' && row !== null && !Array.isArray(row) && Number.isSafeInteger(row['id']))
    return row as Row;
  throw brokenAnswer(model, 'a row has no id');
}

function toJson(domain: Domain): JsonValue {
  return domain.map((term) => [...term]);
}

/**
 * A row as a record. Odoo writes `false` where there is nothing: only of a tick it is a value. Of what was said for ever
 * the display names are left out, except those that cannot change: a customer who marries does not change the tickets.
 * Lists of ids come in the order of another model: they are sorted.
 */
export function toRecord(row: Row, types: ReadonlyMap<string, string>, keepNames: readonly string[] | null): RawRecord {
  const body: JsonObject = {};
  for (const [field, sent] of Object.entries(row)) {
    const type = types.get(field);
    const value = sent === false && type !== 'boolean' ? null : sent;
    if (keepNames === null || keepNames.includes(field)) body[field] = value;
    else if (field !== 'write_date') body[field] = withoutName(value, type);
  }
  return { id: String(row.id), body };
}

function withoutName(value: JsonValue, type: string | undefined): JsonValue {
  if (!Array.isArray(value)) return value;
  if (type === 'many2one') return value[0] ?? null;
  return [...value].sort((one, other) => Number(one) - Number(other));
}
