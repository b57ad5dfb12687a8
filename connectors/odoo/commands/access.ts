import { isCoded, RetryableError, type JsonObject, type JsonValue } from '#sdk';
import { brokenAnswer } from '../errors.ts';
import type { Odoo } from '../odoo.ts';
import type { Domain, Questions, Row } from '../query.ts';
import type { OdooSettings } from '../settings.ts';

/** An Odoo that is told what to do. */
export interface Told {
  odoo: Odoo;
  ask: Questions;
  settings: OdooSettings;
}

/** What one delivery asks of Odoo and tells it, as Odoo is now: nothing here is taken from the mirror. */
export interface Access {
  companyId: number | undefined;
  /** By ascending id, archived ones too. */
  rows(model: string, domain: Domain, fields: readonly string[]): Promise<Row[]>;
  row(model: string, id: number, fields: readonly string[]): Promise<Row | null>;
  ids(model: string, domain: Domain): Promise<number[]>;
  /** Those of `wanted` that this server has. */
  fields(model: string, wanted: readonly string[]): Promise<ReadonlySet<string>>;
  create(model: string, values: JsonObject, context?: JsonObject): Promise<number>;
  write(model: string, id: number, values: JsonObject, context?: JsonObject): Promise<void>;
  /** Presses a button of a record. */
  press(model: string, button: string, id: number, context?: JsonObject): Promise<JsonValue>;
}

const MOST_ROWS = 10_000;

/** All of Odoo is out of reach, which says nothing of a command: it waits, while a sync would stop and say so. */
const OUT_OF_REACH: ReadonlySet<string> = new Set([
  'BRICK_KEY_REFUSED',
  'BRICK_DATABASE_UNKNOWN',
  'BRICK_LANGUAGE_UNKNOWN',
  'BRICK_ADDRESS_WRONG',
  'BRICK_REDIRECTED',
  'BRICK_BLOCKED_BY_HOST',
]);

async function patiently<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!isCoded(error) || !OUT_OF_REACH.has(error.code)) throw error;
    const { code, message, remedy, detail } = error;
    throw new RetryableError({ code, message, remedy, ...(detail === undefined ? {} : { detail }) }, { cause: error });
  }
}

export function accessTo({ odoo, ask, settings: { companyId } }: Told, signal: AbortSignal): Access {
  const ofCompany: JsonObject = companyId ? { allowed_company_ids: [companyId] } : {};
  const tell = (model: string, method: string, args: JsonObject, context: JsonObject = {}): Promise<JsonValue> =>
    patiently(odoo.call({ model, method, args: { ...args, context: { ...ofCompany, ...context } } }, signal));
  const query = (model: string, domain: Domain) => ({ model, domain, order: 'id asc', limit: MOST_ROWS, signal });
  const fields: Access['fields'] = async (model, wanted) =>
    new Set((await patiently(ask.fields(model, wanted, signal))).keys());
  const rows: Access['rows'] = async (model, domain, wanted) =>
    patiently(ask.rows({ ...query(model, domain), fields: [...(await fields(model, wanted))] }));
  return {
    companyId,
    rows,
    fields,
    row: async (model, id, wanted) => (await rows(model, [['id', '=', id]], wanted))[0] ?? null,
    ids: (model, domain) => patiently(ask.ids(query(model, domain))),
    async create(model, values, context) {
      const made = await tell(model, 'create', { vals_list: [values] }, context);
      const [id] = Array.isArray(made) ? made : [made];
      if (typeof id !== 'number') throw brokenAnswer(model, 'it names no new record');
      return id;
    },
    async write(model, id, values, context) {
      await tell(model, 'write', { ids: [id], vals: values }, context);
    },
    press: (model, button, id, context) => tell(model, button, { ids: [id] }, context),
  };
}
