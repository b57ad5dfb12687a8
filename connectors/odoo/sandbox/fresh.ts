import type { JsonObject } from '#sdk';
import type { Tables } from './tables.ts';

/** What an installation brings: the company with its contact, places and kinds of transfer of one warehouse, taxes. */
const INSTALLED: ReadonlySet<string> = new Set([
  ...['res.company', 'res.country', 'res.currency', 'account.tax', 'stock.location', 'stock.picking.type'],
  ...['delivery.carrier', 'loyalty.program', 'pos.payment.method'],
]);
const FIRST_ONLY: ReadonlySet<string> = new Set(['res.partner', 'stock.warehouse']);

/** A seeded business without what somebody did in it. */
export function installed(seeded: Tables): Tables {
  const warehouse = seeded['stock.warehouse']?.[0]?.id ?? 0;
  const entries = Object.entries(seeded).map(([model, rows]): [string, Tables[string]] => {
    if (FIRST_ONLY.has(model)) return [model, rows.slice(0, 1)];
    if (!INSTALLED.has(model)) return [model, []];
    return [model, rows.filter((row) => [undefined, false, warehouse].includes(row['warehouse_id'] as number | false))];
  });
  return Object.fromEntries(entries);
}

export function columnsOf(tables: Tables): Record<string, JsonObject> {
  return Object.fromEntries(Object.entries(tables).map(([model, [first]]) => [model, { ...first }]));
}
