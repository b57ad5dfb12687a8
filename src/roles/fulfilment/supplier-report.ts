import { Decimal } from 'decimal.js';
import type { Money } from '#sdk';
import { fold } from '../../mirror/index.ts';
import { toMinorUnit } from '../graph/index.ts';
import type { FulfilmentContext, Row } from './context.ts';
import { toSupplier, type SupplierReport, type SupplierReportLine } from './types/index.ts';

/** Variants of one supplier that are looked at. */
const MOST_VARIANTS = 5000;

interface Asked {
  brick: string;
  period: { from: string; to: string };
}

/** Sales in a period and stock now of what one supplier supplies. */
export async function supplierReportOf(
  row: Row<'Supplier'>,
  asked: Asked,
  context: FulfilmentContext,
): Promise<SupplierReport> {
  const supplied = await suppliedBy(row, asked.brick, context);
  const lines = await Promise.all(supplied.map((variant) => lineOf(variant, asked, context)));
  const sum = (of: 'ordered' | 'sold' | 'onHand' | 'available') => lines.reduce((total, line) => total + line[of], 0);
  return {
    supplier: toSupplier(row),
    ordered: sum('ordered'),
    sold: sum('sold'),
    onHand: sum('onHand'),
    available: sum('available'),
    amounts: totals(lines),
    lines: lines.sort(
      (a, b) => b.ordered + b.sold - a.ordered - a.sold || (`${a.variantId}` < `${b.variantId}` ? -1 : 1),
    ),
  };
}

/** Variants on its purchase orders, and those of which the shop says that it supplies them: names are all both have. */
async function suppliedBy(
  { id, facet }: Row<'Supplier'>,
  brick: string,
  { request }: FulfilmentContext,
): Promise<string[]> {
  const { facets } = request.reader;
  const shop = request.primary('shop');
  const name = fold(facet.name.trim());
  const [ordered, said] = await Promise.all([
    facets.sums('PurchaseOrder', brick, 'variant', { scope: id, first: MOST_VARIANTS }),
    shop === null || name === '' ? null : facets.linked('Variant', shop, 'supplier', [name]),
  ]);
  return [...new Set([...ordered.keys(), ...(said?.get(name) ?? [])])].slice(0, MOST_VARIANTS);
}

async function lineOf(id: string, asked: Asked, { request, loaders }: FulfilmentContext): Promise<SupplierReportLine> {
  const { brick, period } = asked;
  const shop = request.primary('shop');
  const measuredIn = (type: 'Order' | 'Sale', bricks: readonly string[]) =>
    Promise.all(bricks.map((one) => loaders.measured(type, one, 'variant', period).load(id)));
  const [orders, sales, item, variant] = await Promise.all([
    measuredIn('Order', request.bricksOf('shop')),
    measuredIn('Sale', request.bricksOf('till')),
    loaders.byId('StockItem', brick).load(id),
    shop === null ? null : loaders.byId('Variant', shop).load(id),
  ]);
  const micros = [...orders, ...sales].reduce((total, one) => total.plus(one.micros), new Decimal(0));
  const currency = variant?.facet.listPrice.currency;
  return {
    variantId: id,
    sku: item?.facet.sku ?? variant?.facet.sku ?? null,
    ordered: orders.reduce((total, { quantity }) => total + quantity, 0),
    sold: sales.reduce((total, { quantity }) => total + quantity, 0),
    amount: currency === undefined ? null : { amount: toMinorUnit(micros.div(1_000_000), currency), currency },
    onHand: item?.facet.onHand ?? 0,
    available: item?.facet.available ?? 0,
    incoming: item?.facet.incoming ?? 0,
  };
}

function totals(lines: readonly SupplierReportLine[]): Money[] {
  const sums = new Map<string, Decimal>();
  for (const { amount } of lines) {
    if (amount) sums.set(amount.currency, (sums.get(amount.currency) ?? new Decimal(0)).plus(amount.amount));
  }
  return [...sums].map(([currency, sum]) => ({ currency, amount: toMinorUnit(sum, currency) }));
}
