import { columnText } from '../column-text.ts';
import type { WebserviceRecord } from '../state.ts';
import type { Webservice } from '../webservice.ts';
import { adjustRow, insertRow, type Draft } from './change.ts';
import { six, type PricedLine } from './pricing.ts';

/** Order states that the webservice's own way of ordering leads to. */
export const PAID_BY_WEBSERVICE = 11;
export const PAYMENT_ERROR = 8;

/** One line as `orders` shows it. */
export function orderRow(detail: number, line: PricedLine): Record<string, unknown> {
  const { product, combination } = line;
  return {
    id: detail,
    product_id: product.id,
    product_attribute_id: combination?.id ?? 0,
    product_quantity: line.quantity,
    product_name: line.name,
    product_reference: line.reference,
    product_ean13: columnText(combination?.['ean13'] || product['ean13']),
    product_isbn: columnText(combination?.['isbn'] || product['isbn']),
    product_upc: columnText(combination?.['upc'] || product['upc']),
    product_price: six(line.unitExcl),
    id_customization: 0,
    unit_price_tax_incl: six(line.unitIncl),
    unit_price_tax_excl: six(line.unitExcl),
  };
}

/** One line as `order_details` holds it; it stays when its order is deleted. */
export function detailRow(order: number, line: PricedLine): Draft {
  const { product, combination, quantity } = line;
  const {
    product_id,
    product_attribute_id,
    product_name,
    product_reference,
    product_ean13,
    product_isbn,
    product_upc,
  } = orderRow(0, line);
  const original = Number(product['price']) + Number(combination?.['price'] ?? 0);
  return {
    id_order: order,
    product_id,
    product_attribute_id,
    id_shop: 1,
    product_name,
    product_quantity: quantity,
    product_quantity_in_stock: quantity,
    product_price: six(line.unitExcl),
    product_ean13,
    product_isbn,
    product_upc,
    product_reference,
    product_weight: six(Number(product['weight'] ?? 0)),
    id_tax_rules_group: Number(product['id_tax_rules_group'] ?? 0),
    unit_price_tax_incl: six(line.unitIncl),
    unit_price_tax_excl: six(line.unitExcl),
    total_price_tax_incl: six(line.unitIncl * quantity),
    total_price_tax_excl: six(line.unitExcl * quantity),
    original_product_price: six(original),
    original_wholesale_price: six(Number(product['wholesale_price'] ?? 0)),
  };
}

/** The greatest number in a column. */
export function highest(records: readonly WebserviceRecord[], column: string): number {
  return records.reduce((most, row) => Math.max(most, Number(row[column] ?? 0)), 0);
}

/** A paid order gets an invoice, and the order its number. */
export function addInvoice(shop: Webservice, order: WebserviceRecord): WebserviceRecord {
  const now = shop.clock.dateTime();
  const number = 1 + highest(shop.store.table('order_invoices').records, 'number');
  const [owner] = shop.store.state.resources['shops'] ?? [];
  const invoice = insertRow(shop, 'POST', 'order_invoices', {
    id_order: order.id,
    number,
    delivery_number: 0,
    delivery_date: '0000-00-00 00:00:00',
    total_discount_tax_excl: order['total_discounts_tax_excl'],
    total_discount_tax_incl: order['total_discounts_tax_incl'],
    total_paid_tax_excl: order['total_paid_tax_excl'],
    total_paid_tax_incl: order['total_paid_tax_incl'],
    total_products: order['total_products'],
    total_products_wt: order['total_products_wt'],
    total_shipping_tax_excl: order['total_shipping_tax_excl'],
    total_shipping_tax_incl: order['total_shipping_tax_incl'],
    shipping_tax_computation_method: 0,
    total_wrapping_tax_excl: order['total_wrapping_tax_excl'],
    total_wrapping_tax_incl: order['total_wrapping_tax_incl'],
    shop_address: columnText(owner?.['name']),
    note: '',
    date_add: now,
  });
  adjustRow(shop, 'orders', order.id, { invoice_number: number, invoice_date: now });
  return invoice;
}
