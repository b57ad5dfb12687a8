import { createHash } from 'node:crypto';
import type { JsonObject } from '#sdk';
import { odooText } from '../odoo-time.ts';
import { PRODUCTS } from './business-names.ts';
import type { Random } from './seeded-random.ts';
import type { Stored, Tables } from './tables.ts';

const DAY = 86_400_000;

export interface AnotherDay {
  day: number;
  bornAt: Date;
  /** Absent: one product after the other is sold. */
  random: Random | null;
}

/** Lets a day pass: somebody buys one thing at the till, and one piece fewer lies in the shop. */
export function anotherDay(tables: Tables, { day, bornAt, random }: AnotherDay): void {
  mergeQuants(tables);
  const at = odooText(new Date(bornAt.getTime() + day * DAY));
  const product = PRODUCTS[random ? random(PRODUCTS.length) : day % PRODUCTS.length] ?? PRODUCTS[0];
  const id = add(tables, 'pos.order', at, {
    ...{ date_order: at, amount_total: product.price, amount_paid: product.price, state: 'paid', partner_id: false },
    amount_tax: 0,
  });
  const line = add(tables, 'pos.order.line', at, {
    ...{ order_id: id, product_id: product.id, full_product_name: product.name, qty: 1, price_unit: product.price },
    ...{ price_subtotal: product.price, price_subtotal_incl: product.price, tax_ids: [] },
    tax_ids_after_fiscal_position: [],
  });
  const payment = add(tables, 'pos.payment', at, { pos_order_id: id, amount: product.price, payment_date: at });
  Object.assign(last(tables, 'pos.order'), {
    ...{
      name: `Caisse 1/000${id}`,
      pos_reference: `Commande 00002-001-000${id}`,
      lines: [line],
      payment_ids: [payment],
    },
    ...{ l10n_fr_secure_sequence_number: id, l10n_fr_hash: createHash('sha256').update(`ticket ${id}`).digest('hex') },
  });
  const inShop = (tables['stock.quant'] ?? []).filter((quant) => quant['product_id'] === product.id).at(-1);
  if (!inShop) return;
  // Where two transactions meet, the later one writes a row of its own.
  if (day % 2 === 0) add(tables, 'stock.quant', at, { ...inShop, quantity: -1, reserved_quantity: 0 });
  else Object.assign(inShop, { quantity: Number(inShop['quantity']) - 1, write_date: `${at}.000001` });
}

/** What Odoo does in SQL before it looks for goods: the first of two twins gets the sum, and keeps its `write_date`. */
export function mergeQuants(tables: Tables): void {
  const first = new Map<string, Stored>();
  for (const quant of tables['stock.quant'] ?? []) {
    const place = JSON.stringify([quant['product_id'], quant['location_id']]);
    const twin = first.get(place);
    if (!twin) first.set(place, quant);
    else
      for (const field of ['quantity', 'reserved_quantity']) twin[field] = Number(twin[field]) + Number(quant[field]);
  }
  tables['stock.quant']?.splice(0, Infinity, ...first.values());
}

/** A copy of the last row, with other values. */
function add(tables: Tables, model: string, at: string, fields: JsonObject): number {
  const before = last(tables, model);
  const id = before.id + 1;
  tables[model]?.push({ ...before, ...fields, id, write_date: `${at}.000001` });
  return id;
}

function last(tables: Tables, model: string): Stored {
  const row = tables[model]?.at(-1);
  if (!row) throw new Error(`The stand-in has no ${model}.`);
  return row;
}
