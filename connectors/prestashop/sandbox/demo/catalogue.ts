import { addCategories, linkCategories, pathOf } from './categories.ts';
import { addCombinations } from './combinations.ts';
import type { Draft } from './draft.ts';
import { add, listOf } from './draft.ts';
import { addProductImages } from './images.ts';
import { addBrands } from './brands.ts';
import { decimal } from './money.ts';
import type { OptionValue } from './options.ts';
import { addFeatures, addOptions, addTags } from './options.ts';
import type { ProductPlan } from './product-plan.ts';
import { PACK_PRODUCT, planProducts } from './product-plan.ts';
import { productFields } from './product-record.ts';
import type { Random } from './random.ts';
import { randomFor } from './random.ts';
import { addProductSuppliers, addStock } from './stock.ts';
import { FEATURES, TAGS } from './texts/features.ts';
import type { Axis } from './texts/product-kind.ts';

type Associations = Record<string, Record<string, unknown>[]>;

/** What products are hung on. */
interface Shelves {
  readonly random: Random;
  readonly categories: ReadonlyMap<string, number>;
  readonly options: ReadonlyMap<Axis, OptionValue[]>;
  /** How many products each category has so far. */
  readonly filled: Map<number, number>;
}

/** One value for some of the features that suit the product. */
function featuresOf(random: Random, plan: ProductPlan): Record<string, unknown>[] {
  let firstValue = 1;
  return FEATURES.flatMap(({ applies, values }, index) => {
    const value = firstValue + random.int(0, values.length - 1);
    firstValue += values.length;
    const suits = (applies === 'food') === plan.kind.isFood && plan.type === 'simple';
    return suits && random.chance(0.7) ? [{ id: index + 1, id_feature_value: value }] : [];
  });
}

function tagsOf(random: Random): Record<string, unknown>[] {
  if (random.chance(0.5)) return [];
  const first = random.int(0, TAGS.length - 1) * 3;
  return [1, 2, 3].map((language) => ({ id: first + language }));
}

/** The pack holds two each of the three first plain products on sale. */
function bundleOf(draft: Draft, plan: ProductPlan): Record<string, unknown>[] {
  if (plan.id !== PACK_PRODUCT) return [];
  const sold = listOf(draft, 'products').filter((product) => product['type'] === 'simple' && product['active'] === '1');
  return sold.slice(0, 3).map(({ id, cache_default_attribute: attribute }) => ({
    id,
    id_product_attribute: Number(attribute),
    quantity: 2,
  }));
}

function accessoriesOf(random: Random, plan: ProductPlan): Record<string, unknown>[] {
  return plan.id > 20 && random.chance(0.1) ? [{ id: random.int(1, plan.id - 1) }] : [];
}

/** PrestaShop leaves empty associations out. */
const withoutEmpty = (associations: Associations): Associations =>
  Object.fromEntries(Object.entries(associations).filter(([, links]) => links.length > 0));

function addProduct(draft: Draft, plan: ProductPlan, { random, categories, options, filled }: Shelves): void {
  const category = categories.get(plan.type === 'virtual' ? 'cards' : plan.kind.category) ?? 2;
  const position = (filled.get(category) ?? 0) + 1;
  filled.set(category, position);
  const images = addProductImages(draft, plan);
  const combinations = addCombinations(draft, random, plan, options, images);
  const associations = withoutEmpty({
    categories: pathOf(draft, category).map((id) => ({ id })),
    images,
    combinations: combinations.ids.map((id) => ({ id })),
    product_option_values: combinations.values.map((id) => ({ id })),
    product_features: featuresOf(random, plan),
    tags: tagsOf(random),
    stock_availables: addStock(draft, random, plan, combinations.ids),
    accessories: accessoriesOf(random, plan),
    product_bundle: bundleOf(draft, plan),
  });
  addProductSuppliers(draft, plan, combinations.ids, decimal(plan.wholesale));
  const links = {
    category,
    position,
    coverImage: images[0]?.id ?? 0,
    defaultCombination: combinations.ids[0] ?? 0,
    associations,
  };
  add(draft, 'products', productFields(plan, links));
}

/** Categories, brands, options, features, tags, products and all that belongs to a product. */
export function addCatalogue(draft: Draft, products: number): void {
  const categories = addCategories(draft);
  addBrands(draft);
  const options = addOptions(draft);
  addFeatures(draft);
  addTags(draft);
  const random = randomFor(draft.seed, 'product details');
  const shelves: Shelves = { random, categories, options, filled: new Map() };
  for (const plan of planProducts(draft, randomFor(draft.seed, 'products'), products)) addProduct(draft, plan, shelves);
  linkCategories(draft);
}
