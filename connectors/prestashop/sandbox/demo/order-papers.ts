import { NO_TIME, stamp } from './calendar.ts';
import type { Draft } from './draft.ts';
import { add, flag } from './draft.ts';
import { decimal } from './money.ts';
import { RULE_NAMES, FREE_DELIVERY } from './cart-rules.ts';
import type { OrderPlan } from './order-plan.ts';
import { IN_PREPARATION, PAID } from './order-states.ts';
import { timeOf } from './order-timeline.ts';
import { SHOP_NAME } from './shop-settings.ts';

/** Numbers that run without gaps in the order of time; ids of invoices are their numbers. */
export interface Papers {
  readonly invoices: ReadonlyMap<number, number>;
  readonly deliveries: ReadonlyMap<number, number>;
}

function numberByTime(plans: readonly OrderPlan[], when: (plan: OrderPlan) => number | undefined): Map<number, number> {
  const dated = plans.flatMap((plan) => {
    const at = when(plan);
    return at === undefined ? [] : [{ id: plan.id, at }];
  });
  return new Map(dated.sort((a, b) => a.at - b.at || a.id - b.id).map(({ id }, index) => [id, index + 1]));
}

export const invoicedAt = (plan: OrderPlan): number | undefined => timeOf(plan.steps, PAID);
export const preparedAt = (plan: OrderPlan): number | undefined => timeOf(plan.steps, IN_PREPARATION);

export const numberPapers = (plans: readonly OrderPlan[]): Papers => ({
  invoices: numberByTime(plans, invoicedAt),
  deliveries: numberByTime(plans, preparedAt),
});

const timeOrNone = (at: number | undefined): string => (at === undefined ? NO_TIME : stamp(at));

function addInvoice(draft: Draft, plan: OrderPlan, number: number, deliveryNumber: number): void {
  const { products, shipping, wrapping, discounts, paid } = plan.totals;
  add(draft, 'order_invoices', {
    id_order: plan.id,
    number,
    delivery_number: deliveryNumber,
    delivery_date: timeOrNone(preparedAt(plan)),
    total_discount_tax_excl: decimal(discounts.excl),
    total_discount_tax_incl: decimal(discounts.incl),
    total_paid_tax_excl: decimal(paid.excl),
    total_paid_tax_incl: decimal(paid.incl),
    total_products: decimal(products.excl),
    total_products_wt: decimal(products.incl),
    total_shipping_tax_excl: decimal(shipping.excl),
    total_shipping_tax_incl: decimal(shipping.incl),
    shipping_tax_computation_method: 0,
    total_wrapping_tax_excl: decimal(wrapping.excl),
    total_wrapping_tax_incl: decimal(wrapping.incl),
    shop_address: `${SHOP_NAME} - 12 cours Berriat - 38000 Grenoble - France`,
    note: '',
    date_add: timeOrNone(invoicedAt(plan)),
  });
}

export function addInvoices(draft: Draft, plans: readonly OrderPlan[], papers: Papers): void {
  const numbered = plans.flatMap((plan) => {
    const number = papers.invoices.get(plan.id);
    return number === undefined ? [] : [{ plan, number }];
  });
  numbered.sort((a, b) => a.number - b.number);
  for (const { plan, number } of numbered) addInvoice(draft, plan, number, papers.deliveries.get(plan.id) ?? 0);
}

/** Payments of all orders in the order in which they came. */
export function addPayments(draft: Draft, plans: readonly OrderPlan[]): void {
  const payments = plans.flatMap((plan) => plan.payments.map((payment) => ({ plan, payment })));
  payments.sort((a, b) => a.payment.at - b.payment.at);
  for (const { plan, payment } of payments) {
    const isCard = plan.way.module === 'stripe_official';
    add(draft, 'order_payments', {
      order_reference: plan.reference,
      id_currency: plan.currency,
      amount: decimal(payment.amount),
      payment_method: plan.way.label,
      conversion_rate: decimal(plan.conversionRate),
      transaction_id: payment.transaction,
      card_number: '',
      card_brand: isCard ? 'VISA' : '',
      card_expiration: '',
      card_holder: '',
      date_add: stamp(payment.at),
      id_employee: plan.way.waitsIn === undefined ? '' : 1,
    });
  }
}

export function addHistories(draft: Draft, plans: readonly OrderPlan[]): void {
  const steps = plans.flatMap((plan) => plan.steps.map((step) => ({ ...step, order: plan.id })));
  steps.sort((a, b) => a.at - b.at);
  for (const { employee, state, order, at } of steps) {
    add(draft, 'order_histories', {
      id_employee: employee,
      id_order_state: state,
      id_order: order,
      date_add: stamp(at),
    });
  }
}

export function addOrderCartRules(draft: Draft, plans: readonly OrderPlan[], papers: Papers): void {
  for (const plan of plans) {
    if (plan.voucher === 0) continue;
    add(draft, 'order_cart_rules', {
      id_order: plan.id,
      id_cart_rule: plan.voucher,
      id_order_invoice: papers.invoices.get(plan.id) ?? 0,
      name: RULE_NAMES[plan.voucher - 1]?.[plan.person.language] ?? '',
      value: decimal(plan.totals.discounts.incl),
      value_tax_excl: decimal(plan.totals.discounts.excl),
      free_shipping: flag(plan.voucher === FREE_DELIVERY),
      deleted: '0',
    });
  }
}
