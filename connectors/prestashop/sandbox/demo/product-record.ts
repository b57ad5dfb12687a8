import { NO_DATE, stamp } from './calendar.ts';
import { flag } from './draft.ts';
import { blank, localized, slugs } from './localized.ts';
import { decimal, divideHalfUp } from './money.ts';
import type { ProductPlan } from './product-plan.ts';
import { metaDescription, metaTitle } from './product-plan.ts';
import { BRANDS } from './texts/brands.ts';

/** What other records have to be written for before a product's own. */
export interface ProductLinks {
  readonly category: number;
  readonly position: number;
  readonly coverImage: number;
  readonly defaultCombination: number;
  readonly associations: Record<string, Record<string, unknown>[]>;
}

/** Fields in three runs, each in the webservice's order: identity, terms of sale, texts. */
function identity(plan: ProductPlan, links: ProductLinks): Record<string, unknown> {
  return {
    id_manufacturer: plan.brand,
    id_supplier: plan.supplier,
    id_category_default: links.category,
    new: null,
    cache_default_attribute: links.defaultCombination,
    id_default_image: links.coverImage === 0 ? '' : links.coverImage,
    id_default_combination: links.defaultCombination,
    id_tax_rules_group: plan.taxRulesGroup,
    position_in_category: links.position,
    manufacturer_name: BRANDS[plan.brand - 1]?.name ?? false,
    // The webservice's lists never fill it in: stock_availables has the truth.
    quantity: 0,
    type: plan.type,
    id_shop_default: 1,
    reference: plan.reference,
    supplier_reference: '',
    location: '',
    width: '0.000000',
    height: '0.000000',
    depth: '0.000000',
    weight: decimal(plan.grams * 1000),
    quantity_discount: '0',
    ean13: plan.ean13,
    isbn: '',
    upc: '',
    mpn: plan.id % 6 === 0 ? `MPN${plan.id}` : '',
    cache_is_pack: flag(plan.type === 'pack'),
    cache_has_attachments: '0',
    is_virtual: flag(plan.type === 'virtual'),
    state: 1,
    additional_delivery_times: 1,
    delivery_in_stock: blank(),
    delivery_out_stock: blank(),
    product_type: plan.type !== 'simple' ? plan.type : plan.hasCombinations ? 'combinations' : 'standard',
  };
}

function terms(plan: ProductPlan): Record<string, unknown> {
  const isSoldByWeight = plan.kind.isFood && plan.grams > 0;
  return {
    on_sale: '0',
    online_only: flag(plan.type === 'virtual'),
    ecotax: '0.000000',
    minimal_quantity: plan.kind.category === 'snacks' && plan.id % 10 === 0 ? 3 : 1,
    low_stock_threshold: plan.id % 8 === 0 ? 5 : null,
    low_stock_alert: flag(plan.id % 8 === 0),
    price: decimal(plan.price),
    wholesale_price: decimal(plan.wholesale),
    unity: isSoldByWeight ? 'kg' : '',
    unit_price: isSoldByWeight ? decimal(divideHalfUp(plan.price * 1000, plan.grams)) : '0.000000',
    unit_price_ratio: isSoldByWeight ? decimal(plan.grams * 1000) : '0.000000',
    additional_shipping_cost: '0.000000',
    customizable: 0,
    text_fields: 0,
    uploadable_files: 0,
    active: flag(plan.isActive),
    redirect_type: plan.isActive ? '404' : '301-category',
    id_type_redirected: 0,
    available_for_order: '1',
    available_date: NO_DATE,
    show_condition: '0',
    condition: 'new',
    show_price: '1',
    indexed: flag(plan.isActive),
    visibility: 'both',
    advanced_stock_management: '0',
    date_add: stamp(plan.addedAt),
    date_upd: stamp(plan.updatedAt),
    pack_stock_type: 3,
  };
}

/** A product's record, without its id. */
export function productFields(plan: ProductPlan, links: ProductLinks): Record<string, unknown> {
  return {
    ...identity(plan, links),
    ...terms(plan),
    meta_description: localized(metaDescription(plan)),
    meta_title: localized(metaTitle(plan)),
    link_rewrite: localized(slugs(plan.name)),
    name: localized(plan.name),
    description: localized(plan.texts.long),
    description_short: localized(plan.texts.short),
    available_now: localized(['En stock', 'In stock', 'En stock']),
    available_later: blank(),
    associations: links.associations,
  };
}
