import type { Feature, JsonObject, Projected, RawRecord, Related, VariantFacet } from '#sdk';
import { count, flag, isObject, part, ref, rows, text, texts } from '../record.ts';
import { exact, money } from './decimal.ts';
import { toImage } from './image.ts';
import { keptFacts, keptText } from './marks.ts';
import { listPrice, priceRules } from './price.ts';
import { adminUrl, localized, shopOf } from './shop.ts';
import { taxRates } from './tax.ts';
import { toKilograms } from './weight.ts';

/** A variation, or the product itself where it has none. */
export interface ShownVariant {
  /** `18-20`, `12-0`. */
  externalId: string;
  body: JsonObject;
  position: number;
  isDefault: boolean;
}

/** In the shop's order. A variable product without variations has none that could be sold. */
export function shownVariants(root: RawRecord, related: Related): ShownVariant[] {
  if (root.body['type'] !== 'variable') {
    return [{ externalId: `${root.id}-0`, body: root.body, position: 0, isDefault: true }];
  }
  const ordered = [...related.children('variations')].sort(
    (one, other) =>
      count(one.body, 'menu_order') - count(other.body, 'menu_order') ||
      count(one.body, 'id') - count(other.body, 'id'),
  );
  const chosen = ordered.find(({ body }) => isChosen(body, root.body)) ?? ordered[0];
  return ordered.map((record, position) => ({
    externalId: record.id,
    body: record.body,
    position,
    isDefault: record === chosen,
  }));
}

/** The one that the product page shows first, if staff chose one. */
function isChosen(body: JsonObject, product: JsonObject): boolean {
  const defaults = rows(product, 'default_attributes');
  const options = rows(body, 'attributes');
  return (
    defaults.length > 0 &&
    defaults.every((wanted) =>
      options.some((option) => option['name'] === wanted['name'] && option['option'] === wanted['option']),
    )
  );
}

export function toVariant(root: RawRecord, shown: ShownVariant, related: Related): Projected {
  const { body, externalId, position, isDefault } = shown;
  const shop = shopOf(related);
  const facts = keptFacts(body);
  const taxClass = taxClassOf(body, root.body);
  const isTaxed = text(body, 'tax_status') !== 'none';
  const rates = isTaxed ? taxRates(taxClass, related) : noTax(taxRates(taxClass, related));
  const facet: VariantFacet = {
    product: related.hubId('Product', root.id),
    sku: text(body, 'sku') ?? keptText(facts, 'sku'),
    gtin: text(body, 'global_unique_id') ?? keptText(facts, 'gtin'),
    mpn: keptText(facts, 'mpn'),
    options: toOptions(body, root, related),
    isDefault,
    active: isShown(root.body) && (shown.body === root.body || text(body, 'status') === 'publish'),
    listPrice: listPrice(body, isTaxed ? taxClass : NO_CLASS, related),
    costPrice: keptMoney(facts, 'costPrice') ?? costOf(body, shop.currency),
    ecotax: null,
    conversion: {},
    taxRates: rates,
    defaultMarket: shop.country,
    defaultGroup: null,
    groupReductions: {},
    priceRules: priceRules(body, isTaxed ? taxClass : NO_CLASS, related),
    suppliers: keptSuppliers(facts),
    images: images(root, shown, related),
    weight: toKilograms(text(body, 'weight') ?? text(root.body, 'weight'), shop.value('woocommerce_weight_unit')),
    minimalQuantity: Math.max(1, count(facts, 'minimalQuantity')),
    shopQuantity: flag(body, 'manage_stock') ? count(body, 'stock_quantity') : null,
    position,
  };
  return { type: 'Variant', externalId, ...adminUrl(shop, `post.php?post=${root.id}&action=edit`), facet };
}

/** A class that no rate has: prices of what is not taxed include none. */
const NO_CLASS = ' none';

function noTax(rates: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.keys(rates).map((market) => [market, '0']));
}

/** `parent` is the product's own; the answer to a creation says so, lists resolve it. */
function taxClassOf(body: JsonObject, product: JsonObject): string | null {
  const own = text(body, 'tax_class');
  return own === 'parent' ? text(product, 'tax_class') : own;
}

export function isShown(product: JsonObject): boolean {
  return text(product, 'status') === 'publish';
}

/** In the product's order of attributes. An option that is left open ("any size") is none. */
function toOptions(body: JsonObject, root: RawRecord, related: Related): Feature[] {
  if (body === root.body) return [];
  const shop = shopOf(related);
  const order = rows(root.body, 'attributes').map((attribute) => text(attribute, 'name'));
  const kept = keptOptions(keptFacts(body));
  return rows(body, 'attributes')
    .flatMap((attribute) => {
      const [name, option] = [text(attribute, 'name'), text(attribute, 'option')];
      return name === null || option === null ? [] : [{ name, option }];
    })
    .sort((one, other) => order.indexOf(one.name) - order.indexOf(other.name))
    .map(({ name, option }) => {
      const own: Feature = { name: localized(name, shop), value: localized(option, shop) };
      const told = kept.find((one) => one.name[shop.language] === name && one.value[shop.language] === option);
      return told ? { name: { ...told.name, ...own.name }, value: { ...told.value, ...own.value } } : own;
    });
}

function keptOptions(facts: JsonObject): Feature[] {
  return rows(facts, 'options') as unknown as Feature[];
}

/** Pictures of its own, or the product's. */
function images(root: RawRecord, { body, externalId }: ShownVariant, related: Related): VariantFacet['images'] {
  const own = part(body, 'image');
  const all = rows(root.body, 'images').map((image, at) => toImage(`products/${root.id}`, image, at, related));
  if (body === root.body || ref(own, 'id') === null) return all;
  const cover = toImage(`products/${externalId}`, own, 0, related);
  const told = texts(keptFacts(body), 'images');
  const kept = all.filter(({ sha256 }) => sha256 !== null && told.includes(sha256));
  // What was kept beside it counts as long as staff have not chosen another picture.
  if (kept.length > 0 && kept.length === told.length && told[0] === cover.sha256) return numbered(kept);
  const shared = all.find(({ sha256 }) => sha256 !== null && sha256 === cover.sha256);
  return numbered([shared ?? cover]);
}

function numbered(images: VariantFacet['images']): VariantFacet['images'] {
  return images.map((image, position) => ({ ...image, position }));
}

function keptMoney(facts: JsonObject, field: string): VariantFacet['costPrice'] {
  const value = facts[field];
  if (!isObject(value)) return null;
  const [amount, currency] = [text(value, 'amount'), text(value, 'currency')];
  return amount !== null && currency !== null ? { amount, currency } : null;
}

/** "Cost of goods sold", where the shop has switched it on. */
function costOf(body: JsonObject, currency: string): VariantFacet['costPrice'] {
  const [first] = rows(part(body, 'cost_of_goods_sold'), 'values');
  const cost = exact(text(first ?? {}, 'defined_value'));
  return cost.isZero() ? null : money(cost, currency);
}

function keptSuppliers(facts: JsonObject): VariantFacet['suppliers'] {
  return rows(facts, 'suppliers').map((supplier) => ({
    name: text(supplier, 'name') ?? '',
    reference: text(supplier, 'reference'),
    price: keptMoney(supplier, 'price'),
  }));
}
