import type { JsonObject } from '#sdk';
import { odooText } from '../odoo-time.ts';
import { EUR, PRODUCTS } from './business-names.ts';
import type { Random } from './seeded-random.ts';
import type { Stored, Tables, Write } from './tables.ts';

const DAY = 86_400_000;
const SUPPLIERS = 4;
const CUSTOMERS = 5;
const STOCK = 8;
const SHELF = 9;
const SHOP = 18;

/** Two warehouses, what lies in them, three orders of customers and two to a supplier. */
export function fulfilmentTables(write: Write, bornAt: Date, random: Random | null): Tables {
  const at = (daysAgo: number): string => odooText(new Date(bornAt.getTime() - daysAgo * DAY));
  return {
    ...buildings(write),
    ...stock(write, random),
    ...orders(write, at),
    ...purchases(write, at),
    ...transfers(write, at),
  };
}

function buildings(write: Write): Tables {
  const location = (id: number, complete: string, usage: string, warehouse: number | false): Stored =>
    write(id, 90, {
      ...{ name: complete.split('/').at(-1) ?? '', complete_name: complete, usage, active: true, barcode: false },
      ...{ warehouse_id: warehouse, location_id: false, company_id: warehouse === false ? false : 1 },
    });
  const type = (id: number, code: string, warehouse: number): Stored =>
    write(id, 90, { name: code, code, sequence_code: code, warehouse_id: warehouse, active: true, company_id: 1 });
  return {
    'stock.warehouse': [
      write(1, 90, { name: 'Entrepôt', code: 'WH', active: true, company_id: 1, lot_stock_id: STOCK }),
      write(2, 90, { name: 'Boutique Angers', code: 'ANG', active: true, company_id: 1, lot_stock_id: SHOP }),
    ],
    'stock.location': [
      location(SUPPLIERS, 'Partners/Vendors', 'supplier', false),
      location(CUSTOMERS, 'Partners/Customers', 'customer', false),
      location(STOCK, 'WH/Stock', 'internal', 1),
      location(SHELF, 'WH/Stock/A-12', 'internal', 1),
      location(SHOP, 'ANG/Stock', 'internal', 2),
    ],
    'stock.picking.type': [type(1, 'incoming', 1), type(2, 'outgoing', 1), type(5, 'outgoing', 2)],
    'delivery.carrier': [write(1, 90, { name: 'Colissimo' })],
  };
}

function stock(write: Write, random: Random | null): Tables {
  const more = (): number => random?.(25) ?? 0;
  const quant = (id: number, product: number, location: number, quantity: number, reserved: number): Stored =>
    write(id, 1, { product_id: product, location_id: location, quantity, reserved_quantity: reserved, company_id: 1 });
  const inWarehouse = PRODUCTS.map(({ id }, index) =>
    quant(index + 1, id, STOCK, 10 + index + more(), id === 8 ? 2 : 0),
  );
  const inShop = PRODUCTS.map(({ id }, index) => quant(index + 21, id, SHOP, 3 + (index % 3) + more(), 0));
  return { 'stock.quant': [...inWarehouse, quant(20, 5, SHELF, 4, 1), ...inShop] };
}

function orders(write: Write, at: (daysAgo: number) => string): Tables {
  const order = (id: number, state: string, reference: string | false, daysAgo: number, fields: JsonObject): Stored =>
    write(id, daysAgo - 0.5, {
      ...{ name: `S0000${id}`, client_order_ref: reference, origin: false, state, date_order: at(daysAgo) },
      ...{ partner_id: 7, warehouse_id: 1, invoice_status: 'to invoice', amount_untaxed: 43.41, amount_tax: 2.39 },
      ...{ amount_total: 45.8, currency_id: EUR, company_id: 1, ...fields },
    });
  const line = (id: number, orderId: number, product: number, ordered: number, delivered: number): Stored =>
    write(id, 1, {
      ...{
        order_id: orderId,
        product_id: product,
        name: 'Article',
        product_uom_qty: ordered,
        qty_delivered: delivered,
      },
      ...{ price_unit: 22.9, discount: 0, price_subtotal: 43.41, price_tax: 2.39, price_total: 45.8 },
      ...{ display_type: false, is_downpayment: false, product_type: 'product', company_id: 1 },
    });
  return {
    'sale.order': [
      order(1, 'sale', 'WEB-1001', 3, { delivery_status: 'full' }),
      order(2, 'sale', 'WEB-1002', 1, { delivery_status: 'pending' }),
      order(3, 'draft', false, 1, { delivery_status: false }),
    ],
    'sale.order.line': [line(1, 1, 5, 2, 2), line(2, 2, 8, 2, 0), line(3, 2, 5, 1, 0), line(4, 3, 9, 1, 0)],
  };
}

function purchases(write: Write, at: (daysAgo: number) => string): Tables {
  const order = (id: number, receipt: string, daysAgo: number): Stored =>
    write(id, daysAgo, {
      ...{
        name: `P0000${id}`,
        partner_id: 20,
        partner_ref: false,
        origin: false,
        state: 'purchase',
        receipt_status: receipt,
      },
      ...{
        create_date: at(daysAgo),
        date_order: at(daysAgo),
        date_approve: at(daysAgo),
        date_planned: at(daysAgo - 4),
      },
      ...{
        amount_untaxed: 114.5,
        amount_tax: 6.3,
        amount_total: 120.8,
        currency_id: EUR,
        picking_type_id: 1,
        company_id: 1,
      },
    });
  const line = (id: number, orderId: number, product: number, ordered: number, received: number): Stored =>
    write(id, 2, {
      ...{ order_id: orderId, product_id: product, name: 'Article', product_qty: ordered, qty_received: received },
      ...{ price_unit: 11.45, price_subtotal: 114.5, date_planned: at(0), display_type: false, company_id: 1 },
    });
  return {
    'purchase.order': [order(1, 'full', 6), order(2, 'pending', 2)],
    'purchase.order.line': [line(1, 1, 5, 10, 10), line(2, 2, 6, 20, 0)],
  };
}

function transfers(write: Write, at: (daysAgo: number) => string): Tables {
  const picking = (id: number, name: string, state: string, daysAgo: number, fields: JsonObject): Stored =>
    write(id, daysAgo, {
      ...{ name, state, partner_id: 7, origin: false, sale_id: false, purchase_id: false, return_id: false },
      ...{ backorder_id: false, carrier_id: false, carrier_tracking_ref: false, scheduled_date: at(daysAgo) },
      ...{ date_done: state === 'done' ? at(daysAgo) : false, create_date: at(daysAgo + 1), company_id: 1 },
      ...{ pos_session_id: false, pos_order_id: false, ...fields },
    });
  const out = { picking_type_id: 2, picking_type_code: 'outgoing', location_id: STOCK, location_dest_id: CUSTOMERS };
  const into = { picking_type_id: 1, picking_type_code: 'incoming', location_id: SUPPLIERS, location_dest_id: STOCK };
  const back = { picking_type_id: 1, picking_type_code: 'incoming', location_id: CUSTOMERS, location_dest_id: STOCK };
  const move = (
    id: number,
    pickingId: number,
    product: number,
    quantity: number,
    state: string,
    way: JsonObject,
  ): Stored =>
    write(id, 1, {
      ...{ product_id: product, picking_id: pickingId, product_uom_qty: quantity, product_qty: quantity, quantity },
      ...{ state, origin_returned_move_id: false, sale_line_id: false, purchase_line_id: false, date: at(1) },
      ...{
        company_id: 1,
        location_id: way['location_id'] ?? false,
        location_dest_id: way['location_dest_id'] ?? false,
      },
    });
  const shipped = { sale_id: 1, origin: 'S00001', carrier_id: 1, carrier_tracking_ref: '6A123,6A124' };
  return {
    'stock.picking': [
      picking(1, 'WH/OUT/00001', 'done', 2, { ...out, ...shipped }),
      picking(2, 'WH/OUT/00002', 'assigned', 1, { ...out, sale_id: 2, origin: 'S00002' }),
      picking(3, 'WH/IN/00001', 'done', 5, { ...into, purchase_id: 1, origin: 'P00001' }),
      picking(4, 'WH/IN/00002', 'assigned', 2, { ...into, purchase_id: 2, origin: 'P00002' }),
      picking(5, 'WH/IN/00003', 'done', 1, { ...back, sale_id: 1, return_id: 1, origin: 'Retour de WH/OUT/00001' }),
      picking(6, 'ANG/POS/00001', 'done', 1, { ...out, picking_type_id: 5, pos_session_id: 1, origin: 'POS/00001' }),
    ],
    'stock.move': [
      move(1, 1, 5, 2, 'done', out),
      move(2, 2, 8, 2, 'assigned', out),
      move(3, 2, 5, 1, 'assigned', out),
      move(4, 3, 5, 10, 'done', into),
      move(5, 4, 6, 20, 'assigned', into),
      move(6, 5, 5, 1, 'done', back),
      move(7, 6, 11, 1, 'done', out),
    ],
  };
}
