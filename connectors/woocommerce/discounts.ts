import type { Discount, JsonObject } from '#sdk';
import { text } from './record.ts';

const PERCENT = 100;

/**
 * A coupon of one person, or that can be used once, is somebody's; any other percentage is everybody's who knows the code.
 * https://woocommerce.github.io/woocommerce-rest-api-docs/#coupon-properties
 */
export function couponDiscount(body: JsonObject): Discount | null {
  const percent = Number(text(body, 'amount') ?? 0);
  const isOfOne = body['usage_limit'] === 1 || list(body, 'email_restrictions').length > 0;
  if (text(body, 'discount_type') !== 'percent' || !(percent > 0) || isOfOne) return null;
  const everything = list(body, 'product_ids').length + list(body, 'product_categories').length === 0;
  return { share: percent / PERCENT, everything };
}

function list(body: JsonObject, field: string): readonly unknown[] {
  const value = body[field];
  return Array.isArray(value) ? value : [];
}
