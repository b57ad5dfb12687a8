import type { JsonObject } from '#sdk';
import { associated, count, idOf, text } from '../record.ts';
import { exactly } from './access.ts';
import type { Access } from './access.ts';
import type { Entity } from './entity-xml.ts';
import type { Item, OrderMarket } from './order-market.ts';

export interface CartPlan {
  customer: string;
  shipping: string;
  billing: string;
  market: OrderMarket;
  /** The message's id: what is written into the cart to find it again. */
  message: string;
}

/**
 * The cart of this message; its id. An order takes no key of ours, but each cart makes one order at most: so the cart
 * is the key, and it is marked in a text that nobody is shown while no gift is wrapped.
 */
export async function ensureCart(access: Access, plan: CartPlan): Promise<string> {
  const mark = `mortar-${plan.message.replace(/[^\w-]/g, '')}`;
  const rows = await access.rows('carts', { id_customer: `[${plan.customer}]`, gift_message: exactly(mark) });
  const [found] = rows.filter(({ body }) => text(body, 'gift_message') === mark);
  if (!found) return access.create('carts', cartOf(plan, mark));
  // The cart and its rows are two writes of the shop, which may have been cut off between.
  if (!holds(found.body, plan.market.items)) await access.change('carts', found.id, cartOf(plan, mark));
  return found.id;
}

function cartOf({ customer, shipping, billing, market }: CartPlan, mark: string): Entity {
  const rows = market.items.map(({ product, combination, quantity }) => ({
    id_product: product,
    id_product_attribute: combination,
    id_address_delivery: shipping,
    quantity: String(quantity),
  }));
  return {
    fields: {
      id_currency: market.currency,
      id_lang: market.language,
      id_customer: customer,
      id_address_delivery: shipping,
      id_address_invoice: billing,
      id_carrier: market.carrier,
      gift_message: mark,
    },
    associations: { cart_rows: { item: 'cart_row', rows } },
  };
}

function holds(cart: JsonObject, items: readonly Item[]): boolean {
  const rows = associated(cart, 'cart_rows').map(
    (row) => `${idOf(row, 'id_product')}-${idOf(row, 'id_product_attribute') || '0'}: ${count(row, 'quantity')}`,
  );
  const wanted = items.map(({ product, combination, quantity }) => `${product}-${combination}: ${quantity}`);
  return [...rows].sort().join() === [...wanted].sort().join();
}
