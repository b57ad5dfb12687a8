import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { z } from 'zod';
import type { JsonObject, ProductChanges } from '#sdk';
import { DecimalScalar, deliveryOf, isRefusal, minorUnitOf, refusal, type Refusal, Scopes } from '../../graph/index.ts';
import { brickOf, toShopContext, type ShopContext } from '../context.ts';
import type { MessageRow } from '../../../mirror/index.ts';
import type { ProductFacet } from '../facets.ts';
import { BRICK, type Maybe } from '../resolvers/arguments.ts';
import { IDEMPOTENCY_KEY, inputRefusal } from '../ordering/index.ts';
import { toProduct, toVariant } from '../types/index.ts';
import { change, repeatedChange } from './change.ts';
import {
  ProductChangesInput,
  ProductCommandResult,
  VariantCommandResult,
  type ProductCommandAnswer,
  type VariantCommandAnswer,
} from './editing.type.ts';

const text = (max: number) =>
  z
    .array(z.object({ locale: z.string().trim().min(2).max(35), text: z.string().max(max) }))
    .min(1)
    .max(50)
    .nullish();

const changesSchema = z
  .object({
    name: text(128),
    description: text(200_000),
    summary: text(20_000),
    slug: text(128),
    metaTitle: text(255),
    metaDescription: text(512),
    active: z.boolean().nullish(),
  })
  .refine((changes) => Object.values(changes).some((value) => value !== null && value !== undefined), {
    message: 'nothing is to be changed',
  });

@Resolver()
export class ProductChangeResolver {
  @Scopes('catalogue:write')
  @Mutation(() => ProductCommandResult, {
    description: 'Changes texts of a product, or whether the shop offers it.',
  })
  async updateProduct(
    @Arg('id', () => ID, { description: 'Hub id of the product.' }) id: string,
    @Arg('changes', () => ProductChangesInput, { description: 'What is to change.' }) input: ProductChangesInput,
    @Arg('idempotencyKey', () => String, IDEMPOTENCY_KEY) idempotencyKey: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: ShopContext,
  ): Promise<ProductCommandAnswer> {
    const brick = brickOf(context, asked);
    const wish = { name: 'updateProduct', brick, idempotencyKey, input: { id, changes: input } };
    const before = await repeatedChange(context, wish);
    if (before) return isRefusal(before) ? before : productShown(context, brick, id, before);
    const parsed = changesSchema.safeParse(input);
    if (!parsed.success) return inputRefusal(parsed.error);
    const row = await context.loaders.byId('Product', brick).load(id);
    if (!row) return unknown('product');
    const changes = toChanges(parsed.data);
    const foreign = unknownLanguage(row.facet, changes);
    if (foreign) return foreign;
    const empty = changes.name && Object.values(changes.name).some((name) => name.trim() === '');
    if (empty) return refusal('INVALID_INPUT', 'A product must have a name.', 'Give one.', 'changes.name');
    const taken = await change(context, {
      ...wish,
      message: {
        command: 'updateProduct',
        lane: `Product:${row.id}`,
        payload: { product: row.id, changes },
        overlays: [
          { type: 'Product', hubId: row.id, patch: patched(row.facet, changes), creates: false },
          // What is not for sale is so in each of its variants.
          ...(changes.active === undefined ? [] : row.facet.variants).map((hubId) => {
            return { type: 'Variant', hubId, patch: { active: changes.active === true }, creates: false };
          }),
        ],
      },
    });
    return isRefusal(taken) ? taken : productShown(context, brick, row.id, taken);
  }

  @Scopes('catalogue:write')
  @Mutation(() => VariantCommandResult, {
    description:
      'Sets the list price of a variant, without tax, in the main currency of the shop. Reductions stay as they are.',
  })
  async updateVariantPrice(
    @Arg('id', () => ID, { description: 'Hub id of the variant.' }) id: string,
    @Arg('price', () => DecimalScalar, { description: 'List price without tax: "23.90". More than zero.' })
    price: string,
    @Arg('currency', () => String, { nullable: true, description: 'Must be the main currency; default: it is.' })
    currency: Maybe<string>,
    @Arg('idempotencyKey', () => String, IDEMPOTENCY_KEY) idempotencyKey: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: ShopContext,
  ): Promise<VariantCommandAnswer> {
    const brick = brickOf(context, asked);
    const wish = {
      name: 'updateVariantPrice',
      brick,
      idempotencyKey,
      input: { id, price, currency: currency ?? null },
    };
    const before = await repeatedChange(context, wish);
    if (before) return isRefusal(before) ? before : variantShown(context, brick, id, before);
    const row = await context.loaders.byId('Variant', brick).load(id);
    if (!row) return unknown('variant');
    const main = row.facet.listPrice.currency;
    const wrong = wrongPrice(price, currency?.toUpperCase() ?? main, main);
    if (wrong) return wrong;
    const listPrice = { amount: price, currency: main };
    const taken = await change(context, {
      ...wish,
      message: {
        command: 'setVariantPrice',
        lane: `Product:${row.facet.product}`,
        payload: { variant: row.id, listPrice },
        overlays: [{ type: 'Variant', hubId: row.id, patch: { listPrice }, creates: false }],
        replaces: `price:${row.id}`,
      },
    });
    return isRefusal(taken) ? taken : variantShown(context, brick, row.id, taken);
  }
}

/** As it is shown from now on, read anew. */
async function productShown(
  { request }: ShopContext,
  brick: string,
  id: string,
  message: MessageRow,
): Promise<ProductCommandAnswer> {
  const row = await toShopContext(request).loaders.byId('Product', brick).load(id);
  if (!row) return unknown('product');
  return { __typename: 'ProductAccepted', product: toProduct(row), delivery: await deliveryOf(request, message) };
}

async function variantShown(
  { request }: ShopContext,
  brick: string,
  id: string,
  message: MessageRow,
): Promise<VariantCommandAnswer> {
  const row = await toShopContext(request).loaders.byId('Variant', brick).load(id);
  if (!row) return unknown('variant');
  return { __typename: 'VariantAccepted', variant: toVariant(row), delivery: await deliveryOf(request, message) };
}

/** Every product has its name in every language of the shop: in others, the shop would refuse it. */
function unknownLanguage({ name }: ProductFacet, { active: _, ...texts }: ProductChanges): Refusal | null {
  const known = Object.keys(name);
  const languages = new Set(known.map(languageOf));
  for (const [field, values] of Object.entries(texts))
    for (const locale of Object.keys(values)) {
      if (known.length === 0 || languages.has(languageOf(locale))) continue;
      const text = `The shop has no texts in "${locale}".`;
      return refusal('UNKNOWN_LANGUAGE', text, `Its languages: ${known.sort().join(', ')}.`, `changes.${field}`);
    }
  return null;
}

const languageOf = (locale: string): string => locale.split('-')[0]?.toLowerCase() ?? '';

/** PrestaShop keeps prices with six decimals; a shop that takes more would round them silently. */
const MOST_DECIMALS = 6;

function wrongPrice(price: string, currency: string, main: string): Refusal | null {
  if (currency !== main)
    return refusal('WRONG_CURRENCY', `Prices of this shop are in ${main}.`, `Give the price in ${main}.`, 'currency');
  if (/^0*[1-9]\d{9,}(\.|$)/.test(price))
    return refusal('INVALID_PRICE', 'The price must be less than a billion.', 'Look for a digit too many.', 'price');
  const minor = minorUnitOf(main);
  // Less than the least coin is shown as nothing.
  if (!/^\d+(\.\d+)?$/.test(price) || Number(price) < Number(`1e-${minor}`))
    return refusal(
      'INVALID_PRICE',
      `"${price}" is not a price: the least is ${Number(`1e-${minor}`).toFixed(minor)} ${main}.`,
      'To give something away, take a price rule.',
      'price',
    );
  const decimals = price.split('.')[1]?.length ?? 0;
  if (decimals > Math.max(MOST_DECIMALS, minor))
    return refusal('INVALID_PRICE', `A price has at most ${MOST_DECIMALS} decimals.`, 'Round it.', 'price');
  return null;
}

function unknown(what: string): Refusal {
  return refusal(
    `UNKNOWN_${what.toUpperCase()}`,
    `The shop has no ${what} with this id.`,
    'Look it up with `products`.',
    'id',
  );
}

function toChanges({ active, ...texts }: z.output<typeof changesSchema>): ProductChanges {
  const changes: ProductChanges = active === null || active === undefined ? {} : { active };
  for (const [field, values] of Object.entries(texts) as [keyof typeof texts, (typeof texts)['name']][])
    if (values) changes[field] = Object.fromEntries(values.map(({ locale, text }) => [locale, text]));
  return changes;
}

/** Texts are laid over language by language. */
export function patched(facet: ProductFacet, { active, ...texts }: ProductChanges): JsonObject {
  const patch: JsonObject = active === undefined ? {} : { active };
  for (const [field, values] of Object.entries(texts) as [keyof typeof texts, Record<string, string>][]) {
    patch[field] = withTexts(facet[field], values);
  }
  return patch;
}

/** A text for `fr` replaces that for `fr-FR`, if this is how the shop names its French. */
function withTexts(now: Record<string, string>, changed: Record<string, string>): Record<string, string> {
  const texts = { ...now };
  for (const [locale, text] of Object.entries(changed)) {
    const tags = Object.keys(now);
    const tag = tags.find((one) => one === locale) ?? tags.find((one) => one.split('-')[0] === locale.split('-')[0]);
    texts[tag ?? locale] = text;
  }
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''));
}
