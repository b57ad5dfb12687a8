import { DAY, stamp } from './calendar.ts';
import type { Draft } from './draft.ts';
import { add } from './draft.ts';
import type { Text } from './localized.ts';
import { localized } from './localized.ts';

/** Ids of the vouchers that orders use. */
export const WELCOME = 1;
export const FREE_DELIVERY = 2;
/** Per cent off with {@link WELCOME}. */
export const WELCOME_PERCENT = 10;

export const RULE_NAMES: readonly Text[] = [
  ['Bienvenue 10 %', 'Welcome 10%', 'Bienvenida 10 %'],
  ['Livraison offerte', 'Free delivery', 'Envío gratis'],
  ['15 € offerts dès 120 €', '€15 off from €120', '15 € de regalo desde 120 €'],
];

function addRule(draft: Draft, index: number, code: string, terms: Record<string, unknown>): void {
  const {
    free_shipping = '0',
    reduction_percent = '0.00',
    reduction_amount = '0.000000',
    minimum_amount = '0.000000',
  } = terms;
  add(draft, 'cart_rules', {
    id_customer: 0,
    date_from: stamp(draft.now - 400 * DAY),
    date_to: stamp(draft.now + 400 * DAY),
    description: '',
    quantity: 10_000,
    quantity_per_user: 1,
    priority: 1,
    partial_use: '0',
    code,
    minimum_amount,
    minimum_amount_tax: '1',
    minimum_amount_currency: 1,
    minimum_amount_shipping: '0',
    country_restriction: '0',
    carrier_restriction: '0',
    group_restriction: '0',
    cart_rule_restriction: '0',
    product_restriction: '0',
    shop_restriction: '0',
    free_shipping,
    reduction_percent,
    reduction_amount,
    reduction_tax: '1',
    reduction_currency: 1,
    reduction_product: 0,
    reduction_exclude_special: '0',
    gift_product: 0,
    gift_product_attribute: 0,
    highlight: '0',
    active: '1',
    date_add: draft.installedOn,
    date_upd: draft.installedOn,
    name: localized(RULE_NAMES[index] ?? ['', '', '']),
  });
}

export function addCartRules(draft: Draft): void {
  addRule(draft, 0, 'BIENVENUE', { reduction_percent: '10.00' });
  addRule(draft, 1, 'PORTOFFERT', { free_shipping: '1' });
  addRule(draft, 2, 'QUINZE', { reduction_amount: '15.000000', minimum_amount: '120.000000' });
}
