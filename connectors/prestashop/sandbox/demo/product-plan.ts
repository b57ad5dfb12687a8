import { DAY } from './calendar.ts';
import { ean13 } from './barcodes.ts';
import type { Draft } from './draft.ts';
import type { Text } from './localized.ts';
import { mapText } from './localized.ts';
import type { Micros } from './money.ts';
import { fromCents, shareOf, withoutTax } from './money.ts';
import { descriptionsOf, productNames } from './product-names.ts';
import type { Random } from './random.ts';
import { FOOD_TAX, FRANCE, NO_TAX, STANDARD_TAX, taxRate } from './taxes.ts';
import { BRANDS, SUPPLIERS } from './texts/brands.ts';
import { KINDS } from './texts/kinds.ts';
import type { ProductKind } from './texts/product-kind.ts';

/** The product that is a file or a card, and the one that bundles others: one of each is enough. */
export const VIRTUAL_PRODUCT = 5;
export const PACK_PRODUCT = 9;

/** All that is decided about a product before its records are written. */
export interface ProductPlan {
  readonly id: number;
  readonly kind: ProductKind;
  readonly type: 'simple' | 'virtual' | 'pack';
  readonly hasCombinations: boolean;
  readonly name: Text;
  readonly texts: { readonly short: Text; readonly long: Text; readonly pitch: Text };
  readonly brand: number;
  readonly supplier: number;
  readonly reference: string;
  readonly ean13: string;
  readonly taxRulesGroup: number;
  /** Without tax. */
  readonly price: Micros;
  readonly wholesale: Micros;
  readonly grams: number;
  readonly isActive: boolean;
  readonly addedAt: number;
  readonly updatedAt: number;
}

const GIFT_CARD: Text = [
  'Carte cadeau 50 € à imprimer',
  'Printable gift card €50',
  'Tarjeta regalo 50 € para imprimir',
];
const GIFT_PACK: Text = ['Pack Premier bivouac 🏕️', 'First camp pack 🏕️', 'Pack primer vivac 🏕️'];

/** Prices end in .90 or .50 with French tax, as on the shelf. */
function shelfPrice(random: Random, [min, max]: readonly [number, number]): number {
  const cents = min + Math.floor((max - min) * random.next() ** 2);
  return cents - (cents % 100) + random.pick([90, 90, 50]);
}

function referenceOf(kind: ProductKind, id: number): string {
  // Real catalogues have gaps and twins: nothing may rely on references.
  if (id % 97 === 13) return '';
  const twin = id === 41 || id === 142 ? id - 1 : id;
  return `${kind.code}-${String(twin).padStart(5, '0')}`;
}

/** Twins of references need twins of kinds, or the code would differ. */
function kindOf(random: Random, id: number, previous: ProductKind | undefined): ProductKind {
  const chosen = random.weighted(KINDS.map((kind) => [kind, kind.share] as const));
  const boxes = KINDS.find(({ category }) => category === 'boxes');
  if (id === PACK_PRODUCT || id === VIRTUAL_PRODUCT) return boxes ?? chosen;
  return (id === 41 || id === 142 ? previous : undefined) ?? chosen;
}

const brandsThatMake = (makes: 'food' | 'gear') => BRANDS.flatMap((brand, i) => (brand.makes === makes ? [i + 1] : []));

/** Yields the plans of so many products, in the order of their ids and dates. */
export function* planProducts(draft: Draft, random: Random, count: number): Generator<ProductPlan> {
  const names = productNames(random);
  const texts = new Map(KINDS.map((kind) => [kind, descriptionsOf(kind)]));
  const brands = { food: brandsThatMake('food'), gear: brandsThatMake('gear') };
  const span = 1000 * DAY;
  let previous: ProductKind | undefined;
  for (let id = 1; id <= count; id++) {
    const kind = kindOf(random, id, previous);
    previous = kind;
    const type = id === VIRTUAL_PRODUCT ? 'virtual' : id === PACK_PRODUCT ? 'pack' : 'simple';
    const addedAt = draft.now - span + Math.floor((span * (id - random.next())) / (count + 1));
    const taxRulesGroup = type === 'virtual' ? NO_TAX : kind.isFood ? FOOD_TAX : STANDARD_TAX;
    const cents = type === 'virtual' ? 5000 : shelfPrice(random, kind.cents);
    const price = withoutTax(fromCents(cents), taxRate(FRANCE, taxRulesGroup));
    yield {
      id,
      kind,
      type,
      hasCombinations: type === 'simple' && kind.axes.length > 0 && random.chance(0.58),
      name: type === 'virtual' ? GIFT_CARD : type === 'pack' ? GIFT_PACK : names.next(kind),
      texts: random.pick(texts.get(kind) ?? descriptionsOf(kind)),
      brand: random.chance(0.96) ? random.pick(kind.isFood ? brands.food : brands.gear) : 0,
      supplier: random.chance(0.94) ? random.int(1, SUPPLIERS.length) : 0,
      reference: referenceOf(kind, id),
      ean13: random.chance(0.92) && type === 'simple' ? ean13(id) : '',
      taxRulesGroup,
      price,
      wholesale: shareOf(price, random.int(42, 66) * 1000),
      grams: type === 'virtual' ? 0 : random.int(kind.grams[0], kind.grams[1]),
      isActive: id < 40 || random.chance(0.95),
      addedAt,
      updatedAt: addedAt + Math.floor((draft.now - addedAt) * random.next() ** 3),
    };
  }
}

export const metaTitle = (plan: ProductPlan): Text => mapText((language) => `${plan.name[language]} | Cap Bivouac`);

export const metaDescription = (plan: ProductPlan): Text =>
  mapText((language) => `${plan.name[language]}. ${plan.texts.pitch[language]}`);
