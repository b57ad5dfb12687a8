import { Decimal } from 'decimal.js';
import { refuse } from '../graph/index.ts';
import { articlesOf, type Article } from './articles.ts';
import { kindOfLocation, type FulfilmentContext } from './context.ts';
import type { Replenishment } from './types/index.ts';

const LONGEST = 365;
const DAY = 86_400_000;
/** Variants that are looked at, what went most first. */
const MOST_VARIANTS = 5000;
const MOST_DAYS_LEFT = 9999;

/** What to order for a location so that its stock lasts as long again as what was sold in the last days. */
export async function replenish(
  context: FulfilmentContext,
  asked: { brick: string; location: string; days: number; first: number },
): Promise<Replenishment[]> {
  const { brick, location, days, first } = asked;
  if (days < 1 || days > LONGEST) throw refuse('INVALID_ARGUMENT', `"days" must be from 1 to ${LONGEST}.`);
  const kind = await kindOfLocation(context, brick, location);
  const sold = await soldAt(context, { location, days, isWarehouse: kind === 'warehouse' });
  const articles = await articlesOf(context, brick);
  const levels = context.loaders.byColumn('StockLevel', brick, 'variant');
  const rows = await Promise.all(
    [...sold].map(async ([variant, quantity]) => {
      const here = (await levels.load(variant)).filter(({ facet }) => facet.location === location);
      const sum = (of: 'onHand' | 'available' | 'incoming') => here.reduce((total, { facet }) => total + facet[of], 0);
      const stock = { onHand: sum('onHand'), available: sum('available'), incoming: sum('incoming') };
      return toReplenishment({ variant, article: await articles(variant), quantity, days, ...stock });
    }),
  );
  return rows.sort(byUrgency).slice(0, first);
}

/** Pieces that went, by variant; what came back more than it went is left out. */
async function soldAt(
  { request }: FulfilmentContext,
  { location, days, isWarehouse }: { location: string; days: number; isWarehouse: boolean },
): Promise<Map<string, number>> {
  const { facets } = request.reader;
  const from = new Date(request.now().getTime() - days * DAY).toISOString();
  const period = { from, first: MOST_VARIANTS };
  const all = await Promise.all([
    ...request.bricksOf('till').map((till) => facets.sums('Sale', till, 'variant', { ...period, scope: location })),
    ...(isWarehouse ? request.bricksOf('shop').map((shop) => facets.sums('Order', shop, 'variant', period)) : []),
  ]);
  const sold = new Map<string, number>();
  for (const sums of all) {
    for (const [variant, { quantity }] of sums) sold.set(variant, (sold.get(variant) ?? 0) + quantity);
  }
  return new Map([...sold].filter(([, quantity]) => quantity > 0));
}

function toReplenishment(of: {
  variant: string;
  article: Article;
  quantity: number;
  days: number;
  onHand: number;
  available: number;
  incoming: number;
}): Replenishment {
  const { variant, article, quantity, days, onHand, available, incoming } = of;
  const lasts = new Decimal(Math.max(0, available)).times(days).divToInt(quantity).toNumber();
  return {
    variantId: variant,
    ...article,
    sold: quantity,
    perDay: new Decimal(quantity).div(days).toDecimalPlaces(3, Decimal.ROUND_HALF_UP).toFixed(),
    onHand,
    available,
    incoming,
    daysLeft: Math.min(lasts, MOST_DAYS_LEFT),
    // As much again as went in as many days: rounding the rate first would order a piece too many.
    suggested: article.inDoubt ? 0 : Math.max(0, quantity - available - incoming),
  };
}

function byUrgency(a: Replenishment, b: Replenishment): number {
  const doubt = Number(a.inDoubt) - Number(b.inDoubt);
  if (doubt !== 0) return doubt;
  return a.daysLeft - b.daysLeft || b.suggested - a.suggested || (String(a.variantId) < String(b.variantId) ? -1 : 1);
}
