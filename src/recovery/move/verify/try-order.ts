import type { BrickIntake, CheckFinding, JsonObject } from '#sdk';
import type { FacetReader } from '../../../mirror/index.ts';
import type { MovePlan } from '../plan/plan.ts';
import type { ReportedOrder } from './report.ts';
import { pricesOf } from './witness.ts';
import type { Words } from './words.ts';

interface Ordering {
  intake: BrickIntake;
  plan: MovePlan;
  facets: { source: FacetReader; target: FacetReader };
  signal: AbortSignal;
}

const PAGE = 200;
/** Of so many variants at most, the one is chosen that a guest can most likely buy. */
const MOST_LOOKED_AT = 1_000;
const BEST = 3;

/** Orders one thing as a guest would, and has it taken back. What happens to it is told, never thrown. */
export async function orderForTrial({ intake, plan, facets, signal }: Ordering): Promise<ReportedOrder> {
  if (!intake.tryOrder) return { ...stopped(NO_PUBLIC_SIDE, BY_HAND), variant: null };
  const chosen = await chosenVariant(facets, plan, signal);
  if (!chosen) return { ...stopped(NOTHING_TO_BUY, STOCK_FIRST), variant: null };
  const { id: variant, externalId, prices } = chosen;
  try {
    return { ...judged(await intake.tryOrder(externalId), prices), variant };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = { en: `The trial broke off: ${why}`, fr: `L’essai a été interrompu : ${why}` };
    return { ...stopped(message, LOOK_FOR_IT), variant };
  }
}

interface Chosen {
  id: string;
  externalId: string;
  prices: string[];
}

async function chosenVariant(
  { source, target }: Ordering['facets'],
  plan: MovePlan,
  signal: AbortSignal,
): Promise<Chosen | null> {
  let best: { chosen: Chosen; fits: number } | null = null;
  let after: string | undefined;
  for (let looked = 0; looked < MOST_LOOKED_AT; looked += PAGE) {
    signal.throwIfAborted();
    const place = after === undefined ? {} : { after };
    const page = await target.page({ type: 'Variant', brick: plan.target, first: PAGE, ...place });
    const rows = page.rows.map(({ row }) => row);
    const ids = rows.map(({ id }) => id);
    const ours = await source.byIds('Variant', plan.source, ids);
    const products = await target.byIds('Product', plan.target, [
      ...new Set(rows.flatMap(({ facet }) => productOf(facet as JsonObject))),
    ]);
    for (const { id, externalId, facet } of rows) {
      const known = ours.get(id)?.facet as JsonObject | undefined;
      const variant = facet as JsonObject;
      const product = products.get(productOf(variant)[0] ?? '')?.facet as JsonObject | undefined;
      if (!known || variant['active'] !== true || product?.['active'] !== true) continue;
      const prices = plainPrices(known);
      const fits = (isInStock(variant) ? 2 : 0) + (prices.length > 0 ? 1 : 0);
      if (fits > (best?.fits ?? -1)) best = { chosen: { id, externalId, prices }, fits };
      if (fits === BEST) return best?.chosen ?? null;
    }
    after = page.rows.at(-1)?.cursor;
    if (!page.hasNext) break;
  }
  return best?.chosen ?? null;
}

function productOf(variant: JsonObject): string[] {
  return typeof variant['product'] === 'string' ? [variant['product']] : [];
}

function isInStock({ shopQuantity, minimalQuantity }: JsonObject): boolean {
  return shopQuantity === null || shopQuantity === undefined || Number(shopQuantity) >= Number(minimalQuantity ?? 1);
}

/** Empty where what a guest pays depends on more than the list price and the tax. */
function plainPrices(variant: JsonObject): string[] {
  const { ecotax, groupReductions } = variant as { ecotax?: JsonObject | null; groupReductions?: JsonObject };
  return (ecotax ?? null) === null && Object.keys(groupReductions ?? {}).length === 0 ? pricesOf(variant) : [];
}

type Judged = Omit<ReportedOrder, 'variant'>;

const STATES = { ok: 'completed', missing: 'stopped', error: 'failed' } as const;

/** The shop keeps what it sold; whether that was the price of the source, only we know. */
function judged({ state, message, remedy, fr, reference, prices = [] }: CheckFinding, wanted: string[]): Judged {
  const said = {
    reference: reference ?? null,
    message: { en: message, fr: fr?.message ?? message },
    remedy: remedy === undefined ? null : { en: remedy, fr: fr?.remedy ?? remedy },
  };
  const isOtherPrice =
    prices.length > 0 && wanted.length > 0 && !prices.some((one) => wanted.some((other) => isNear(one, other)));
  if (state !== 'ok' || !isOtherPrice) return { ...said, state: STATES[state] };
  const [paid, due] = [prices.join(' / '), wanted.join(' / ')];
  return {
    ...said,
    state: 'failed',
    message: {
      en: `${message} But one piece cost ${paid}, and the source says ${due}.`,
      fr: `${said.message.fr} Mais une pièce a coûté ${paid}, et la source dit ${due}.`,
    },
    remedy: said.remedy ?? LOOK_AT_PRICES,
  };
}

/** Shops round in ways of their own. */
function isNear(one: string, other: string): boolean {
  return Math.abs(Number(one) - Number(other)) < 0.0151;
}

function stopped(message: Words, remedy: Words): Judged {
  return { state: 'stopped', reference: null, message, remedy };
}

const LOOK_AT_PRICES: Words = {
  en: 'Compare price, taxes and discounts of this product in both bricks.',
  fr: 'Comparez prix, taxes et remises de ce produit dans les deux briques.',
};

const NO_PUBLIC_SIDE: Words = {
  en: 'This brick has no public side on which the hub can order.',
  fr: 'Cette brique n’a pas de vitrine sur laquelle le hub puisse commander.',
};

const BY_HAND: Words = {
  en: 'If customers order there, order one thing by hand and cancel it.',
  fr: 'Si des clients y commandent, passez une commande à la main et annulez-la.',
};

const NOTHING_TO_BUY: Words = {
  en: 'Nothing that was brought is for sale in the target.',
  fr: 'Rien de ce qui a été repris n’est en vente dans la cible.',
};

const STOCK_FIRST: Words = {
  en: 'Set at least one product for sale, and verify again.',
  fr: 'Mettez au moins un produit en vente, puis vérifiez à nouveau.',
};

const LOOK_FOR_IT: Words = {
  en: 'See whether the shop answers its visitors; look for an order of “Mortar Test” and cancel it; then verify again.',
  fr: 'Vérifiez que la boutique répond à ses visiteurs ; cherchez une commande de « Mortar Test » et annulez-la ; puis vérifiez à nouveau.',
};
