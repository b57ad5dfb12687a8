import type { Aggregate } from '#sdk';
import { carriers } from './carrier.ts';
import { categories } from './category.ts';
import { customers } from './customer.ts';
import { countries, settings } from './market.ts';
import { orders } from './order.ts';
import { products } from './product.ts';

/** From a shop's records to the facets of the role shop. */
export const aggregates: readonly Aggregate[] = [
  settings,
  countries,
  carriers,
  categories,
  products,
  customers,
  orders,
];
