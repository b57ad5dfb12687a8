import { gmt } from './dates.ts';
import { announce } from './hooks.ts';
import { newOrder } from './orders.ts';
import { changeProduct } from './products.ts';
import type { Store } from './store.ts';
import { changeVariation } from './variations.ts';

/**
 * Lets a day pass: somebody orders, a price changes, a variation is counted, a buyer moves house, and a product is
 * deleted for good, which no webhook tells.
 */
export function anotherDay(store: Store): void {
  store.nextDay();
  const customer = store.rows('customers').find(({ role }) => role === 'customer');
  const simple = store.rows('products').filter((row) => row['type'] === 'simple' && row['status'] === 'publish');
  const [bought, repriced] = simple;
  const gone = simple.at(-1);
  const [variation] = store.rows('variations');
  if (!customer || !bought || !repriced || !gone || !variation) return;
  const order = newOrder(
    store,
    {
      ...{ customer_id: customer.id, billing: customer['billing'] ?? {}, status: 'processing' },
      ...{ payment_method: 'stripe', payment_method_title: 'Carte bancaire', transaction_id: 'ch_next_day' },
      line_items: [{ product_id: bought.id, quantity: 1 }],
      shipping_lines: [{ method_id: 'flat_rate', method_title: 'Colissimo', total: '4.92' }],
    },
    gmt(store.now()),
  );
  announce(store, 'order', 'created', order.id);
  changeProduct(store, repriced, { regular_price: '31.00' });
  changeVariation(store, variation, { stock_quantity: 3 });
  customer['billing'] = { ...(customer['billing'] as object), address_1: '99 quai Neuf' };
  customer['date_modified_gmt'] = gmt(store.now());
  announce(store, 'customer', 'updated', customer.id);
  store.remove('products', gone.id);
}
