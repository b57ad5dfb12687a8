import type { JsonObject } from '#sdk';
import { couponDiscount } from './discounts.ts';

const COUPON = {
  discount_type: 'percent',
  amount: '99.00',
  usage_limit: null,
  email_restrictions: [],
  product_ids: [],
};

it.each<[string, JsonObject, ReturnType<typeof couponDiscount>]>([
  ['whoever knows the code', {}, { share: 0.99, everything: true }],
  ['of some products', { product_ids: [7] }, { share: 0.99, everything: false }],
  ['of one person', { email_restrictions: ['a@x.fr'] }, null],
  ['once', { usage_limit: 1 }, null],
  ['of an amount', { discount_type: 'fixed_cart' }, null],
])('a coupon: %s', (_name, changes, discount) => {
  expect(couponDiscount({ ...COUPON, ...changes })).toEqual(discount);
});
