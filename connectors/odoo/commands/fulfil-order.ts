import type { Command, Delivered, Delivery, FulfilOrder, JsonObject } from '#sdk';
import { odooText } from '../odoo-time.ts';
import type { Row } from '../query.ts';
import { flag, refs, text } from '../record.ts';
import { accessTo } from './access.ts';
import type { Access, Told } from './access.ts';
import { currencyFields } from './currency.ts';
import { ensureAddress, ensureCustomer, findCountry } from './partner.ts';
import { findProducts } from './product.ts';
import { refIn } from './record-id.ts';
import { refusal } from './refusal.ts';

const ORDER = ['name', 'state', 'date_order', 'currency_id', 'client_order_ref'];
const CONFIRMED = ['sale', 'done'];

/**
 * An order of the shop as a sales order, confirmed: Odoo then makes the delivery by itself. The shop's reference is the
 * customer reference, by which another try finds it, and so does one that the shop's own link to Odoo has made.
 */
export function fulfilOrder(told: Told): Command<FulfilOrder> {
  return async (order, delivery) => {
    const access = accessTo(told, delivery.signal);
    const products = await findProducts(access, order.lines, delivery);
    const country = await delivery.step('country', () => findCountry(access, order.shippingAddress.country));
    const customer = await delivery.step('customer', () => ensureCustomer(access, order, country));
    const address = await delivery.step('address', () =>
      ensureAddress(access, customer, order.shippingAddress, country),
    );
    const id = await delivery.step('order', () => ensureOrder(access, order, { customer, address, products }));
    await delivery.step('confirmed', () => confirm(access, id, { order, products }));
    return delivered(access, order, { id, partners: [customer, address] }, delivery);
  };
}

/** What an order needs that Odoo has. */
export interface OrderParts {
  customer: number;
  address: number;
  products: ReadonlyMap<string, Row>;
}

export async function ensureOrder(access: Access, order: FulfilOrder, parts: OrderParts): Promise<number> {
  const known = await access.rows('sale.order', [['client_order_ref', '=', order.reference]], ORDER);
  const found = known.find((row) => text(row, 'state') !== 'cancel');
  if (found) return found.id;
  if (known[0]) throw cancelled(known[0]);
  const isTaxIn = await pricesWithTax(access, [...parts.products.values()]);
  const lines = order.lines.map(({ variant, name, quantity, unitPrice, unitPriceWithTax }): [0, 0, JsonObject] => {
    const product = parts.products.get(variant)?.id ?? 0;
    const price = Number((isTaxIn(product) ? unitPriceWithTax : unitPrice).amount);
    // A rule of a price list must not take the discount off twice.
    return [0, 0, { product_id: product, name, product_uom_qty: quantity, price_unit: price, discount: 0 }];
  });
  return access.create('sale.order', {
    ...{ partner_id: parts.customer, partner_shipping_id: parts.address, client_order_ref: order.reference },
    ...(order.number === null ? {} : { origin: order.number }),
    ...(order.note === null ? {} : { note: escaped(order.note) }),
    ...(order.placedAt === '' ? {} : { date_order: odooText(new Date(order.placedAt)) }),
    ...(access.companyId ? { company_id: access.companyId } : {}),
    ...(await currencyFields(access, order.currency, 'pricelist')),
    order_line: lines,
  });
}

/** Whether a product's price holds its tax already: Odoo decides by the taxes that are set on it. */
async function pricesWithTax(access: Access, products: readonly Row[]): Promise<(product: number) => boolean> {
  const ids = [...new Set(products.flatMap((row) => refs(row, 'taxes_id').map(Number)))];
  if (ids.length === 0) return () => false;
  const taxes = await access.rows('account.tax', [['id', 'in', ids]], ['price_include', 'company_id']);
  const own = taxes.filter((tax) => !access.companyId || refIn(tax, 'company_id') === access.companyId);
  const including = new Set(own.filter((tax) => flag(tax, 'price_include')).map(({ id }) => String(id)));
  const byId = new Map(products.map((row) => [row.id, refs(row, 'taxes_id').some((tax) => including.has(tax))]));
  return (product) => byId.get(product) ?? false;
}

/** Confirms what is as it was sold, and dates it as it was sold: confirming writes the time of now. */
export async function confirm(
  access: Access,
  id: number,
  { order, products }: { order: FulfilOrder; products: ReadonlyMap<string, Row> },
): Promise<true> {
  const before = await access.row('sale.order', id, ORDER);
  if (!before) throw differs(id, 'it was deleted');
  if (text(before, 'state') === 'cancel') throw cancelled(before);
  if (!CONFIRMED.includes(text(before, 'state') ?? '')) {
    await assertSame(access, before, { order, products });
    await access.press('sale.order', 'action_confirm', id);
  }
  const after = await access.row('sale.order', id, ORDER);
  const state = after && text(after, 'state');
  if (!after || !CONFIRMED.includes(state ?? '')) throw notConfirmed(before, state);
  const placed = order.placedAt === '' ? null : odooText(new Date(order.placedAt));
  if (placed !== null && text(after, 'date_order') !== placed)
    await access.write('sale.order', id, { date_order: placed });
  return true;
}

async function assertSame(
  access: Access,
  row: Row,
  { order, products }: { order: FulfilOrder; products: ReadonlyMap<string, Row> },
): Promise<void> {
  const lines = await access.rows('sale.order.line', [['order_id', '=', row.id]], ['product_id', 'product_uom_qty']);
  const found = lines
    .filter((line) => refIn(line, 'product_id') !== null)
    .map((line) => `${refIn(line, 'product_id')} x ${Number(line['product_uom_qty'])}`);
  const wanted = order.lines.map(({ variant, quantity }) => `${products.get(variant)?.id} x ${quantity}`);
  if ([...found].sort().join() !== [...wanted].sort().join())
    throw differs(row.id, `sold ${wanted.join(', ')}; in Odoo ${found.join(', ')}`);
  const currency = refIn(row, 'currency_id');
  const [named] = currency === null ? [] : await access.rows('res.currency', [['id', '=', currency]], ['name']);
  const name = named && text(named, 'name');
  if (name !== order.currency) throw differs(row.id, `sold in ${order.currency}; in Odoo ${name ?? 'no currency'}`);
}

async function delivered(
  access: Access,
  order: FulfilOrder,
  { id, partners }: { id: number; partners: readonly number[] },
  delivery: Delivery,
): Promise<Delivered> {
  const lines = await access.rows('sale.order.line', [['order_id', '=', id]], ['product_id']);
  const pickings = await access.ids('stock.picking', [['sale_id', '=', id]]);
  const moves = pickings.length === 0 ? [] : await access.ids('stock.move', [['picking_id', 'in', pickings]]);
  const products = [...new Set(lines.map((line) => refIn(line, 'product_id')).filter((one) => one !== null))];
  const quants = await access.ids('stock.quant', [
    ['product_id', 'in', products],
    ['location_id.usage', '=', 'internal'],
  ]);
  const touched = (kind: string, ids: readonly number[]): Delivered['touched'] =>
    ids.length === 0 ? [] : [{ kind, ids: [...new Set(ids)].map(String) }];
  const isNew = (await delivery.externalId('Customer', order.customer.id)) === null;
  const customer = { type: 'Customer', hubId: order.customer.id, externalId: String(partners[0] ?? '') };
  return {
    created: [{ type: 'Order', hubId: order.order, externalId: String(id) }, ...(isNew ? [customer] : [])],
    touched: [
      ...touched('res.partner', partners),
      ...touched('sale.order', [id]),
      ...touched(
        'sale.order.line',
        lines.map((line) => line.id),
      ),
      ...touched('stock.picking', pickings),
      ...touched('stock.move', moves),
      ...touched('stock.quant', quants),
    ],
  };
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function cancelled(row: Row): Error {
  return refusal(
    'ORDER_CANCELLED',
    'Odoo has this order, and it is cancelled there.',
    'Set it to a quotation and confirm it in Odoo, or cancel it in the shop; then discard the message.',
    `sale.order ${text(row, 'name') ?? row.id}`,
  );
}

function differs(id: number, detail: string): Error {
  return refusal(
    'ORDER_DIFFERS',
    'Odoo has the order as a quotation, but not as it was sold; it was not confirmed.',
    'Correct the quotation by the detail and redrive the message, or confirm it by hand and discard the message.',
    `sale.order ${id}: ${detail}`,
  );
}

function notConfirmed(row: Row, state: string | null): Error {
  return refusal(
    'ORDER_NOT_CONFIRMED',
    'Odoo did not confirm the order: a module asks for something first.',
    'Confirm the quotation in Odoo, then redrive the message.',
    `sale.order ${text(row, 'name') ?? row.id}: state ${state ?? 'none'}`,
  );
}
