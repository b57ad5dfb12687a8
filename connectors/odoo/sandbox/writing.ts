import type { JsonObject, JsonValue } from '#sdk';
import type { Asking } from './methods.ts';
import { VAT_20 } from './business-names.ts';
import { OdooFault, asText } from './search.ts';
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
  columns: Readonly<Record<string, JsonObject>>;
  written: Written[];
  stamp(): string;
}

const WRITERS: Readonly<Record<string, (desk: Desk, asking: Asking) => JsonValue>> = {
  create,
  write,
  action_confirm: confirm,
  action_apply_inventory: applyInventory,
  button_confirm: confirmPurchase,
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
  assertFree(tables, model, own);
  const rows = tables[model] ?? [];
  const id = Math.max(0, ...rows.map((row) => row.id)) + 1;
  const row = { ...blank(desk.columns[model]), ...defaults(desk, model, id), ...stored(own), id };
  rows.push({ ...row, write_date: desk.stamp() });
  tables[model] = rows;
  BESIDE[model]?.(desk, id);
  for (const [, , line] of (lines ?? []) as [number, number, JsonObject][])
    createOne(desk, `${model}.line`, { ...line, order_id: id }, false);
  return id;
}

/** What Odoo makes together with a record. */
const BESIDE: Readonly<Record<string, (desk: Desk, id: number) => void>> = {
  'product.product': makeTemplate,
  'stock.warehouse': furnish,
};

function makeTemplate(desk: Desk, id: number): void {
  const product = existing(desk.tables, 'product.product', id);
  const template = { name: product['name'] ?? '', list_price: product['lst_price'] ?? 0, active: true };
  product['product_tmpl_id'] = createOne(desk, 'product.template', template, false);
}

/** A stock room, and how goods come in and go out. */
function furnish(desk: Desk, id: number): void {
  const warehouse = existing(desk.tables, 'stock.warehouse', id);
  const complete = `${asText(warehouse['code'])}/Stock`;
  const of = { warehouse_id: id, company_id: 1, active: true };
  const room = { name: 'Stock', complete_name: complete, usage: 'internal', ...of };
  warehouse['lot_stock_id'] = createOne(desk, 'stock.location', room, false);
  for (const code of ['incoming', 'outgoing'])
    createOne(desk, 'stock.picking.type', { name: code, code, sequence_code: code, ...of }, false);
}

/** Bar codes are unique, and so are the codes of warehouses; internal references are not. */
function assertFree(tables: Tables, model: string, values: JsonObject): void {
  const field = { 'product.product': 'barcode', 'stock.warehouse': 'code', 'loyalty.card': 'code' }[model];
  const value = field === undefined ? undefined : values[field];
  if (field === undefined || value === undefined || value === false) return;
  if (!tables[model]?.some((row) => row[field] === value)) return;
  const message = `Code(s)-barres déjà attribué(s) :\n\n- "${JSON.stringify(value)}"`;
  throw new OdooFault('odoo.exceptions.ValidationError', message, 422);
}

/** Lists of ids come as commands: `[[6, 0, ids]]` replaces them all. The price of a template is its variants'. */
function stored(values: JsonObject): JsonObject {
  const entries = Object.entries(values).map(([field, value]): [string, JsonValue] => {
    const [command] = Array.isArray(value) ? value : [];
    const isReplaced = Array.isArray(command) && command[0] === 6;
    return [field === 'list_price' ? 'lst_price' : field, isReplaced ? (command[2] ?? []) : value];
  });
  return Object.fromEntries(entries);
}

/** Columns are those of a known row: Odoo's `false` where nothing is known. */
function blank(row: JsonObject | undefined): JsonObject {
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
  const sold = { active: true, sale_ok: true, tracking: 'none', type: 'consu', detailed_type: 'consu', lst_price: 1 };
  const defaultsOf: Record<string, JsonObject> = {
    'product.product': { ...sold, taxes_id: [VAT_20], currency_id: currency },
    'product.template': { currency_id: currency },
    'stock.warehouse': { active: true, ...company },
    'loyalty.card': { ...company, currency_id: currency },
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
  const written = model === 'product.product' ? stored(values) : values;
  for (const id of ids) Object.assign(existing(desk.tables, model, id), written, { write_date: desk.stamp() });
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

/** A request for quotation becomes an order, with a transfer that awaits its goods. */
function confirmPurchase(desk: Desk, { model, args }: Asking): JsonValue {
  const ids = args['ids'] as number[];
  for (const id of ids) {
    const order = existing(desk.tables, model, id);
    if (order['state'] !== 'draft' && order['state'] !== 'sent') continue;
    const at = desk.stamp();
    Object.assign(order, {
      state: 'purchase',
      receipt_status: 'pending',
      date_approve: at.slice(0, 19),
      write_date: at,
    });
    receive(desk, order);
  }
  desk.written.push({ model, method: 'button_confirm', ids });
  return true;
}

function receive(desk: Desk, order: Stored): void {
  const { tables } = desk;
  const type = existing(tables, 'stock.picking.type', order['picking_type_id']);
  const room = tables['stock.warehouse']?.find(({ id }) => id === type['warehouse_id'])?.['lot_stock_id'] ?? false;
  const suppliers = tables['stock.location']?.find(({ usage }) => usage === 'supplier')?.id ?? false;
  const at = desk.stamp().slice(0, 19);
  const way = { location_id: suppliers, location_dest_id: room, company_id: 1, state: 'assigned' };
  const kind = { picking_type_id: type.id, picking_type_code: 'incoming', scheduled_date: at, create_date: at };
  const name = `WH/IN/MO${order.id}`;
  const picking = { name, origin: order['name'] ?? false, purchase_id: order.id, ...kind, ...way };
  const id = createOne(desk, 'stock.picking', picking, false);
  for (const line of (tables['purchase.order.line'] ?? []).filter((one) => one['order_id'] === order.id)) {
    const quantity = Number(line['product_qty']);
    const of = { product_id: line['product_id'] ?? false, picking_id: id, purchase_line_id: line.id, date: at };
    const move = { ...of, product_uom_qty: quantity, product_qty: quantity, quantity, ...way };
    createOne(desk, 'stock.move', move, false);
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
