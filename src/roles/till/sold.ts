import { Decimal } from 'decimal.js';
import type { Sold } from '../graph/index.ts';
import { refuse, toSold, type Period } from '../graph/index.ts';
import { bricksOf, type TillContext } from './context.ts';
import { UNROUNDED } from './facet-types.ts';

const NO_CURRENCY = 'EUR';

/** How much of a variant went over the counter: all tills summed up, or the one asked for. */
export async function soldOf(
  variant: string,
  period: Period,
  asked: string | null | undefined,
  context: TillContext,
): Promise<Sold> {
  const bricks = bricksOf(context, asked);
  const measured = (link: string) =>
    Promise.all(bricks.map((brick) => context.loaders.measured('Sale', brick, link, period).load(variant)));
  const [sums, rests, currency] = await Promise.all([
    measured('variant'),
    measured(UNROUNDED),
    currencyOf(bricks, context),
  ]);
  const pieces = sums.reduce((total, sum) => total + sum.quantity, 0);
  const rest = rests.reduce((total, sum) => total + sum.micros, 0);
  const quantity = new Decimal(rest).div(1_000_000).plus(pieces).toNumber();
  return toSold({ quantity, micros: sums.reduce((total, sum) => total + sum.micros, 0) }, currency);
}

const remembered = new WeakMap<TillContext, Map<string, Promise<string | null>>>();

// The measure holds no currency: a till has one, that of its tickets.
async function currencyOf(bricks: readonly string[], context: TillContext): Promise<string> {
  const known = remembered.get(context) ?? new Map<string, Promise<string | null>>();
  remembered.set(context, known);
  const asked = bricks.map((brick) => {
    const found = known.get(brick) ?? lastCurrency(brick, context);
    known.set(brick, found);
    return found;
  });
  const currencies = new Set((await Promise.all(asked)).filter((currency) => currency !== null));
  const [only, another] = currencies;
  if (another === undefined) return only ?? NO_CURRENCY;
  throw refuse('INVALID_ARGUMENT', 'The tills have different currencies, which are never added up. Name one "brick".');
}

async function lastCurrency(brick: string, { request }: TillContext): Promise<string | null> {
  const orderBy = { column: 'sold_at', descending: true };
  const { rows } = await request.reader.facets.page<{ totalWithTax: { currency: string } }>({
    type: 'Sale',
    brick,
    orderBy,
    first: 1,
  });
  return rows[0]?.row.facet.totalWithTax.currency ?? null;
}
