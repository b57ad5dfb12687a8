import { stamp } from './calendar.ts';
import type { Draft } from './draft.ts';
import { add, get } from './draft.ts';
import { decimal, toCents } from './money.ts';
import type { OrderLine } from './order-lines.ts';
import type { OrderPlan, Refund } from './order-plan.ts';
import { NOTHING } from './order-totals.ts';

interface RefundedLine {
  readonly detail: number;
  readonly quantity: number;
  readonly excl: number;
  readonly incl: number;
}

function refundLine(line: OrderLine, detail: number, quantity: number): RefundedLine {
  return { detail, quantity, excl: toCents(line.unitExcl * quantity), incl: toCents(line.unitIncl * quantity) };
}

function markRefunded(draft: Draft, { detail, quantity, excl, incl }: RefundedLine): void {
  const record = get(draft, 'order_details', detail);
  record['product_quantity_refunded'] = quantity;
  record['total_refunded_tax_excl'] = decimal(excl);
  record['total_refunded_tax_incl'] = decimal(incl);
}

function addSlip(draft: Draft, plan: OrderPlan, refund: Refund, lines: readonly RefundedLine[]): void {
  const shipping = refund.isFull ? plan.totals.shipping : NOTHING;
  const sum = (field: 'excl' | 'incl') => decimal(lines.reduce((total, line) => total + line[field], 0));
  add(draft, 'order_slip', {
    id_customer: plan.person.id,
    id_order: plan.id,
    conversion_rate: decimal(plan.conversionRate),
    total_products_tax_excl: sum('excl'),
    total_products_tax_incl: sum('incl'),
    total_shipping_tax_excl: decimal(shipping.excl),
    total_shipping_tax_incl: decimal(shipping.incl),
    amount: sum('incl'),
    shipping_cost: refund.isFull ? 1 : 0,
    shipping_cost_amount: decimal(shipping.incl),
    partial: refund.isFull ? 0 : 1,
    date_add: stamp(refund.at),
    date_upd: stamp(refund.at),
    order_slip_type: 0,
    associations: {
      order_slip_details: lines.map((line, index) => ({
        id: index + 1,
        id_order_detail: line.detail,
        product_quantity: line.quantity,
        amount_tax_excl: decimal(line.excl),
        amount_tax_incl: decimal(line.incl),
      })),
    },
  });
}

/** Credit slips in the order of time: everything with its shipping, or one unit of the first line without. */
export function addRefunds(draft: Draft, orders: readonly { plan: OrderPlan; details: readonly number[] }[]): void {
  const refunded = orders.flatMap(({ plan, details }) => (plan.refund ? [{ plan, details, refund: plan.refund }] : []));
  refunded.sort((a, b) => a.refund.at - b.refund.at);
  for (const { plan, details, refund } of refunded) {
    const lines = plan.lines
      .slice(0, refund.isFull ? undefined : 1)
      .map((line, index) => refundLine(line, details[index] ?? 0, refund.isFull ? line.quantity : 1));
    addSlip(draft, plan, refund, lines);
    for (const line of lines) markRefunded(draft, line);
  }
}
