import type { JsonObject, JsonValue } from '#sdk';
import type { Asking } from './methods.ts';
import { OdooFault } from './search.ts';
import type { Stored, Tables } from './tables.ts';

/** What was written, in order: counted by tests. */
export interface Written {
  model: string;
  method: string;
  ids: number[];
}

/** Where writing happens: `stamp` gives a later time with each write. */
export interface Desk {
  tables: Tables;
  written: Written[];
  stamp(): string;
}

const WRITERS: Readonly<Record<string, (desk: Desk, asking: Asking) => JsonValue>> = {
  create,
  write,
  action_confirm: confirm,
  action_apply_inventory: applyInventory,
};

export function isWriting(method: string): boolean {
  return method in WRITERS;
}

/** None of Python is null, which JSON-RPC leaves out. */
export function writeAnswer(desk: Desk, asking: Asking): JsonValue {
  return WRITERS[asking.method]?.(desk, asking) ?? null;
}

function create(desk: Desk, { model, args }: Asking): JsonValue {
  const many = args['vals_list'] as JsonObject | JsonObject[];
  const list = Array.isArray(many) ? many : [many];
  const ids = list.map((values) => createOne(desk, model, values, isCounting(args)));
  desk.written.push({ model, method: 'create', ids });
  return Array.isArray(many) ? ids : (ids[0] ?? false);
}

function createOne(desk: Desk, model: string, values: JsonObject, counting: boolean): number {
  const { tables } = desk;
  if (model === 'stock.quant') {
    if (!counting) throw refused("Quant's creation is restricted, you can't do this operation.");
    const known = tables[model]?.find(
      (row) => row['product_id'] === values['product_id'] && row['location_id'] === values['location_id'],
    );
    if (known) return Object.assign(known, values, { write_date: desk.stamp() }).id;
  }
  for (const [field, target] of [
    ['product_id', 'product.product'],
    ['partner_id', 'res.partner'],
  ] as const)
    if (field in values) existing(tables, target, values[field]);
  const { order_line: lines, ...own } = values;
  const rows = tables[model] ?? [];
  const id = Math.max(0, ...rows.map((row) => row.id)) + 1;
  rows.push({ ...blank(rows[0]), ...defaults(desk, model, id), ...own, id, write_date: desk.stamp() });
  tables[model] = rows;
  for (const [, , line] of (lines ?? []) as [number, number, JsonObject][])
    createOne(desk, `${model}.line`, { ...line, order_id: id }, false);
  return id;
}

/** Columns are those of the first row: Odoo's `false` where nothing is known. */
function blank(row: Stored | undefined): JsonObject {
  return Object.fromEntries(
    Object.entries(row ?? {}).map(([field, value]): [string, JsonValue] => {
      if (Array.isArray(value)) return [field, []];
      return [field, typeof value === 'number' && AMOUNTS.test(field) ? 0 : false];
    }),
  );
}

const AMOUNTS = /quantity|^qty_|^amount_|^price_|_rank$/;

function defaults({ tables, stamp }: Desk, model: string, id: number): JsonObject {
  const at = stamp().slice(0, 19);
  const company = { company_id: 1 };
  const number = String(id).padStart(5, '0');
  const currency = tables['res.company']?.[0]?.['currency_id'] ?? false;
  const order = { state: 'draft', date_order: at, currency_id: currency, ...company };
  const defaultsOf: Record<string, JsonObject> = {
    'res.partner': { active: true, type: 'contact', lang: 'fr_FR', partner_share: true, is_company: false },
    'sale.order': { ...order, name: `S${number}`, warehouse_id: 1, invoice_status: 'no' },
    'sale.order.line': { ...company, product_type: 'product' },
    'purchase.order': { ...order, name: `P${number}`, create_date: at, picking_type_id: 1 },
    'purchase.order.line': company,
    'stock.quant': company,
  };
  return defaultsOf[model] ?? {};
}

function write(desk: Desk, { model, args }: Asking): JsonValue {
  const ids = args['ids'] as number[];
  const values = args['vals'] as JsonObject;
  if (model === 'stock.quant' && 'inventory_quantity' in values && !isCounting(args))
    throw refused('You cannot edit an inventory quantity outside of the inventory mode.');
  for (const id of ids) Object.assign(existing(desk.tables, model, id), values, { write_date: desk.stamp() });
  desk.written.push({ model, method: 'write', ids });
  return true;
}

/** A quotation becomes an order, dated now, with a delivery that has its goods reserved as far as there are any. */
function confirm(desk: Desk, { model, args }: Asking): JsonValue {
  const ids = args['ids'] as number[];
  for (const id of ids) {
    const order = existing(desk.tables, model, id);
    if (order['state'] !== 'draft' && order['state'] !== 'sent')
      throw refused('Some orders are not in a state requiring confirmation.');
    const at = desk.stamp();
    Object.assign(order, { state: 'sale', date_order: at.slice(0, 19), delivery_status: 'pending', write_date: at });
    deliver(desk, order);
  }
  desk.written.push({ model, method: 'action_confirm', ids });
  return true;
}

function deliver(desk: Desk, order: Stored): void {
  const { tables } = desk;
  const room = tables['stock.warehouse']?.find(({ id }) => id === order['warehouse_id'])?.['lot_stock_id'] ?? false;
  const way = { location_id: room, location_dest_id: 5, company_id: 1 };
  const at = desk.stamp().slice(0, 19);
  const picking = createOne(
    desk,
    'stock.picking',
    {
      ...{ name: `WH/OUT/MO${order.id}`, state: 'assigned', origin: order['name'] ?? false, sale_id: order.id, ...way },
      ...{ picking_type_id: 2, picking_type_code: 'outgoing', scheduled_date: at, create_date: at },
    },
    false,
  );
  for (const line of (tables['sale.order.line'] ?? []).filter((one) => one['order_id'] === order.id)) {
    const quantity = Number(line['product_uom_qty']);
    const product = line['product_id'] ?? false;
    const amounts = { product_uom_qty: quantity, product_qty: quantity, quantity };
    const of = { product_id: product, picking_id: picking, sale_line_id: line.id, date: at };
    createOne(desk, 'stock.move', { ...of, ...amounts, ...way, state: 'assigned' }, false);
    const quant = tables['stock.quant']?.find((one) => one['product_id'] === product && one['location_id'] === room);
    if (quant) quant['reserved_quantity'] = Number(quant['reserved_quantity']) + quantity;
  }
}

function applyInventory(desk: Desk, { model, args }: Asking): JsonValue {
  const ids = args['ids'] as number[];
  for (const id of ids) {
    const quant = existing(desk.tables, model, id);
    const { inventory_quantity: counted } = quant;
    delete quant['inventory_quantity'];
    if (counted !== undefined) Object.assign(quant, { quantity: counted, write_date: desk.stamp() });
  }
  desk.written.push({ model, method: 'action_apply_inventory', ids });
  return null;
}

function isCounting(args: Asking['args']): boolean {
  return (args['context'] as JsonObject | undefined)?.['inventory_mode'] === true;
}

function existing(tables: Tables, model: string, id: JsonValue | undefined): Stored {
  const row = tables[model]?.find((one) => one.id === id);
  if (row) return row;
  const message = `Record does not exist or has been deleted.\n(Record: ${model}(${JSON.stringify(id)},), User: 2)`;
  throw new OdooFault('odoo.exceptions.MissingError', message, 404);
}

function refused(message: string): OdooFault {
  return new OdooFault('odoo.exceptions.UserError', message, 422);
}
