import type { Command, JsonObject, SetVariantPrice } from '#sdk';
import { decimal, exact, plain } from '../mapper/decimal.ts';
import { text } from '../record.ts';
import { accessTo } from './access.ts';
import type { Access, Shop } from './access.ts';
import { refusal } from './refusal.ts';
import { findVariant } from './variant-id.ts';

/**
 * A combination's price is its difference to the product's, which stays as it is: other combinations hang on it.
 * Specific prices are left alone.
 */
export function setVariantPrice(shop: Shop): Command<SetVariantPrice> {
  return async ({ variant, listPrice }, delivery) => {
    const access = accessTo(shop, delivery.signal);
    await assertMainCurrency(access, listPrice.currency);
    const { product, combination, productBody, combinationBody } = await findVariant(access, variant, delivery);
    const wanted = exact(listPrice.amount);
    if (!combinationBody) {
      await setPrice(access, { resource: 'products', id: product, body: productBody }, plain(wanted));
      return { touched: [{ kind: 'products', ids: [product] }] };
    }
    const impact = plain(wanted.minus(decimal(productBody, 'price')));
    await setPrice(access, { resource: 'combinations', id: combination, body: combinationBody }, impact);
    return { touched: [{ kind: 'combinations', ids: [combination] }] };
  };
}

async function setPrice(
  access: Access,
  { resource, id, body }: { resource: string; id: string; body: JsonObject },
  price: string,
): Promise<void> {
  if (!decimal(body, 'price').equals(exact(price))) await access.change(resource, id, { fields: { price } });
}

async function assertMainCurrency(access: Access, code: string): Promise<void> {
  const [setting] = await access.rows('configurations', { name: '[PS_CURRENCY_DEFAULT]' });
  const main = await access.row('currencies', (setting && text(setting.body, 'value')) ?? '1');
  const own = main && text(main, 'iso_code');
  if (own === code) return;
  throw refusal(
    'PRICE_CURRENCY_OTHER',
    `The shop keeps its list prices in ${own ?? 'another currency'}, not in ${code}.`,
    "Give the price in the shop's main currency.",
    `main currency ${own ?? 'unknown'}`,
  );
}
