import type { Related } from '#sdk';
import { exact, plain } from './mapper/decimal.ts';
import { net } from './mapper/price.ts';
import type { Shop } from './mapper/shop.ts';
import { baseFactor } from './mapper/tax.ts';

const CENTS = 2;
/** More digits than anybody enters: the price is what it is without tax. */
const ALL_DIGITS = 8;

/**
 * A price without tax as it is entered in this shop. With tax it is a whole number of cents where that means the same
 * price without tax to six digits; else it keeps the digits that it needs.
 */
export function enteredPrice(
  amount: string,
  taxClass: string | null,
  { isTaxed, shop, related }: { isTaxed: boolean; shop: Shop; related: Related },
): string {
  const price = exact(amount);
  if (!shop.pricesIncludeTax || !isTaxed) return plain(price);
  const withTax = price.times(baseFactor(taxClass, related));
  const rounded = withTax.toDecimalPlaces(CENTS);
  const isSame = net(rounded, taxClass, related).equals(price.toDecimalPlaces(6));
  return isSame ? rounded.toFixed(CENTS) : plain(withTax.toDecimalPlaces(ALL_DIGITS));
}
