import { gtinLookup, isRefusal, refusal, type Refusal } from '../../graph/index.ts';
import type { ShopContext } from '../context.ts';
import type { CurrencyFacet, CustomerFacet } from '../facets.ts';
import type { Row } from '../loaders.ts';
import { textIn } from '../locale.ts';
import type { OrderRequest } from './order.schema.ts';
import { priceLine, shippingOf, sumUp, weightOf, type OrderSums, type PricedLine, type Terms } from './totals.ts';

export interface QuotedLine extends PricedLine {
  variant: Row<'Variant'>;
  name: string;
}

export interface QuotedCarrier {
  row: Row<'Carrier'>;
  price: PricedLine['unitPrice'];
  priceWithTax: PricedLine['unitPrice'];
}

/** What an order would come to now, from what is mirrored. */
export interface Quote {
  brick: string;
  currency: string;
  /** Units of it for one unit of the main currency. */
  rate: string;
  mainCurrency: string;
  lines: QuotedLine[];
  customer: { known: Row<'Customer'> | null; email: string };
  /** All that go there, the cheapest first. */
  carriers: QuotedCarrier[];
  carrier: QuotedCarrier;
  totals: OrderSums;
}

/** Prices an order, or says what is wrong with it as far as the mirror knows. */
export async function quote(context: ShopContext, brick: string, asked: OrderRequest): Promise<Quote | Refusal> {
  const currency = await currencyOf(context, brick, asked.currency ?? null);
  if (isRefusal(currency)) return currency;
  const zone = await zoneOf(context, brick, asked.shippingAddress.country);
  if (typeof zone !== 'string') return zone;
  const billed = await billingOf(context, brick, asked);
  if (billed) return billed;
  const buyer = await buyerOf(context, brick, asked);
  if (isRefusal(buyer)) return buyer;
  const terms: Terms = {
    market: asked.shippingAddress.country,
    customerGroup: buyer.known?.facet.defaultGroup ?? null,
    customer: buyer.known?.id ?? null,
    currency: currency.code,
    rate: currency.rate,
    rounding: currency.rounding,
    at: context.request.now().toISOString(),
  };
  const lines = await linesOf(context, brick, asked, terms);
  if (!Array.isArray(lines)) return lines;
  const free = {
    price: { amount: '0', currency: currency.code },
    priceWithTax: { amount: '0', currency: currency.code },
  };
  const { productsWithTax } = sumUp(lines, free, currency.code);
  const parcel = { weight: await totalWeight(context, brick, lines), productsWithTax, zone };
  const carriers = await carriersFor(context, brick, parcel, terms);
  const carrier = chosenCarrier(carriers, asked.carrier);
  if (!carrier) return carrierRefusal(context, brick, asked);
  const totals = sumUp(lines, carrier, currency.code);
  const { code, rate, main } = currency;
  return { brick, currency: code, rate, mainCurrency: main, lines, customer: buyer, carriers, carrier, totals };
}

async function currencyOf(
  { request }: ShopContext,
  brick: string,
  asked: string | null,
): Promise<(Pick<CurrencyFacet, 'code' | 'rate' | 'rounding'> & { main: string }) | Refusal> {
  const { rows } = await request.reader.facets.page<Row<'Currency'>['facet']>({ type: 'Currency', brick, first: 200 });
  const currencies = rows.map(({ row }) => row.facet).filter(({ active }) => active);
  const found = currencies.find(({ code, isMain }) => (asked === null ? isMain : code === asked));
  const main = currencies.find(({ isMain }) => isMain)?.code;
  if (found && main !== undefined) return { code: found.code, rate: found.rate, rounding: found.rounding, main };
  const known = currencies.map(({ code }) => code).sort();
  return refusal(
    'UNKNOWN_CURRENCY',
    asked === null ? 'The shop has told no main currency yet.' : `The shop does not sell in ${asked}.`,
    known.length > 0 ? `Its currencies: ${known.join(', ')}.` : 'Wait until the shop has been read.',
    'currency',
  );
}

async function zoneOf({ loaders }: ShopContext, brick: string, code: string): Promise<string | Refusal> {
  const [country] = await loaders.byColumn('Country', brick, 'code').load(code);
  if (country?.facet.active && country.facet.zone !== null) return country.facet.zone;
  return refusal(
    'COUNTRY_NOT_SERVED',
    `The shop sends nothing to ${code}.`,
    'Take another address, or open the country in the shop.',
    'shippingAddress.country',
  );
}

/** An invoice may go where no parcel goes, but not to a country that the shop does not know. */
async function billingOf({ loaders }: ShopContext, brick: string, asked: OrderRequest): Promise<Refusal | null> {
  const code = asked.billingAddress?.country;
  if (code === undefined || (await loaders.byColumn('Country', brick, 'code').load(code)).length > 0) return null;
  return refusal('UNKNOWN_COUNTRY', `The shop knows no country ${code}.`, 'Correct it.', 'billingAddress.country');
}

async function buyerOf(
  { loaders }: ShopContext,
  brick: string,
  { customer }: OrderRequest,
): Promise<Quote['customer'] | Refusal> {
  if (customer.id !== null) {
    const known = await loaders.byId('Customer', brick).load(customer.id);
    if (known?.facet.active) return { known, email: known.facet.email };
    const message = known ? 'The account of this customer is closed.' : 'The shop has no customer with this id.';
    return refusal(
      'UNKNOWN_CUSTOMER',
      message,
      'Look it up with `customers`, or give an e-mail address.',
      'customer.id',
    );
  }
  const email = customer.email ?? '';
  const found = await loaders.byColumn('Customer', brick, 'email').load(email.toLowerCase());
  return { known: found.find(({ facet }) => isAccount(facet)) ?? null, email };
}

function isAccount({ guest, active }: CustomerFacet): boolean {
  return !guest && active;
}

async function linesOf(
  context: ShopContext,
  brick: string,
  { lines, locale }: OrderRequest,
  terms: Terms,
): Promise<QuotedLine[] | Refusal> {
  const rows = await Promise.all(lines.map((line) => variantOf(context, brick, line)));
  const products = await Promise.all(
    rows.map(async (row) => (row ? context.loaders.byId('Product', brick).load(row.facet.product) : null)),
  );
  const quoted: QuotedLine[] = [];
  for (const [index, { quantity, ...key }] of lines.entries()) {
    const [row, product] = [rows[index], products[index]];
    const path = `lines.${index}`;
    if (!row || !product)
      return refusal(
        'UNKNOWN_SKU',
        `The shop does not sell "${key.variant ?? key.sku ?? key.gtin}".`,
        'Look it up with `products(search: …)`.',
        path,
      );
    if (!row.facet.active || !product.facet.active)
      return refusal('NOT_FOR_SALE', 'The shop does not offer it now.', 'Take it out of the order.', path);
    if (quantity < row.facet.minimalQuantity)
      return refusal(
        'TOO_FEW',
        `The shop sells at least ${row.facet.minimalQuantity} of it at a time.`,
        'Order more of it.',
        `${path}.quantity`,
      );
    const name = textIn(product.facet.name, locale, context.request.defaultLocale) ?? row.facet.sku ?? '';
    quoted.push({ ...priceLine(row.facet, quantity, terms), variant: row, name });
  }
  return quoted;
}

async function variantOf(
  { loaders }: ShopContext,
  brick: string,
  { variant, sku, gtin }: Omit<OrderRequest['lines'][number], 'quantity'>,
): Promise<Row<'Variant'> | null> {
  if (variant !== null) return loaders.byId('Variant', brick).load(variant);
  const lookup = sku ?? gtinLookup(gtin);
  if (lookup === null) return null;
  const found = await loaders.byColumn('Variant', brick, sku === null ? 'gtin_lookup' : 'sku').load(lookup);
  // Two variants of one SKU: which is meant is not guessed.
  return found.length === 1 ? (found[0] ?? null) : null;
}

async function totalWeight({ loaders }: ShopContext, brick: string, lines: readonly QuotedLine[]): Promise<string> {
  const weights = lines.map(async ({ variant, quantity }) => {
    if (variant.facet.weight !== null) return { weight: variant.facet.weight, quantity };
    const product = await loaders.byId('Product', brick).load(variant.facet.product);
    return { weight: product?.facet.weight ?? null, quantity };
  });
  return weightOf(await Promise.all(weights));
}

async function carriersFor(
  { request }: ShopContext,
  brick: string,
  parcel: Parameters<typeof shippingOf>[1],
  terms: Terms,
): Promise<QuotedCarrier[]> {
  const where = [{ column: 'active', in: [1] }];
  const { rows } = await request.reader.facets.page<Row<'Carrier'>['facet']>({
    type: 'Carrier',
    brick,
    where,
    first: 200,
  });
  return rows
    .flatMap(({ row }) => {
      const cost = shippingOf(row.facet, parcel, terms);
      return cost ? [{ row, ...cost }] : [];
    })
    .sort(
      (one, other) => Number(one.price.amount) - Number(other.price.amount) || (one.row.id < other.row.id ? -1 : 1),
    );
}

function chosenCarrier(carriers: readonly QuotedCarrier[], asked: string | null): QuotedCarrier | undefined {
  return asked === null ? carriers[0] : carriers.find(({ row }) => row.id === asked);
}

async function carrierRefusal({ loaders }: ShopContext, brick: string, asked: OrderRequest): Promise<Refusal> {
  const { country } = asked.shippingAddress;
  const known = asked.carrier === null ? null : await loaders.byId('Carrier', brick).load(asked.carrier);
  if (asked.carrier !== null && !known?.facet.active)
    return refusal(
      'CARRIER_GONE',
      'The shop no longer offers this carrier.',
      'Ask `previewOrder` for those it has.',
      'carrier',
    );
  return refusal(
    'NO_DELIVERY',
    known
      ? `${known.facet.name} does not take this order to ${country}.`
      : `No carrier takes this order to ${country}.`,
    'Take another carrier, or fewer pieces.',
    'carrier',
  );
}
