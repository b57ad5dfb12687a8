import type { JsonValue } from '#sdk';
import { gmt } from './dates.ts';
import { BILLING, SHIPPING } from './customers.ts';
import { Store } from './store.ts';

/** What the installation leaves: no goods, no buyers, dollars, no taxes. */
const SETTINGS: readonly (readonly [key: string, value: JsonValue])[] = [
  ['general/woocommerce_default_country', 'US:CA'],
  ['general/woocommerce_allowed_countries', 'all'],
  ['general/woocommerce_all_except_countries', []],
  ['general/woocommerce_specific_allowed_countries', []],
  ['general/woocommerce_ship_to_countries', ''],
  ['general/woocommerce_specific_ship_to_countries', []],
  ['general/woocommerce_calc_taxes', 'no'],
  ['general/woocommerce_currency', 'USD'],
  ['products/woocommerce_weight_unit', 'kg'],
  ['products/woocommerce_manage_stock', 'yes'],
  ['tax/woocommerce_prices_include_tax', 'no'],
  ['tax/woocommerce_tax_based_on', 'shipping'],
  ['tax/woocommerce_shipping_tax_class', 'inherit'],
  ['tax/woocommerce_tax_round_at_subtotal', 'no'],
  ['tax/woocommerce_tax_display_shop', 'excl'],
  ['tax/woocommerce_tax_display_cart', 'excl'],
  ['email_customer_processing_order/enabled', 'no'],
  ['email_customer_completed_order/enabled', 'no'],
  ['email_customer_on_hold_order/enabled', 'no'],
  ['email_customer_new_account/enabled', 'no'],
];

/** An empty shop, as WooCommerce leaves it after its installation: an administrator and one category. */
export function freshShop(bornAt: Date): Store {
  const store = new Store(bornAt);
  for (const [key, value] of SETTINGS) setSetting(store, key, value);
  store.taxClasses = [
    { slug: 'reduced-rate', name: 'Reduced rate' },
    { slug: 'zero-rate', name: 'Zero rate' },
  ];
  const now = gmt(bornAt);
  store.put('customers', {
    ...{
      date_created_gmt: now,
      date_modified_gmt: null,
      email: 'admin@boutique.example',
      first_name: '',
      last_name: '',
    },
    ...{ role: 'administrator', username: 'admin', billing: BILLING, shipping: SHIPPING, meta_data: [] },
  });
  store.put('categories', {
    ...{ id: 15, name: 'Uncategorized', slug: 'uncategorized', parent: 0, description: '', display: 'default' },
    ...{ image: null, menu_order: 0 },
  });
  return store;
}

export function setSetting(store: Store, key: string, value: JsonValue): void {
  const id = key.split('/')[1] ?? '';
  const known = store.settings.get(key);
  store.settings.set(key, {
    id,
    label: id,
    description: '',
    type: 'text',
    default: known?.['default'] ?? value,
    value,
  });
}
