import type { Discount, JsonObject } from '#sdk';
import { ref, text } from './record.ts';

const PERCENT = 100;
const numberIn = (body: JsonObject, field: string): number => Number(text(body, field) ?? 0);

/**
 * A price rule of one product, or of all (`id_product` 0, and the catalogue's rules, which name none): a price instead
 * (-1: none), then a share or an amount off.
 * https://devdocs.prestashop-project.org/9/webservice/resources/specific_prices/
 */
export function priceRuleDiscount(body: JsonObject): Discount | null {
  const product = ref(body, 'id_product');
  const reduction = numberIn(body, 'reduction');
  const isShare = text(body, 'reduction_type') === 'percentage';
  const instead = numberIn(body, 'price');
  const scope = product === null ? { everything: true } : { everything: false, priced: pricedBy(product) };
  if (text(body, 'price') !== null && instead >= 0 && (product !== null || instead > 0))
    return { price: Math.max(0, isShare ? instead * (1 - reduction) : instead - reduction), ...scope };
  if (!(reduction > 0)) return null;
  return { ...(isShare ? { share: reduction } : { off: reduction }), ...scope };
}

/** What every customer of a group gets off everything. */
export function groupDiscount(body: JsonObject): Discount | null {
  const reduction = numberIn(body, 'reduction');
  return reduction > 0 ? { share: reduction / PERCENT, everything: true } : null;
}

/** A voucher is somebody's; without a code and a customer it is everybody's, in every cart. */
export function cartRuleDiscount(body: JsonObject): Discount | null {
  const percent = numberIn(body, 'reduction_percent');
  const isForAll = ref(body, 'id_customer') === null && (text(body, 'code') ?? '') === '';
  return percent > 0 && isForAll ? { share: percent / PERCENT, everything: true } : null;
}

function pricedBy(id: string): NonNullable<Discount['priced']> {
  return { kind: 'products', id, field: 'price' };
}
