import type { JsonValue } from '#sdk';
import { relationOf } from './tables.ts';
import type { Stored, Tables } from './tables.ts';

/** What the stand-in refuses, under the name that Odoo gives to it. */
export class OdooFault extends Error {
  readonly fault: string;
  readonly status: number;

  constructor(fault: string, message: string, status: number) {
    super(message);
    this.fault = fault;
    this.status = status;
  }
}

const COMPARISONS: Readonly<Record<string, (value: JsonValue, wanted: JsonValue) => boolean>> = {
  '=': (value, wanted) => value === wanted || (wanted === false && value === null),
  '!=': (value, wanted) => value !== wanted,
  '>=': (value, wanted) => value !== false && order(value, wanted) >= 0,
  '<=': (value, wanted) => value !== false && order(value, wanted) <= 0,
  '>': (value, wanted) => value !== false && order(value, wanted) > 0,
  '<': (value, wanted) => value !== false && order(value, wanted) < 0,
  '=ilike': (value, wanted) => asText(value).toLowerCase() === asText(wanted).replace(/\\(.)/g, '$1').toLowerCase(),
  in: (value, wanted) => Array.isArray(wanted) && wanted.includes(value),
};

/** The rows for which all terms hold, archived ones only where they are asked for, in the order that is asked for. */
export function search(tables: Tables, model: string, args: Record<string, JsonValue>): Stored[] {
  const terms = (args['domain'] ?? []) as JsonValue[][];
  const context = (args['context'] ?? {}) as Record<string, JsonValue>;
  const showsArchived = context['active_test'] === false || terms.some(([field]) => field === 'active');
  const found = (tables[model] ?? []).filter(
    (row) => (showsArchived || row['active'] !== false) && terms.every((term) => holds(tables, model, row, term)),
  );
  found.sort(sorting(asText(args['order'] ?? 'id asc')));
  const offset = Number(args['offset'] ?? 0);
  const limit = Number(args['limit'] ?? 0);
  return found.slice(offset, limit > 0 ? offset + limit : undefined);
}

function holds(tables: Tables, model: string, row: Stored, [field, operator, wanted]: JsonValue[]): boolean {
  const compare = COMPARISONS[asText(operator)];
  if (!compare) throw new OdooFault('builtins.ValueError', `Invalid leaf operator ${asText(operator)}`, 500);
  return compare(valueAt(tables, model, row, asText(field)), wanted ?? false);
}

/** `location_id.usage`: through the record to which it points. */
function valueAt(tables: Tables, model: string, row: Stored, path: string): JsonValue {
  const [field = '', ...rest] = path.split('.');
  const value = row[field];
  if (value === undefined) throw new OdooFault('builtins.ValueError', `Invalid field ${model}.${field} in leaf`, 500);
  if (rest.length === 0) return value;
  const target = relationOf(model, field) ?? '';
  const next = tables[target]?.find(({ id }) => id === value);
  return next ? valueAt(tables, target, next, rest.join('.')) : false;
}

function sorting(text: string): (one: Stored, other: Stored) => number {
  const keys = text.split(',').map((key) => key.trim().split(/\s+/));
  return (one, other) => {
    for (const [field = 'id', direction] of keys) {
      const sign = direction === 'desc' ? -1 : 1;
      const compared = order(one[field] ?? false, other[field] ?? false);
      if (compared !== 0) return sign * compared;
    }
    return 0;
  };
}

function order(one: JsonValue, other: JsonValue): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return asText(one) < asText(other) ? -1 : Number(asText(one) > asText(other));
}

export function asText(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? false);
}
