import { NO_TIME, stamp } from './calendar.ts';
import type { Draft } from './draft.ts';
import { add, flag, get } from './draft.ts';
import { decimal, rateText } from './money.ts';
import type { OrderLine } from './order-lines.ts';
import type { Papers } from './order-papers.ts';
import { invoicedAt, preparedAt } from './order-papers.ts';
import type { OrderPlan } from './order-plan.ts';
import { PAID, isValid } from './order-states.ts';
import { timeOf } from './order-timeline.ts';
import type { Amount } from './order-totals.ts';

const ofEither = (line: OrderLine, field: string): unknown => line.combination?.[field] ?? line.product[field];

function lineIdentity(plan: OrderPlan, line: OrderLine, invoice: number): Record<string, unknown> {
  return {
    id_order: plan.id,
    product_id: line.product.id,
    product_attribute_id: line.combination?.id ?? 0,
    product_quantity_reinjected: 0,
    group_reduction: '0.00',
    discount_quantity_applied: line.reduction.isForQuantity ? 1 : 0,
    download_hash: '',
    download_deadline: NO_TIME,
    id_order_invoice: invoice,
    id_warehouse: 0,
    id_shop: 1,
    id_customization: 0,
    product_name: line.name,
    product_quantity: line.quantity,
    product_quantity_in_stock: line.quantity,
    product_quantity_return: 0,
    product_quantity_refunded: 0,
  };
}

function linePrices(line: OrderLine): Record<string, unknown> {
  const { reduction } = line;
  return {
    // As measured on 9.1.4: the price after the reduction.
    product_price: decimal(line.unitExcl),
    reduction_percent: decimal(reduction.percent * 1000).slice(0, -4),
    reduction_amount: decimal(reduction.amountIncl),
    reduction_amount_tax_incl: decimal(reduction.amountIncl),
    reduction_amount_tax_excl: decimal(reduction.amountExcl),
    product_quantity_discount: '0.000000',
    product_ean13: ofEither(line, 'ean13'),
    product_isbn: '',
    product_upc: '',
    product_mpn: line.product['mpn'],
    product_reference: ofEither(line, 'reference'),
    product_supplier_reference: '',
    product_weight: decimal(Math.round((line.grams * 1000) / line.quantity)),
    tax_computation_method: 0,
    id_tax_rules_group: line.product['id_tax_rules_group'],
    ecotax: '0.000000',
    ecotax_tax_rate: '0.000',
    download_nb: 0,
    unit_price_tax_incl: decimal(line.unitIncl),
    unit_price_tax_excl: decimal(line.unitExcl),
    total_price_tax_incl: decimal(line.totalIncl),
    total_price_tax_excl: decimal(line.totalExcl),
    total_shipping_price_tax_excl: '0.000000',
    total_shipping_price_tax_incl: '0.000000',
    purchase_supplier_price: line.product['id_supplier'] === 0 ? '0.000000' : line.product['wholesale_price'],
    original_product_price: decimal(line.original),
    original_wholesale_price: line.product['wholesale_price'],
    total_refunded_tax_excl: '0.000000',
    total_refunded_tax_incl: '0.000000',
  };
}

/** The row that an order shows of a line: a part of its order_details record. */
function rowOf(draft: Draft, detailId: number): Record<string, unknown> {
  const detail = get(draft, 'order_details', detailId);
  const fields = [
    'product_id',
    'product_attribute_id',
    'product_quantity',
    'product_name',
    'product_reference',
    'product_ean13',
    'product_isbn',
    'product_upc',
    'product_price',
    'id_customization',
    'unit_price_tax_incl',
    'unit_price_tax_excl',
  ];
  return { id: detailId, ...Object.fromEntries(fields.map((field) => [field, detail[field]])) };
}

const threeTotals = (name: string, amount: Amount): Record<string, string> => ({
  [name]: decimal(amount.incl),
  [`${name}_tax_incl`]: decimal(amount.incl),
  [`${name}_tax_excl`]: decimal(amount.excl),
});

function totalFields(plan: OrderPlan): Record<string, unknown> {
  const { products, shipping, wrapping, discounts, paid } = plan.totals;
  return {
    ...threeTotals('total_discounts', discounts),
    ...threeTotals('total_paid', paid),
    total_paid_real: decimal(plan.payments.reduce((sum, payment) => sum + payment.amount, 0)),
    total_products: decimal(products.excl),
    total_products_wt: decimal(products.incl),
    ...threeTotals('total_shipping', shipping),
    carrier_tax_rate: rateText(plan.carrierTax),
    ...threeTotals('total_wrapping', wrapping),
    round_mode: 2,
    round_type: 2,
    conversion_rate: decimal(plan.conversionRate),
    reference: plan.reference,
  };
}

function headFields(plan: OrderPlan, papers: Papers): Record<string, unknown> {
  const last = plan.steps[plan.steps.length - 1];
  const state = last?.state ?? PAID;
  const dateOf = (at: number | undefined) => (at === undefined ? NO_TIME : stamp(at));
  return {
    id_address_delivery: plan.deliveryAddress,
    id_address_invoice: plan.invoiceAddress,
    id_cart: plan.cart,
    id_currency: plan.currency,
    id_lang: plan.person.language + 1,
    id_customer: plan.person.id,
    id_carrier: plan.carrier,
    current_state: state,
    module: plan.way.module,
    invoice_number: papers.invoices.get(plan.id) ?? 0,
    invoice_date: dateOf(invoicedAt(plan)),
    delivery_number: papers.deliveries.get(plan.id) ?? 0,
    delivery_date: dateOf(preparedAt(plan)),
    valid: flag(isValid(state)),
    date_add: stamp(plan.placedAt),
    date_upd: stamp(Math.max(plan.placedAt, last?.at ?? 0, plan.refund?.at ?? 0)),
    shipping_number: plan.tracking,
    note: '',
    id_shop_group: 1,
    id_shop: 1,
    secure_key: plan.person.secureKey,
    payment: plan.way.label,
    recyclable: '0',
    gift: flag(plan.isGift),
    gift_message: plan.isGift ? 'Bon anniversaire 🎂 et belles étoiles !' : '',
    mobile_theme: '0',
  };
}

function addOrderCarrier(draft: Draft, plan: OrderPlan, invoice: number): void {
  const grams = plan.lines.reduce((sum, line) => sum + line.grams, 0);
  add(draft, 'order_carriers', {
    id_order: plan.id,
    id_carrier: plan.carrier,
    id_order_invoice: invoice,
    weight: decimal(Math.round(grams * 1000)),
    shipping_cost_tax_excl: decimal(plan.totals.shipping.excl),
    shipping_cost_tax_incl: decimal(plan.totals.shipping.incl),
    tracking_number: plan.tracking,
    date_add: stamp(timeOf(plan.steps, PAID) ?? plan.placedAt),
  });
}

/** Writes an order with its lines and its parcel; returns the ids of the lines. */
export function addOrder(draft: Draft, plan: OrderPlan, papers: Papers): number[] {
  const invoice = papers.invoices.get(plan.id) ?? 0;
  const details = plan.lines.map((line) =>
    add(draft, 'order_details', { ...lineIdentity(plan, line, invoice), ...linePrices(line) }),
  );
  const associations = { order_rows: details.map((id) => rowOf(draft, id)) };
  add(draft, 'orders', { ...headFields(plan, papers), ...totalFields(plan), associations });
  addOrderCarrier(draft, plan, invoice);
  return details;
}
