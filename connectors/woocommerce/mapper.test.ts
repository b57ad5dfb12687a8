import { createHmac } from 'node:crypto';
import type { JsonObject, OrderFacet, Projected, ProductFacet, RawRecord, Related, VariantFacet } from '#sdk';
import { aggregates } from './mapper/aggregates.ts';
import { signatureBase } from './oauth1.ts';
import { recordedBody, recording } from './sandbox/recorded-shop.ts';

const SETTINGS = {
  woocommerce_currency: 'EUR',
  woocommerce_default_country: 'FR',
  woocommerce_calc_taxes: 'yes',
  woocommerce_prices_include_tax: 'yes',
};
const rate = { state: '', postcode: '', city: '', priority: 1, compound: false, shipping: true, order: 0 };
const KINDS: Record<string, RawRecord[]> = {
  settings: Object.entries(SETTINGS).map(([id, value]) => ({ id, body: { id, value } })),
  site: [{ id: 'site', body: { language: 'fr-FR', home: 'https://shop.example' } }],
  tax_rates: [
    { id: '1', body: { ...rate, id: 1, country: 'FR', rate: '20.0000', class: 'standard' } },
    { id: '2', body: { ...rate, id: 2, country: 'FR', rate: '5.5000', class: 'taux-reduit-livre' } },
  ],
};

function related(children: Record<string, RawRecord[]> = {}): Related {
  const derived = new Map<string, unknown>();
  return {
    children: (kind) => children[kind] ?? [],
    siblings: () => [],
    all: (kind) => KINDS[kind] ?? [],
    get: (kind, id) => KINDS[kind]?.find((record) => record.id === id),
    derived<T>(name: string, _: readonly string[], compute: () => T): T {
      if (!derived.has(name)) derived.set(name, compute());
      return derived.get(name) as T;
    },
    hubId: (type, id) => `${type}:${id}`,
    blobUrl: (sha256) => `/blobs/${sha256}`,
  };
}

function projected(root: string, body: JsonObject, children: Record<string, RawRecord[]> = {}): Projected[] {
  const aggregate = aggregates.find((one) => one.root === root);
  return aggregate?.project({ id: String(Number(body['id'])), body }, related(children)) ?? [];
}

const rows = (name: string): JsonObject[] => recordedBody(name) as JsonObject[];

describe('recorded records', () => {
  test('a book: its price without the tax that it includes, exact to the cent', () => {
    const [product, variant] = projected('products', recordedBody('products.create.201.simple') as JsonObject);
    expect(product?.facet as ProductFacet).toMatchObject({
      ...{ name: { 'fr-FR': "Le Château de l'Élan — roman" }, kind: 'simple', active: true, weight: '0.42' },
      ...{ categories: ['Category:18'], variants: ['Variant:10-0'], createdAt: '2026-11-23T05:00:16Z' },
    });
    expect(variant?.facet as VariantFacet).toMatchObject({
      ...{ sku: 'LIV-001', gtin: '3769990000014', shopQuantity: 14, defaultMarket: 'FR' },
      ...{ listPrice: { amount: '21.706161', currency: 'EUR' }, taxRates: { FR: '5.5' } },
    });
  });

  test('variations: in order, with their options', () => {
    const variations = rows('variations.list').map((body) => ({ id: `22-${String(body['id'] as number)}`, body }));
    const found = projected('products', recordedBody('products.create.201.variable') as JsonObject, { variations });
    const variants = found.filter(({ type }) => type === 'Variant');
    expect(variants.map(({ externalId }) => externalId)).toEqual(['22-23', '22-24', '22-25']);
    expect(variants.map(({ facet }) => (facet as VariantFacet).options[0]?.value)).toEqual([
      { 'fr-FR': 'Bleu' },
      { 'fr-FR': 'Écru' },
      { 'fr-FR': 'Rouge' },
    ]);
    expect((variants[0]?.facet as VariantFacet).listPrice.amount).toBe('32.50');
  });

  test('what lies in the trash stands for nothing', () => {
    expect(projected('products', rows('products.list.status-trash')[0] ?? {})).toEqual([]);
  });

  test('an order with two tax rates, and its parcel', () => {
    const body = recordedBody('orders.update.200.completed-with-tracking-meta') as JsonObject;
    const [order] = projected('orders', body);
    const facet = order?.facet as OrderFacet;
    expect(facet).toMatchObject({
      ...{ number: '34', status: 'SHIPPED', customer: 'Customer:2', carrier: 'Colissimo' },
      trackingNumbers: ['6A12345678901'],
    });
    expect(facet.totals.totalWithTax).toEqual({ amount: '76.70', currency: 'EUR' });
    expect(facet.totals.total.amount).toBe('69.16');
    expect(facet.lines.map(({ variant, taxRate, unitPrice }) => [variant, taxRate, unitPrice.amount])).toEqual([
      ['Variant:10-0', '5.5', '21.705'],
      ['Variant:18-20', '20', '20.83'],
    ]);
  });

  test('a refund of one piece of a line', () => {
    const order = rows('orders.list.modified_after').find(({ id }) => id === 36) ?? {};
    const refunds = [{ id: '36-41', body: recordedBody('refunds.create.201') as JsonObject }];
    const facet = projected('orders', order, { refunds })[0]?.facet as OrderFacet;
    expect(facet.refunds).toEqual([
      {
        ...{ externalId: '41', at: '2026-11-23T05:03:56Z' },
        goodsWithTax: { amount: '12.00', currency: 'EUR' },
        shippingWithTax: { amount: '0.00', currency: 'EUR' },
        totalWithTax: { amount: '12.00', currency: 'EUR' },
        lines: [{ orderLine: '12', quantity: 1, amountWithTax: { amount: '12.00', currency: 'EUR' } }],
      },
    ]);
    expect(facet.lines.map(({ refundedQuantity }) => refundedQuantity)).toEqual([0, 1]);
  });

  test('a VAT number that stands in a meta', () => {
    const [customer] = projected('customers', recordedBody('customers.create.201.business-vat-in-meta') as JsonObject);
    expect(customer?.facet).toMatchObject({
      ...{ vatNumber: 'FR44732829320', companyNumber: '732829320', company: 'Café Pâtisserie Brûlé SARL' },
    });
  });
});

test('the recorded signature of OAuth 1.0a is the one that is computed here', () => {
  const { path } = recording('products.list.200.oauth1-plain-http').request;
  const url = new URL(path, 'http://127.0.0.1:8083');
  const oauth = [...url.searchParams].filter(([name]) => name.startsWith('oauth_') && name !== 'oauth_signature');
  const recorded = url.searchParams.get('oauth_signature');
  for (const name of [...url.searchParams.keys()]) if (name.startsWith('oauth_')) url.searchParams.delete(name);
  const base = signatureBase('GET', url.href, oauth);
  expect(createHmac('sha256', 'CONSUMER_SECRET&').update(base).digest('base64')).toBe(recorded);
});
