import { Decimal } from 'decimal.js';
import type { Row, Store } from './store.ts';
import { said } from './said.ts';

/** The rates of a class in a country, the first of each priority. */
export function ratesFor(store: Store, taxClass: string, country: string): Row[] {
  if (store.text('general/woocommerce_calc_taxes') !== 'yes') return [];
  const wanted = taxClass === '' ? 'standard' : taxClass;
  const found = store
    .rows('taxes')
    .filter((rate) => rate['class'] === wanted && (rate['country'] === country || rate['country'] === ''))
    .sort((one, other) => Number(one['country'] === '') - Number(other['country'] === '') || one.id - other.id);
  const byPriority = new Map<number, Row>();
  for (const rate of found) {
    const priority = Number(rate['priority']);
    if (!byPriority.has(priority)) byPriority.set(priority, rate);
  }
  return [...byPriority.values()];
}

/** All of them together, in percent. */
export function rateFor(store: Store, taxClass: string, country: string): Decimal {
  return ratesFor(store, taxClass, country).reduce((sum, rate) => sum.plus(said(rate['rate'])), new Decimal(0));
}
