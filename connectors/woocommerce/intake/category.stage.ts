import {
  defineStage,
  type CategoryFacet,
  type IntakeItem,
  type IntakeStage,
  type IntakeContext,
  type JsonObject,
} from '#sdk';
import { idOf, ref, text } from '../record.ts';
import { coverOf } from './pictures.ts';
import type { Target } from './target.ts';
import { loss, pick, words } from './words.ts';

type Item = IntakeItem<CategoryFacet>;

/** Categories, the one above first. They are told by name and place: terms bear no marks. */
export function categoryStage(target: Target): IntakeStage {
  return defineStage<CategoryFacet>({
    kind: 'Category',
    needs: ({ body }) => body.parent,
    // Twins below one parent would find each other.
    lane: ({ body }) => body.parent ?? 'top',
    blobs: ({ body }) => body.images.flatMap(({ sha256 }) => sha256 ?? []).slice(0, 1),
    limits: [
      loss(
        'metaTitle',
        words(
          'Categories have no texts for search engines, and one language.',
          'Les catégories n’ont pas de textes pour les moteurs, et une seule langue.',
        ),
        words(
          'Enter them with an SEO extension; the hub has them as of the swap.',
          'Saisissez-les avec une extension SEO ; le hub les garde à la date de la bascule.',
        ),
      ),
    ],
    losses: ({ body }) =>
      body.active
        ? []
        : [
            loss(
              'active',
              words(
                'A category of WooCommerce cannot be switched off.',
                'Une catégorie WooCommerce ne se désactive pas.',
              ),
              words('Hide it from menus.', 'Masquez-la des menus.'),
            ),
          ],
    find: (item, context) => findCategory(target, item, context),
    async put(items, context) {
      const placed = [];
      for (const item of items) {
        const made = await target.rest.post('products/categories', await fields(target, item, context), context.signal);
        placed.push({ id: item.id, targetId: idOf(made) });
      }
      return placed;
    },
    async take(item, targetId, context) {
      await target.rest.put(`products/categories/${targetId}`, await fields(target, item, context), context.signal);
      return [{ id: item.id, targetId }];
    },
  });
}

async function findCategory(target: Target, item: Item, context: IntakeContext): Promise<string | null> {
  const { name, parent } = await fields(target, item, context, false);
  const query = { search: text({ name: name ?? '' }, 'name') ?? '', parent: Number(parent) };
  const found = await target.access(context.signal).some('products/categories', query);
  const twin = found.find(
    (row) =>
      text(row, 'name') === name && (ref(row, 'parent') ?? '0') === (text({ parent: parent ?? 0 }, 'parent') ?? '0'),
  );
  return twin ? idOf(twin) : null;
}

async function fields(target: Target, { body }: Item, context: IntakeContext, pictures = true): Promise<JsonObject> {
  const { shop } = await target.shop(context.signal);
  const parent = body.parent === null ? null : context.placed('Category', body.parent);
  const image = pictures ? await coverOf(target, body.images, { name: pick(body.name, shop.language), context }) : null;
  return {
    name: pick(body.name, shop.language) || '?',
    ...(pictures ? { slug: pick(body.slug, shop.language), description: pick(body.description, shop.language) } : {}),
    parent: Number(parent ?? 0),
    ...(pictures ? { menu_order: body.position } : {}),
    ...(image === null ? {} : { image: { id: image } }),
  };
}
