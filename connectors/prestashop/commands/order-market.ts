import type { Delivery, PlaceOrder } from '#sdk';
import { exact, plain } from '../mapper/decimal.ts';
import { flag, text } from '../record.ts';
import { exactly } from './access.ts';
import type { Access } from './access.ts';
import { readOrderStates } from './order-status.ts';
import { refusal } from './refusal.ts';
import { languageFor, shopLanguages } from './shop-language.ts';
import { knownVariants } from './variant-id.ts';

/** One product or combination of a cart: a cart holds each once. */
export type Item = { product: string; combination: string; quantity: number };

/** The shop's own ids of all that an order names. */
export type OrderMarket = {
  language: string;
  currency: string;
  conversionRate: string;
  carrier: string;
  /** Country id by ISO code. */
  countries: Record<string, string>;
  items: Item[];
  /** The state that the order is to have. */
  state: string;
  /** States that it is taken out of: those that the webservice begins orders in, but for such as mean the same. */
  leaves: string[];
  /** What the shop will reckon by itself, as far as that can be told. */
  expectedTotal: string;
};

/** Asks the shop whether it can take the order as it is now; refuses in words, where a POST would be a mute 500. */
export async function findMarket(access: Access, order: PlaceOrder, delivery: Delivery): Promise<OrderMarket> {
  const items = await orderedItems(access, order, delivery);
  return {
    items,
    language: await languageOf(access, order.locale),
    ...(await currencyOf(access, order.currency)),
    countries: await countriesOf(access, [order.shippingAddress.country, order.billingAddress.country]),
    carrier: await carrierOf(access, await delivery.externalId('Carrier', order.carrier)),
    ...(await statesOf(access, order)),
    expectedTotal: await expectedTotal(access, order),
  };
}

async function statesOf(
  access: Access,
  { payment, onBackorder }: PlaceOrder,
): Promise<Pick<OrderMarket, 'state' | 'leaves'>> {
  const wanted = onBackorder ? 'ON_BACKORDER' : payment.paid ? 'PAID' : 'PENDING';
  const states = await readOrderStates(access);
  const begun = (['PAYMENT_ERROR', 'PAID', 'PENDING'] as const).filter((status) => status !== wanted);
  return { state: states.stateFor(wanted, payment.paid), leaves: begun.flatMap((status) => states.allOf(status)) };
}

/**
 * An order begins as a payment error unless this amount is told as paid, and another brick may fetch it before it is
 * put right. The webservice delivers by a free carrier where there is one, whatever carrier is named.
 */
async function expectedTotal(access: Access, { totals }: PlaceOrder): Promise<string> {
  const free = await access.rows('carriers', { is_free: '[1]', active: '[1]', deleted: '[0]' });
  if (free.length === 0) return totals.totalWithTax;
  return plain(exact(totals.totalWithTax).minus(totals.shippingWithTax));
}

async function orderedItems(access: Access, { lines }: PlaceOrder, delivery: Delivery): Promise<Item[]> {
  const items = new Map<string, Item>();
  for (const line of lines) {
    const variant = await delivery.externalId('Variant', line.variant);
    const [product, combination = '0'] = variant?.split('-') ?? [];
    if (variant === null || !product) throw productUnknown(line.sku ?? line.name);
    const known = items.get(variant);
    if (known) known.quantity += line.quantity;
    else items.set(variant, { product, combination, quantity: line.quantity });
  }
  const missing = await knownVariants(access, [...items.values()]);
  if (missing.length > 0) {
    throw refusal(
      'ORDER_PRODUCT_GONE',
      'The shop no longer has a product of this order.',
      'Restore the product in the shop, or discard the order and place it again without the product.',
      missing.join(' · '),
    );
  }
  return [...items.values()];
}

function productUnknown(label: string): Error {
  return refusal(
    'ORDER_PRODUCT_UNKNOWN',
    `The shop has no product for "${label}".`,
    'Create the product in the shop and sync, then redrive the message.',
  );
}

async function languageOf(access: Access, locale: string | null): Promise<string> {
  const languages = shopLanguages(await access.rows('languages', {})).filter(({ active }) => active);
  const wanted = locale === null ? null : languageFor(locale, languages);
  if (wanted) return wanted.id;
  const [setting] = await access.rows('configurations', { name: '[PS_LANG_DEFAULT]' });
  return (setting && text(setting.body, 'value')) ?? languages[0]?.id ?? '1';
}

async function currencyOf(access: Access, code: string): Promise<{ currency: string; conversionRate: string }> {
  const rows = await access.rows('currencies', { iso_code: exactly(code) });
  const currency = rows.find(({ body }) => flag(body, 'active') && !flag(body, 'deleted'));
  if (currency) return { currency: currency.id, conversionRate: text(currency.body, 'conversion_rate') ?? '1' };
  throw refusal(
    'ORDER_CURRENCY_MISSING',
    `The shop does not sell in ${code}.`,
    'Activate the currency in International > Localization > Currencies, then redrive the message.',
    rows.map(({ id, body }) => `currency ${id}: active ${text(body, 'active')}`).join(' · ') || 'no such currency',
  );
}

async function countriesOf(access: Access, codes: readonly string[]): Promise<Record<string, string>> {
  const wanted = [...new Set(codes)];
  const rows = await access.rows('countries', { iso_code: `[${wanted.join('|')}]` });
  const found: Record<string, string> = {};
  for (const code of wanted) {
    const row = rows.find(({ body }) => text(body, 'iso_code')?.toUpperCase() === code.toUpperCase());
    if (!row) throw countryRefused('ORDER_COUNTRY_UNKNOWN', `The shop knows no country ${code}.`);
    // Where an invoice goes does not matter to the shop; where a parcel goes makes its order fail.
    if (code === codes[0] && !flag(row.body, 'active'))
      throw countryRefused(
        'ORDER_COUNTRY_INACTIVE',
        `The shop does not deliver to ${code}.`,
        `country ${row.id}: active 0`,
      );
    found[code] = row.id;
  }
  return found;
}

function countryRefused(
  code: 'ORDER_COUNTRY_UNKNOWN' | 'ORDER_COUNTRY_INACTIVE',
  words: string,
  detail?: string,
): Error {
  const remedy = 'Activate the country in International > Locations > Countries, then redrive the message.';
  return refusal(code, words, remedy, detail);
}

/** The row in force: an edit in the back office leaves the carrier its reference and gives it a new id. */
async function carrierOf(access: Access, reference: string | null): Promise<string> {
  const rows = reference === null ? [] : await access.rows('carriers', { id_reference: exactly(reference) });
  const usable = rows.filter(({ body }) => flag(body, 'active') && !flag(body, 'deleted')).at(-1);
  if (usable) return usable.id;
  throw refusal(
    'ORDER_CARRIER_GONE',
    'The shop no longer delivers with the carrier of this order.',
    'Restore or activate the carrier in Shipping > Carriers, then redrive the message.',
    rows
      .map(({ id, body }) => `carrier ${id}: active ${text(body, 'active')}, deleted ${text(body, 'deleted')}`)
      .join(' · ') || 'no such carrier',
  );
}
