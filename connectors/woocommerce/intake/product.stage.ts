import {
  defineStage,
  type IntakeContext,
  type IntakeItem,
  type IntakeStage,
  type JsonObject,
  type Placed,
  type ProductFacet,
  type VariantFacet,
} from '#sdk';
import { MARK } from '../mapper/marks.ts';
import { idOf, isObject, metaText, ref, rows } from '../record.ts';
import { PRODUCT_STATUSES } from '../resources.ts';
import { isVariable, productBody, variationBody, type Made, type NamedVariant } from './product-body.ts';
import { picturesOf } from './pictures.ts';
import type { Target } from './target.ts';
import { withoutCodes } from './codes.ts';
import { loss, pick, words } from './words.ts';
import { slugOf } from '../slug.ts';

type Item = IntakeItem<ProductFacet>;

const MOST_VARIATIONS = 50;

/** Products with their variants: a simple product is its only variant, all others have variations. */
export function productStage(target: Target): IntakeStage {
  return defineStage<ProductFacet>({
    kind: 'Product',
    requests: ({ body }) => 2 + (body.variants.length > 1 ? 2 : 0) + 2 * body.images.length,
    blobs: ({ body }) => (target.media ? body.images.flatMap(({ sha256 }) => sha256 ?? []) : []),
    losses: ({ body }) => [
      ...(body.kind === 'pack' ? [PACK] : []),
      ...(target.media === null && body.images.length > 0 ? [NO_PICTURES] : []),
    ],
    find: (item, context) => findProduct(target, item, context),
    async put(items, context) {
      const placed: Placed[] = [];
      for (const item of items) placed.push(await make(target, item, context));
      return placed;
    },
    take: async (item, targetId, context) => [await complete(target, item, targetId, context)],
  });
}

const NO_PICTURES = loss(
  'images',
  words(
    'Pictures cannot be sent: no WordPress user is given.',
    'Les images ne peuvent pas être envoyées : aucun utilisateur WordPress n’est indiqué.',
  ),
  words(
    'Make an application password, set mediaUser and mediaPassword, and plan again.',
    'Créez un mot de passe d’application, renseignez mediaUser et mediaPassword, et planifiez de nouveau.',
  ),
);

const PACK = loss(
  'pack',
  words(
    'There are no packs in WooCommerce itself: it becomes a simple product.',
    'WooCommerce n’a pas de lots : il devient un produit simple.',
  ),
  words('Use the extension Product Bundles.', 'Utilisez l’extension Product Bundles.'),
);

async function variantsOf({ body }: Item, context: IntakeContext): Promise<NamedVariant[]> {
  const found = (await context.source('Variant', body.variants)) as unknown as IntakeItem<VariantFacet>[];
  const byId = new Map(found.map((one) => [one.id, one.body]));
  return body.variants.flatMap((id) => {
    const variant = byId.get(id);
    return variant ? [{ id, body: variant }] : [];
  });
}

async function madeFor(
  target: Target,
  item: Item,
  variants: readonly NamedVariant[],
  context: IntakeContext,
): Promise<Made> {
  const { signal } = context;
  const [first] = variants;
  if (first) await target.home(first.body.defaultMarket, signal);
  const { language } = (await target.shop(signal)).shop;
  const { body } = item;
  const names = [...variants.flatMap((variant) => variant.body.options), ...body.features].map(({ name }) =>
    pick(name, language),
  );
  const attributes = new Map<string, number>();
  for (const name of new Set(names))
    if (name !== '') attributes.set(name, await target.named('products/attributes', name, signal));
  const tags: number[] = [];
  for (const tag of new Set(body.tags.map((one) => pick(one, language))))
    tags.push(await target.named('products/tags', tag, signal));
  const taxClass = await target.taxClass(first?.body.taxRates ?? {}, signal);
  return {
    categories: body.categories.flatMap((id) => context.placed('Category', id) ?? []).map(Number),
    brands: body.brand === null ? [] : [await target.named('products/brands', body.brand, signal)],
    ...{ tags, taxClass, attributes },
    images: await picturesOf(target, body.images, { name: pick(body.name, language), context }),
    covers: await coversOf(target, item, variants, context),
  };
}

/** A variant with the product's own pictures, all of them, needs none of its own. */
async function coversOf(
  target: Target,
  { body }: Item,
  variants: readonly NamedVariant[],
  context: IntakeContext,
): Promise<ReadonlyMap<string, number>> {
  const covers = new Map<string, number>();
  const { language } = (await target.shop(context.signal)).shop;
  for (const { id, body: variant } of variants.filter(({ body }) => body.options.length > 0)) {
    if (variant.images.length === 0 || variant.images.length === body.images.length) continue;
    const [first] = variant.images;
    const naming = { name: pick(body.name, language), context };
    const cover = first ? (await picturesOf(target, [first], naming))[0] : undefined;
    if (cover !== undefined) covers.set(id, cover);
  }
  return covers;
}

async function make(target: Target, item: Item, context: IntakeContext): Promise<Placed> {
  const variants = await variantsOf(item, context);
  const made = await madeFor(target, item, variants, context);
  const now = await target.shop(context.signal);
  const product = productBody(item, variants, made, now);
  const answer = await withoutCodes(product, (body) => target.rest.post('products', body, context.signal));
  const targetId = idOf(answer);
  if (!isVariable(item, variants))
    return placedAs(
      item,
      targetId,
      variants.map(({ id }) => ({ id, targetId: `${targetId}-0` })),
    );
  return placedAs(item, targetId, await ensureVariations(target, targetId, variants, made, context));
}

/** What is there already is told again what the source says; variations that are lacking are made. */
async function complete(target: Target, item: Item, targetId: string, context: IntakeContext): Promise<Placed> {
  const variants = await variantsOf(item, context);
  const made = await madeFor(target, item, variants, context);
  const product = productBody(item, variants, made, await target.shop(context.signal));
  await withoutCodes(product, (body) => target.rest.put(`products/${targetId}`, body, context.signal));
  if (!isVariable(item, variants))
    return placedAs(
      item,
      targetId,
      variants.map(({ id }) => ({ id, targetId: `${targetId}-0` })),
    );
  return placedAs(item, targetId, await ensureVariations(target, targetId, variants, made, context));
}

function placedAs({ id }: Item, targetId: string, variants: readonly { id: string; targetId: string }[]): Placed {
  return { id, targetId, also: variants.map((variant) => ({ kind: 'Variant', ...variant })) };
}

/** Those that bear the mark of a variant are there; the others are made, many at once. */
async function ensureVariations(
  target: Target,
  product: string,
  variants: readonly NamedVariant[],
  made: Made,
  { signal }: IntakeContext,
): Promise<{ id: string; targetId: string }[]> {
  const path = `products/${product}/variations`;
  const now = await target.shop(signal);
  const there = await target.access(signal).some(path, { context: 'edit' });
  const known = new Map(there.map((row) => [metaText(row, MARK.id), idOf(row)]));
  const lacking = variants.filter(({ id }) => !known.has(id));
  for (let from = 0; from < lacking.length; from += MOST_VARIATIONS) {
    const part = lacking.slice(from, from + MOST_VARIATIONS);
    const bodies = part.map((variant) => variationBody(variant, made, variants.indexOf(variant), now));
    const answer = rows(await target.rest.post(`${path}/batch`, { create: bodies }, signal), 'create');
    for (const [at, variant] of part.entries()) {
      const body = bodies[at] as JsonObject;
      const done = answer[at];
      // What is refused in a batch is told again alone: without the code that somebody else has, or for the reason.
      const row =
        done && !isObject(done['error'])
          ? done
          : await withoutCodes(body, (one) => target.rest.post(path, one, signal));
      known.set(variant.id, idOf(row));
    }
  }
  return variants.map(({ id }) => ({ id, targetId: `${product}-${known.get(id) ?? '0'}` }));
}

/** By a code of its own or of a variation, else by its address; whose it is says the mark. */
async function findProduct(target: Target, item: Item, context: IntakeContext): Promise<string | null> {
  const variants = await variantsOf(item, context);
  const access = target.access(context.signal);
  const all = { include_status: PRODUCT_STATUSES, context: 'edit' };
  const isOurs = async (query: Record<string, string>): Promise<string | null> => {
    for (const row of await access.some('products', { ...all, ...query })) {
      if (metaText(row, MARK.id) === item.id) return idOf(row);
      const parent = ref(row, 'parent_id');
      if (parent !== null && variants.some(({ id }) => id === metaText(row, MARK.id))) return parent;
    }
    return null;
  };
  const codes = variants.flatMap(({ body }) => (body.sku === null || body.sku.includes(',') ? [] : [body.sku]));
  const byCode = codes.length > 0 ? await isOurs({ sku: codes.slice(0, 20).join(',') }) : null;
  return byCode ?? bySlug(target, item, isOurs, context);
}

/** The shop numbers addresses that are taken: `name-2`, `name-3`. */
async function bySlug(
  target: Target,
  { body }: Item,
  isOurs: (query: Record<string, string>) => Promise<string | null>,
  { signal }: IntakeContext,
): Promise<string | null> {
  const { language } = (await target.shop(signal)).shop;
  const wanted = slugOf(pick(body.slug, language) || pick(body.name, language));
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? wanted : `${wanted}-${number}`;
    const found = await isOurs({ slug });
    if (found !== null) return found;
    if (!(await isTaken(target, slug, signal))) return null;
  }
}

async function isTaken(target: Target, slug: string, signal: AbortSignal): Promise<boolean> {
  const query = { slug, include_status: PRODUCT_STATUSES, _fields: 'id' };
  return (await target.access(signal).some('products', query)).length > 0;
}
