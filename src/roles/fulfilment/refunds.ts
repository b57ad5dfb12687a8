import { Decimal } from 'decimal.js';
import type { Money } from '#sdk';
import type { Where } from '../../mirror/index.ts';
import { settlementOf } from '../graph/index.ts';
import type { FulfilmentContext, Row } from './context.ts';
import type { RefundDiscrepancy } from './types/index.ts';

/** Orders that do not agree by what the shop says, and orders with goods that came back and were not refunded. */
export function refundWhere(fulfilment: string | null): Where[] {
  const unsettled: Where[] = [{ column: 'unsettled', in: [1] }];
  if (fulfilment === null) return unsettled;
  const cameBack = { some: { type: 'Return', brick: fulfilment, column: 'order_id', where: [] } };
  return [{ any: [unsettled, [{ column: 'goods_refunded', in: [0] }, cameBack]] }];
}

export async function toRefundDiscrepancy(
  row: Row<'Order'>,
  fulfilment: string | null,
  { loaders }: FulfilmentContext,
): Promise<RefundDiscrepancy> {
  const { kind, ...settlement } = settlementOf(row.facet);
  if (kind !== null || fulfilment === null) {
    return { ...settlement, kind: kind ?? 'RETURN_NOT_REFUNDED', orderId: row.id };
  }
  const returns = await loaders.byColumn('Return', fulfilment, 'order_id').load(row.id);
  const difference = worthOf(row, returns);
  return { ...settlement, kind: 'RETURN_NOT_REFUNDED', orderId: row.id, difference };
}

/** What the goods that came back were sold for, with tax. */
function worthOf({ facet }: Row<'Order'>, returns: readonly Row<'Return'>[]): Money {
  const worth = returns
    .flatMap((one) => one.facet.lines)
    .reduce((sum, { variant, sku, quantity }) => {
      const line =
        facet.lines.find((ordered) => variant !== null && ordered.variant === variant) ??
        facet.lines.find((ordered) => sku !== null && ordered.sku === sku);
      return line === undefined ? sum : sum.plus(new Decimal(line.unitPriceWithTax.amount).times(quantity));
    }, new Decimal(0));
  return { amount: worth.toFixed(), currency: facet.totals.totalWithTax.currency };
}

const MESSAGES = {
  NOT_REFUNDED: {
    en: 'The order is cancelled or refunded, but not all of the money went back.',
    fr: 'La commande est annulée ou remboursée, mais tout l’argent n’a pas été rendu.',
  },
  SHIPPING_NOT_REFUNDED: {
    en: 'All goods were refunded, but the shipping fee was not.',
    fr: 'Tous les articles ont été remboursés, mais pas les frais de port.',
  },
  OVER_REFUNDED: { en: 'More was refunded than was paid.', fr: 'Il a été remboursé plus que ce qui a été payé.' },
  OVERCHARGED: {
    en: 'More was charged than the order comes to: look for a second shipping fee.',
    fr: 'Il a été encaissé plus que le total de la commande : cherchez des frais de port en double.',
  },
  RETURN_NOT_REFUNDED: {
    en: 'Goods came back to the warehouse, but nothing was refunded for goods.',
    fr: 'Des articles sont revenus à l’entrepôt, mais aucun n’a été remboursé.',
  },
} as const;

/** A sentence for staff: in French where it is asked for, else in English. */
export function refundMessage(kind: RefundDiscrepancy['kind'], locale: string): string {
  return MESSAGES[kind][locale.toLowerCase().startsWith('fr') ? 'fr' : 'en'];
}
