import { Decimal } from 'decimal.js';
import type {
  Aggregate,
  JsonObject,
  JsonValue,
  LoyaltyCardFacet,
  Money,
  Projected,
  Related,
  SaleFacet,
  SaleLineFacet,
  StoreFacet,
  TillAlarmFacet,
  TillCustomerFacet,
  TillItemFacet,
  TillSessionFacet,
} from '#sdk';

const Exact = Decimal.clone({ precision: 60 });

function text(body: JsonObject, field: string): string | null {
  const value = body[field];
  return typeof value === 'string' && value !== '' ? value : null;
}

function count(body: JsonObject, field: string): number | null {
  const value = body[field];
  return typeof value === 'number' ? value : null;
}

function list(body: JsonObject, field: string): JsonObject[] {
  const value = body[field];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function money(amount: string | null, body: JsonObject): Money | null {
  return amount === null ? null : { amount, currency: text(body, 'currency') ?? 'EUR' };
}

function known(amount: string | null, body: JsonObject): Money {
  return money(amount ?? '0.00', body) as Money;
}

/** The name under which an item is known: its reference, else its bar code. */
function variantId(body: JsonObject): string | null {
  const gtin = text(body, 'gtin');
  return text(body, 'sku') ?? (gtin && `gtin:${gtin}`);
}

function withoutTax(totalWithTax: string | null, rate: string | null): string | null {
  if (totalWithTax === null || rate === null) return null;
  return new Exact(totalWithTax).times(100).div(new Exact(rate).plus(100)).toFixed(2, Decimal.ROUND_HALF_UP);
}

function toLine(line: JsonObject, ticket: JsonObject, related: Related): SaleLineFacet {
  const id = variantId(line);
  const rate = text(line, 'taxRate');
  return {
    variant: id === null ? null : related.hubId('Variant', id),
    sku: text(line, 'sku'),
    gtin: text(line, 'gtin'),
    name: text(line, 'name') ?? '',
    quantity: count(line, 'quantity') ?? 0,
    unitPriceWithTax: money(text(line, 'unitPrice'), ticket),
    total: money(withoutTax(text(line, 'total'), rate), ticket),
    totalWithTax: known(text(line, 'total'), ticket),
    taxRate: rate,
  };
}

/** The number at a ticket's end: `B1-000123` is the 123rd. */
function sequenceOf(number: string | null): number | null {
  const digits = /\d{1,15}$/.exec(number ?? '')?.[0];
  return digits === undefined ? null : Number(digits);
}

function toSale(body: JsonObject, related: Related): SaleFacet {
  const lines = list(body, 'lines').map((line) => toLine(line, body, related));
  const totals = lines.map(({ total }) => total?.amount ?? null);
  const isTaxKnown = lines.length > 0 && totals.every((total) => total !== null);
  const sum = totals.reduce((total, one) => total.plus(one ?? 0), new Exact(0));
  const [store, customer] = [text(body, 'store'), text(body, 'customer')];
  return {
    number: text(body, 'number') ?? '',
    sequence: sequenceOf(text(body, 'number')),
    till: text(body, 'till') ?? '',
    location: store && related.hubId('Location', store),
    soldAt: text(body, 'soldAt') ?? '',
    lines,
    payments: list(body, 'payments').map((payment) => ({
      method: text(payment, 'method') ?? '',
      amount: known(text(payment, 'amount'), body),
    })),
    total: isTaxKnown ? money(sum.toFixed(2), body) : null,
    totalWithTax: known(text(body, 'total'), body),
    customer: customer && related.hubId('Customer', customer),
    loyaltyNumber: text(body, 'card'),
    hash: text(body, 'hash'),
    session: text(body, 'session'),
  };
}

function toItem(body: JsonObject): TillItemFacet {
  const priceWithTax = money(text(body, 'price'), body);
  return { sku: text(body, 'sku'), gtin: text(body, 'gtin'), name: text(body, 'name'), priceWithTax };
}

function toCustomer(body: JsonObject): TillCustomerFacet {
  return {
    email: text(body, 'email'),
    firstName: text(body, 'firstName'),
    lastName: text(body, 'lastName'),
    phone: text(body, 'phone'),
    loyaltyNumber: text(body, 'card'),
  };
}

function toCard(body: JsonObject, related: Related): LoyaltyCardFacet {
  const customer = text(body, 'customer');
  return {
    number: text(body, 'number') ?? '',
    customer: customer && related.hubId('Customer', customer),
    points: text(body, 'points'),
    balance: money(text(body, 'balance'), body),
    level: text(body, 'level'),
    updatedAt: text(body, 'updatedAt'),
  };
}

function toSession(body: JsonObject, related: Related): TillSessionFacet {
  const store = text(body, 'store');
  return {
    number: text(body, 'number') ?? '',
    till: text(body, 'till') ?? '',
    location: store && related.hubId('Location', store),
    openedAt: text(body, 'openedAt'),
    closedAt: text(body, 'closedAt'),
    saleCount: count(body, 'count'),
    total: money(text(body, 'totalWithoutTax'), body),
    totalWithTax: money(text(body, 'total'), body),
    cumulativeTotal: money(text(body, 'cumulative'), body),
    payments: list(body, 'payments').map((payment) => ({
      method: text(payment, 'name') ?? '',
      amount: known(text(payment, 'amount'), body),
    })),
    taxes: list(body, 'taxes').map((tax) => ({
      rate: text(tax, 'name') ?? '',
      amount: known(text(tax, 'amount'), body),
    })),
    hash: text(body, 'hash'),
  };
}

function toStore(body: JsonObject): StoreFacet {
  return { code: text(body, 'code'), name: text(body, 'name') ?? '' };
}

function toAlarms(id: string, body: JsonObject): Projected[] {
  const [file, at] = [text(body, 'name') ?? '', text(body, 'modifiedAt') ?? ''];
  const alarm = (kind: TillAlarmFacet['kind'], problem: JsonObject, subject = file): TillAlarmFacet => {
    const message = isObject(problem['message']) ? problem['message'] : {};
    const sentence = { en: text(message, 'en') ?? '', fr: text(message, 'fr') ?? '' };
    const place = { row: count(problem, 'row'), column: text(problem, 'column') };
    return { kind, message: sentence, subject, at, file, ...place };
  };
  const outcome = text(body, 'outcome');
  const problem = isObject(body['problem']) ? body['problem'] : {};
  const alarms = [
    ...(outcome === 'refused' ? [alarm('FILE_REFUSED', problem)] : []),
    ...(outcome === 'repeated' ? [alarm('FILE_REPEATED', { message: repeated(file, text(body, 'of') ?? '') })] : []),
    ...list(body, 'doubtful').map((cell) => alarm('LINE_DOUBTFUL', cell)),
    ...list(body, 'changed').map((ticket) => ({
      ...alarm('TICKET_CHANGED', ticket, text(ticket, 'column') ?? file),
      column: null,
    })),
  ];
  return alarms.map((facet, i) => ({ type: 'TillAlarm', externalId: `${id}#${i + 1}`, facet }));
}

function repeated(name: string, of: string): JsonObject {
  return {
    en: `${name} holds the same as ${of}, which was taken before: it had no effect.`,
    fr: `${name} est identique à ${of}, déjà lu : il n'a eu aucun effet.`,
  };
}

/** One facet a record. */
function one(root: string, type: string, toFacet: (body: JsonObject, related: Related) => object): Aggregate {
  return {
    root,
    reads: [],
    project: ({ id, body }, related) => [{ type, externalId: id, facet: toFacet(body, related) }],
  };
}

export const aggregates: readonly Aggregate[] = [
  one('stores', 'Store', toStore),
  one('items', 'TillItem', toItem),
  one('customers', 'TillCustomer', toCustomer),
  one('loyalty', 'LoyaltyCard', toCard),
  one('tickets', 'Sale', toSale),
  one('z_reports', 'TillSession', toSession),
  { root: 'files', reads: [], project: ({ id, body }) => toAlarms(id, body) },
];
