import type { Feature, JsonObject, PriceRule, ProductFacet, VariantFacet } from '#sdk';
import { enteredPrice } from '../entered-price.ts';
import { exact } from '../mapper/decimal.ts';
import { MARK } from '../mapper/marks.ts';
import { fromKilograms } from '../mapper/weight.ts';
import type { ShopNow } from '../shop-now.ts';
import { others, pick, told } from './words.ts';

export interface NamedVariant {
  /** Hub id. */
  id: string;
  body: VariantFacet;
}

/** What a product needs that was made before it, by number. */
export interface Made {
  categories: readonly number[];
  brands: readonly number[];
  tags: readonly number[];
  images: readonly number[];
  /** The first of a variant's own pictures, by its hub id. */
  covers: ReadonlyMap<string, number>;
  taxClass: string;
  /** Global attributes by name. */
  attributes: ReadonlyMap<string, number>;
}

export function isVariable({ body }: { body: ProductFacet }, variants: readonly NamedVariant[]): boolean {
  return body.kind === 'variants' && variants.some((variant) => variant.body.options.length > 0);
}

export function productBody(
  product: { id: string; body: ProductFacet },
  variants: readonly NamedVariant[],
  made: Made,
  { shop, related }: ShopNow,
): JsonObject {
  const { body } = product;
  const { language } = shop;
  const [only] = variants;
  const variable = isVariable(product, variants);
  const unit = shop.value('woocommerce_weight_unit');
  return {
    ...{
      name: pick(body.name, language) || '?',
      slug: pick(body.slug, language),
      type: variable ? 'variable' : 'simple',
    },
    ...{ status: body.active ? 'publish' : 'draft', description: pick(body.description, language) },
    ...{ short_description: pick(body.summary, language), virtual: body.kind === 'virtual' },
    ...{ tax_class: made.taxClass, weight: body.weight === null ? '' : fromKilograms(body.weight, unit) },
    categories: made.categories.map((id) => ({ id })),
    ...(made.brands.length > 0 ? { brands: made.brands.map((id) => ({ id })) } : {}),
    tags: made.tags.map((id) => ({ id })),
    ...(made.images.length > 0 ? { images: made.images.map((id) => ({ id })) } : {}),
    attributes: attributes(body, variable ? variants : [], made, language),
    ...(variable ? { default_attributes: chosenFirst(variants, made, language) } : {}),
    ...(variable || !only ? {} : sold(only.body, made.taxClass, { shop, related })),
    meta_data: metas(product.id, {
      ...productFacts(body, made, language),
      ...(variable || !only ? {} : variantFacts(only.body, language)),
    }),
  };
}

export function variationBody({ id, body }: NamedVariant, made: Made, position: number, now: ShopNow): JsonObject {
  const { language } = now.shop;
  const unit = now.shop.value('woocommerce_weight_unit');
  return {
    ...{ status: body.active ? 'publish' : 'private', menu_order: position, ...sold(body, made.taxClass, now) },
    ...(body.weight === null ? {} : { weight: fromKilograms(body.weight, unit) }),
    ...(made.covers.has(id) ? { image: { id: made.covers.get(id) ?? 0 } } : {}),
    attributes: optionsOf(body, made, language),
    meta_data: metas(id, variantFacts(body, language)),
  };
}

function optionsOf(body: VariantFacet, made: Made, language: string): JsonObject[] {
  return body.options.map(({ name, value }) => ({
    id: made.attributes.get(pick(name, language)) ?? 0,
    ...{ name: pick(name, language), option: pick(value, language) },
  }));
}

/** The options that the product page shows first. */
function chosenFirst(variants: readonly NamedVariant[], made: Made, language: string): JsonObject[] {
  const chosen = variants.find(({ body }) => body.isDefault);
  return chosen ? optionsOf(chosen.body, made, language) : [];
}

/** Prices, codes and stock: of a variation, or of a product without any. */
function sold(body: VariantFacet, taxClass: string, { shop, related }: ShopNow): JsonObject {
  const isTaxed = taxClass !== 'zero-rate';
  const entered = (amount: string): string => enteredPrice(amount, taxClass, { isTaxed, shop, related });
  const sale = saleRule(body.priceRules);
  const reduced = sale && salePrice(body, sale);
  return {
    ...{ sku: body.sku ?? '', global_unique_id: body.gtin ?? '', regular_price: entered(body.listPrice.amount) },
    ...(reduced === null ? {} : { sale_price: entered(reduced), ...period(sale) }),
    manage_stock: body.shopQuantity !== null,
    ...(body.shopQuantity === null ? {} : { stock_quantity: body.shopQuantity }),
  };
}

/** The one kind of rule that WooCommerce has: for everybody, everywhere, from the first piece. */
export function isSale(rule: PriceRule): boolean {
  const isForAll =
    rule.customerGroup === null && rule.customer === null && rule.market === null && rule.currency === null;
  return isForAll && rule.fromQuantity <= 1;
}

export function saleRule(rules: readonly PriceRule[]): PriceRule | null {
  return [...rules].filter(isSale).sort((one, other) => other.priority - one.priority)[0] ?? null;
}

/** Without tax, to six digits; null: it would not be cheaper, which WooCommerce does not take for a sale. */
export function salePrice(
  { listPrice, taxRates, defaultMarket }: VariantFacet,
  { fixedPrice, reduction }: PriceRule,
): string | null {
  const list = exact(fixedPrice ?? listPrice.amount);
  const factor = exact(taxRates[defaultMarket] ?? '0')
    .div(100)
    .plus(1);
  const off =
    reduction === null
      ? exact(0)
      : reduction.kind === 'percentage'
        ? list.times(reduction.percent).div(100)
        : exact(reduction.amount).div(reduction.taxIncluded ? factor : 1);
  const price = list.minus(off).toDecimalPlaces(6);
  return price.lessThan(listPrice.amount) && !price.isNegative() ? price.toFixed() : null;
}

function period(sale: PriceRule | null): JsonObject {
  const gmt = (time: string | null): string | null => (time === null ? null : time.slice(0, 19));
  return { date_on_sale_from_gmt: gmt(sale?.from ?? null), date_on_sale_to_gmt: gmt(sale?.to ?? null) };
}

/** What is chosen from, with all its values in the order of the variants; then what is only told. */
function attributes(
  body: ProductFacet,
  variants: readonly NamedVariant[],
  { attributes: ids }: Made,
  language: string,
): JsonObject[] {
  const chosen = grouped(
    variants.flatMap((variant) => variant.body.options),
    language,
  );
  const features = grouped(body.features, language);
  const attribute = (name: string, options: string[], variation: boolean, position: number): JsonObject => ({
    ...{ id: ids.get(name) ?? 0, name, position, visible: true, variation, options },
  });
  return [
    ...[...chosen].map(([name, options], at) => attribute(name, options, true, at)),
    ...[...features]
      .filter(([name]) => !chosen.has(name))
      .map(([name, options], at) => attribute(name, options, false, chosen.size + at)),
  ];
}

function grouped(features: readonly Feature[], language: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { name, value } of features) {
    const [called, option] = [pick(name, language), pick(value, language)];
    if (called !== '' && option !== '') found.set(called, [...new Set([...(found.get(called) ?? []), option])]);
  }
  return found;
}

function productFacts(body: ProductFacet, { categories }: Made, language: string): Record<string, unknown> {
  return {
    ...{ name: others(body.name, language), description: others(body.description, language) },
    ...{ summary: others(body.summary, language), slug: others(body.slug, language) },
    ...{ metaTitle: body.metaTitle, metaDescription: body.metaDescription, condition: body.condition },
    ...{ createdAt: body.createdAt, mainCategory: categories[0] === undefined ? null : String(categories[0]) },
    features: translated(body.features, language),
    // Tags of other languages are tags of the shop, too, and the same word is one tag.
    tags: body.tags.every((tag) => Object.keys(tag).every((own) => own === language)) ? null : body.tags,
  };
}

function variantFacts(body: VariantFacet, language: string): Record<string, unknown> {
  return {
    ...{
      mpn: body.mpn,
      costPrice: body.costPrice,
      suppliers: body.suppliers,
      options: translated(body.options, language),
    },
    minimalQuantity: body.minimalQuantity > 1 ? body.minimalQuantity : null,
    // A variation has one picture: of more of them the others are told by their bytes.
    images: body.images.length > 1 ? body.images.flatMap(({ sha256 }) => sha256 ?? []) : null,
  };
}

/** Those that say more than one language can. */
function translated(features: readonly Feature[], language: string): Feature[] {
  return features
    .filter(({ name, value }) => Object.keys(name).length > 1 || Object.keys(value).length > 1)
    .map(({ name, value }) => ({
      name: { ...name, [language]: pick(name, language) },
      value: { ...value, [language]: pick(value, language) },
    }));
}

export function metas(id: string, facts: Record<string, unknown>): JsonObject[] {
  const kept = told(facts);
  return [
    { key: MARK.id, value: id },
    ...(Object.keys(kept).length > 0 ? [{ key: MARK.kept, value: JSON.stringify(kept) }] : []),
  ];
}
