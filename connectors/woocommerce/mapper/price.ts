import type { JsonObject, Money, PriceRule, Related } from '#sdk';
import type { Decimal } from 'decimal.js';
import { text, toUtc } from '../record.ts';
import { amount, decimal, exact, money } from './decimal.ts';
import { shopOf } from './shop.ts';
import { baseFactor } from './tax.ts';

/** Digits after the point of a price from which tax was taken off: enough that with tax it is the same to the cent. */
const NET_DIGITS = 6;

/** A price as staff entered it, without the tax that it may include. */
export function net(entered: Decimal, taxClass: string | null, related: Related): Decimal {
  if (!shopOf(related).pricesIncludeTax) return entered;
  return entered.div(baseFactor(taxClass, related)).toDecimalPlaces(NET_DIGITS);
}

/** The regular price; zero where none was entered, which the shop does not sell. */
export function listPrice(body: JsonObject, taxClass: string | null, related: Related): Money {
  return money(net(decimal(body, 'regular_price'), taxClass, related), shopOf(related).currency);
}

/** The sale price, in its time: the only rule that WooCommerce itself knows. */
export function priceRules(body: JsonObject, taxClass: string | null, related: Related): PriceRule[] {
  const sale = text(body, 'sale_price');
  if (sale === null) return [];
  const fixedPrice = amount(net(exact(sale), taxClass, related));
  return [
    {
      ...{ market: null, customerGroup: null, currency: null, customer: null, fromQuantity: 1 },
      ...{ fixedPrice, reduction: null, priority: 1 },
      from: toUtc(text(body, 'date_on_sale_from_gmt')),
      to: toUtc(text(body, 'date_on_sale_to_gmt')),
    },
  ];
}
