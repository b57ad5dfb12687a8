import type { JsonObject, OrderFacet, OrderLineFacet } from '#sdk';
import { isObject, metaText, rows, text } from '../record.ts';
import { exact } from './decimal.ts';

/**
 * What an order said in the shop from which it was brought, or to the hub that took it. WooCommerce gives it a number and
 * a date of its own and computes its taxes anew: the original counts as long as the sum is the same.
 */
export interface KeptOrder {
  reference: string;
  number: string;
  placedAt: string | null;
  totals: OrderFacet['totals'];
  lines: Omit<OrderLineFacet, 'variant' | 'refundedQuantity' | 'externalId'>[];
  payments: OrderFacet['payments'];
  history: OrderFacet['history'];
  carrier: string | null;
  note: string | null;
  trackingNumbers: string[];
  conversionRate: string;
  mainCurrency: string;
  /** Hub id of a buyer who has no account here. */
  customer?: string | null;
  /** Hub ids: invoices of the shop in which it was placed. */
  invoices?: string[];
}

/** Rounding of taxes line by line moves an order by cents, an edit by more. */
const CENTS = '0.05';

/** Null: nothing was kept, or the order was edited in the shop since. */
export function keptOrder(facts: JsonObject, body: JsonObject): KeptOrder | null {
  if (!isKept(facts)) return null;
  const kept = facts as unknown as KeptOrder;
  const difference = exact(kept.totals.totalWithTax.amount)
    .minus(exact(text(body, 'total')))
    .abs();
  const isSame = difference.lessThanOrEqualTo(CENTS) && kept.lines.length === linesOf(body).length;
  return isSame ? kept : null;
}

function isKept(facts: JsonObject): boolean {
  const { totals, lines, payments, history, trackingNumbers } = facts;
  const lists = [lines, payments, history, trackingNumbers].every(Array.isArray);
  return lists && isObject(totals) && isObject(totals['totalWithTax']) && typeof facts['reference'] === 'string';
}

/** Marks a fee that is no goods: what was lacking of the sum that was agreed. */
export const ADJUSTMENT = '_mortar_adjustment';

/** In the order in which they were written: goods first, then what stands for goods that the shop does not have. */
export function linesOf(body: JsonObject): JsonObject[] {
  return [...rows(body, 'line_items'), ...rows(body, 'fee_lines').filter((fee) => metaText(fee, ADJUSTMENT) === null)];
}

/** The kept lines with the ids that they have now. */
export function linesAsKept(
  kept: KeptOrder,
  body: JsonObject,
  { variantOf, refunded }: { variantOf(line: JsonObject): string | null; refunded: ReadonlyMap<string, number> },
): OrderLineFacet[] {
  return linesOf(body).map((line, at) => {
    const id = text(line, 'id') ?? '';
    const said = kept.lines[at] as KeptOrder['lines'][number];
    return { externalId: id, variant: variantOf(line), ...said, refundedQuantity: refunded.get(id) ?? 0 };
  });
}
