import { CARRIERS } from './carriers.ts';
import { CARTS } from './carts.ts';
import { CATEGORIES, COMBINATIONS, MANUFACTURERS, OPTION_VALUES } from './catalogue.ts';
import type { Behaviour } from './change.ts';
import { ADDRESSES, CUSTOMERS } from './customers.ts';
import { LANGUAGES } from './languages.ts';
import { ORDER_CARRIERS, ORDER_HISTORIES } from './order-states.ts';
import { ORDERS } from './orders.ts';
import { PRODUCTS } from './products.ts';
import { STOCK } from './stock.ts';

/** The resources that are more than a table. */
export const BEHAVIOURS: Partial<Record<string, Behaviour>> = {
  addresses: ADDRESSES,
  carriers: CARRIERS,
  carts: CARTS,
  categories: CATEGORIES,
  combinations: COMBINATIONS,
  customers: CUSTOMERS,
  languages: LANGUAGES,
  manufacturers: MANUFACTURERS,
  order_carriers: ORDER_CARRIERS,
  order_histories: ORDER_HISTORIES,
  orders: ORDERS,
  product_option_values: OPTION_VALUES,
  products: PRODUCTS,
  stock_availables: STOCK,
};
