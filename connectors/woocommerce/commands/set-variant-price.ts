import type { Command, SetVariantPrice } from '#sdk';
import { enteredPrice } from '../entered-price.ts';
import { text } from '../record.ts';
import type { Rest } from '../rest.ts';
import { accessTo } from './access.ts';
import { refusal } from './refusal.ts';
import { findVariant, touchedBy } from './variant.ts';

/** The regular price, with the tax that the shop enters its prices with. A sale price stays. */
export function setVariantPrice(rest: Rest): Command<SetVariantPrice> {
  return async ({ variant, listPrice }, delivery) => {
    const access = accessTo(rest, delivery.signal);
    const found = await findVariant(access, { hubId: variant, sku: null }, delivery);
    const { shop, related } = await access.shop();
    if (listPrice.currency !== shop.currency) throw otherCurrency(listPrice.currency, shop.currency);
    const product = found.variation === '0' ? found.body : await access.find(`products/${found.product}`);
    const own = text(found.body, 'tax_class');
    const taxClass = own === 'parent' ? text(product ?? {}, 'tax_class') : own;
    const isTaxed = text(found.body, 'tax_status') !== 'none';
    const price = enteredPrice(listPrice.amount, isTaxed ? taxClass : null, { isTaxed, shop, related });
    if (text(found.body, 'regular_price') !== price) await access.change(found.path, { regular_price: price });
    return { touched: touchedBy(found) };
  };
}

function otherCurrency(given: string, own: string): Error {
  return refusal(
    'PRICE_CURRENCY_OTHER',
    `The price is in ${given}, the shop sells in ${own}.`,
    `Give the price in ${own}.`,
  );
}
