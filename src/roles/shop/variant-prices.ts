import { refuse } from '../graph/index.ts';
import type { ShopContext } from './context.ts';
import type { VariantFacet } from './facets.ts';
import { effectivePrice, type EffectivePrice } from './price.ts';

type Maybe<Value> = Value | null | undefined;

/** The market that is asked for, or the shop's own. A market that the shop does not know would be priced untaxed. */
export function marketOf({ defaultMarket, taxRates }: VariantFacet, asked: Maybe<string>): string {
  if (asked === null || asked === undefined) return defaultMarket;
  const market = asked.toUpperCase();
  if (market === defaultMarket || Object.hasOwn(taxRates, market)) return market;
  const known = [...new Set([defaultMarket, ...Object.keys(taxRates)])].sort().join(', ');
  throw refuse('INVALID_ARGUMENT', `"${asked}" is not a market of this shop. Its markets: ${known}.`);
}

/** Part of the price of a variant now. At once, unless there is a group to be looked up first. */
export function pricesOf<Part>(
  { brick, facet }: { brick: string; facet: VariantFacet },
  asked: { market: Maybe<string>; customerGroup: Maybe<string> },
  context: ShopContext,
  part: (price: EffectivePrice) => Part,
): Part | Promise<Part> {
  const market = marketOf(facet, asked.market);
  const customerGroup = asked.customerGroup ?? null;
  const now = (): Part =>
    part(effectivePrice(facet, { market, customerGroup, at: context.request.now().toISOString() }));
  return customerGroup === null ? now() : requireGroup(context, brick, customerGroup).then(now);
}

async function requireGroup({ loaders }: ShopContext, brick: string, id: string): Promise<void> {
  if ((await loaders.byId('PriceList', brick).load(id)) !== null) return;
  const text = `"${id}" is not the id of a customer group (PriceList) of "${brick}". Customers name theirs in "priceList".`;
  throw refuse('INVALID_ARGUMENT', text);
}
