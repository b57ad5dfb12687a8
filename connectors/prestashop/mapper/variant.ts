import type { JsonObject, Projected, RawRecord, Related, VariantFacet } from '#sdk';
import { decimal, exact, money, plain } from './decimal.ts';
import { chosenOptions, place, toOptions } from './feature.ts';
import type { ChosenOption } from './feature.ts';
import { toGtin } from './gtin.ts';
import { toImage } from './image.ts';
import { toPriceRules } from './price.ts';
import { associatedIds, count, flag, ref, text } from '../record.ts';
import { shopSettings } from './shop-settings.ts';
import { toSuppliers } from './supplier.ts';
import { taxRates } from './tax.ts';
import { toKilograms } from './weight.ts';

/** One variant of a product in the shop's order; without combinations, the product itself. */
export interface ShownVariant {
  /** `12-34`, `12-0`. */
  externalId: string;
  /** The combination's id, or `0`. */
  combination: string;
  /** The combination's record, if it is one. */
  record: RawRecord | null;
  options: ChosenOption[];
  position: number;
}

export function shownVariants(root: RawRecord, related: Related): ShownVariant[] {
  const combinations = related.children('combinations');
  if (combinations.length === 0) {
    return [{ externalId: `${root.id}-0`, combination: '0', record: null, options: [], position: 0 }];
  }
  const shown = combinations.map((record) => ({ record, options: chosenOptions(record.body, related) }));
  const ordered = shown.sort(
    (one, other) => byOptions(one.options, other.options) || Number(one.record.id) - Number(other.record.id),
  );
  return ordered.map(({ record, options }, position) => ({
    externalId: `${root.id}-${record.id}`,
    combination: record.id,
    record,
    options,
    position,
  }));
}

/** `state` 0 is a product that was begun in the back office and never saved. Older versions have no such field. */
export function isShown(body: JsonObject): boolean {
  return flag(body, 'active') && (body['state'] === undefined || count(body, 'state') === 1);
}

function byOptions(one: readonly ChosenOption[], other: readonly ChosenOption[]): number {
  for (const [index, left] of one.entries()) {
    const right = other[index];
    const order = right ? place(left.option, right.option) || place(left.value, right.value) : 1;
    if (order !== 0) return order;
  }
  return one.length - other.length;
}

export function toVariant(root: RawRecord, variant: ShownVariant, related: Related): Projected {
  const { externalId, record, position } = variant;
  const { languages } = shopSettings(related);
  const own = record?.body ?? root.body;
  const facet: VariantFacet = {
    product: related.hubId('Product', root.id),
    sku: text(own, 'reference'),
    gtin: toGtin(own),
    mpn: text(own, 'mpn'),
    options: toOptions(variant.options, languages),
    isDefault: record ? flag(record.body, 'default_on') : true,
    active: isShown(root.body),
    ...prices(root, variant, related),
    images: images(root, record, related),
    weight: toKilograms(root.body, record?.body ?? null, related),
    minimalQuantity: Math.max(1, count(own, 'minimal_quantity')),
    shopQuantity: shopQuantity(root, variant, related),
    position,
  };
  return { type: 'Variant', externalId, facet };
}

type Prices = Pick<
  VariantFacet,
  | 'listPrice'
  | 'costPrice'
  | 'ecotax'
  | 'conversion'
  | 'taxRates'
  | 'defaultMarket'
  | 'defaultGroup'
  | 'groupReductions'
  | 'priceRules'
  | 'suppliers'
>;

function prices({ body }: RawRecord, { combination, record }: ShownVariant, related: Related): Prices {
  const settings = shopSettings(related);
  const impact = record ? decimal(record.body, 'price') : exact(0);
  const context = { settings, related, combination, impact, shop: ref(body, 'id_shop_default') };
  const rules = [...related.children('specific_prices'), ...related.all('specific_prices_global')];
  return {
    listPrice: money(decimal(body, 'price').plus(impact), settings.mainCurrency),
    costPrice: costPrice(body, record?.body ?? null, settings.mainCurrency),
    ecotax: ecotax(body, record?.body ?? null, related),
    conversion: settings.conversion,
    taxRates: taxRates(ref(body, 'id_tax_rules_group'), related),
    defaultMarket: settings.defaultMarket,
    ...groups(related),
    priceRules: toPriceRules(rules, context),
    suppliers: toSuppliers(combination, related),
  };
}

/** A combination's own eco-participation, or the product's; taxed by a group of its own, as `priceCalculation` does. */
function ecotax(product: JsonObject, combination: JsonObject | null, related: Related): VariantFacet['ecotax'] {
  const own = combination && decimal(combination, 'ecotax');
  const amount = own?.isPositive() && !own.isZero() ? own : decimal(product, 'ecotax');
  if (amount.isZero()) return null;
  const group = shopSettings(related).value('PS_ECOTAX_TAX_RULES_GROUP_ID');
  return { amount: plain(amount), taxRates: taxRates(group, related) };
}

/** A combination's own purchase price, or the product's. */
function costPrice(product: JsonObject, combination: JsonObject | null, currency: string): VariantFacet['costPrice'] {
  const candidates = [combination && decimal(combination, 'wholesale_price'), decimal(product, 'wholesale_price')];
  const cost = candidates.find((candidate) => candidate && !candidate.isZero());
  return cost ? money(cost, currency) : null;
}

function groups(related: Related): Pick<VariantFacet, 'defaultGroup' | 'groupReductions'> {
  // Only what the records say is kept: hub ids belong to one projection.
  const { unidentified, reduced } = related.derived('prestashop groups', ['groups', 'configurations'], () => {
    const id = shopSettings(related).value('PS_UNIDENTIFIED_GROUP') ?? '1';
    const records = related
      .all('groups')
      .map((record) => ({ id: record.id, percent: decimal(record.body, 'reduction') }));
    return {
      unidentified: records.some((record) => record.id === id) ? id : null,
      reduced: records.filter(({ percent }) => !percent.isZero()),
    };
  });
  return {
    defaultGroup: unidentified && related.hubId('PriceList', unidentified),
    groupReductions: Object.fromEntries(
      reduced.map(({ id, percent }) => [related.hubId('PriceList', id), plain(percent)]),
    ),
  };
}

/** Those of the combination in the product's order, or all of the product's. */
function images(root: RawRecord, record: RawRecord | null, related: Related): VariantFacet['images'] {
  const all = associatedIds(root.body, 'images');
  const own = new Set(record ? associatedIds(record.body, 'images') : []);
  const shown = own.size > 0 ? all.filter((id) => own.has(id)) : all;
  const cover = ref(root.body, 'id_default_image');
  return shown.map((id, position) => toImage(`products/${root.id}/${id}`, position, id === cover, related));
}

/** In a multi-shop, of the product's own shop. */
function shopQuantity(root: RawRecord, { combination }: ShownVariant, related: Related): number | null {
  const rows = related
    .children('stock_availables')
    .filter(({ body }) => (ref(body, 'id_product_attribute') ?? '0') === combination);
  const shop = ref(root.body, 'id_shop_default');
  const row = rows.find(({ body }) => ref(body, 'id_shop') === shop) ?? rows[0];
  return row ? count(row.body, 'quantity') : null;
}
