/** What a warehouse, a till and a shop said, and the smallest engine that brings it into an Odoo. */
import type { FulfilmentFacets, IntakeContext, IntakeItem, JsonObject, OpenBrick, ShopFacets, TillFacets } from '#sdk';
import { TestMirror } from '../test-brick.ts';

type Facets = FulfilmentFacets & TillFacets & ShopFacets;
/** Facet type to hub id to what is said of it; of shops only what a swap may ask for. */
export type Source = { [Type in keyof Facets]?: Record<string, Partial<Facets[Type]>> };

const euro = (amount: string): { amount: string; currency: string } => ({ amount, currency: 'EUR' });
const noAddress = { externalId: '1', alias: null, company: null, vatNumber: null, street2: null, state: null };

const sold = (variant: string, sku: string, toShip: number, quantity = toShip) => ({
  ...{ variant, sku, name: `A ${sku}`, quantity, reserved: 0, toShip, shelf: null },
});

export const SOURCE: Source = {
  Location: {
    main: { name: 'Entrepôt', code: 'MAIN-01', kind: 'warehouse', active: true },
    shop: { name: 'Boutique Brest', code: 'MAIN-02', kind: 'store', active: true },
    old: { name: 'Grange', code: null, kind: 'warehouse', active: false },
  },
  Store: { shop: { name: 'Boutique Brest', code: 'MAIN-02' } },
  Supplier: { shore: { name: 'Rivage', code: 'RIV', email: 'v@rivage.example', address: '3 quai, 29200 Brest' } },
  StockItem: {
    novel: { sku: 'LIV-1', gtin: '3769990000014', name: 'Roman', active: true, onHand: 12 },
    pen: { sku: 'PAP-2', gtin: null, name: 'Stylo', active: true, onHand: 0 },
    gone: { sku: 'OLD', gtin: null, name: null, active: false, onHand: 0 },
  },
  StockLevel: {
    'novel@main': { variant: 'novel', sku: 'LIV-1', location: 'main', onHand: 9, shelf: 'A-12' },
    'novel@shop': { variant: 'novel', sku: 'LIV-1', location: 'shop', onHand: 3, shelf: null },
    'pen@main': { variant: 'pen', sku: 'PAP-2', location: 'main', onHand: 0, shelf: null },
  },
  TillItem: {
    novel: { sku: 'LIV-1', gtin: '3769990000014', name: 'Roman', priceWithTax: euro('22.90') },
    bag: { sku: 'SAC', gtin: null, name: 'Sac', priceWithTax: euro('0.10') },
  },
  Variant: { novel: { taxRates: { FR: '5.5' }, defaultMarket: 'FR' } },
  TillCustomer: {
    ada: { email: 'Ada_L@example.test', firstName: 'Ada', lastName: 'Lovelace', phone: null, loyaltyNumber: '044-1' },
    bob: { email: null, firstName: null, lastName: 'Bob', phone: '0199', loyaltyNumber: null },
  },
  LoyaltyCard: {
    'card-1': { number: '044-1', customer: 'ada', points: '18', balance: null, level: 'or', updatedAt: null },
    'card-2': { number: 'G-77', customer: null, points: null, balance: euro('25.50'), level: null, updatedAt: null },
  },
  PurchaseOrder: {
    awaited: {
      ...{ reference: 'PO-7', supplier: 'shore', status: 'PARTIAL', expectedAt: null, total: euro('57.25') },
      location: 'main',
      lines: [
        { ...line('novel', 'LIV-1'), quantity: 8, received: 3 },
        { ...line('pen', 'PAP-2'), quantity: 4, received: 4 },
      ],
    },
    came: { reference: 'PO-6', supplier: 'shore', status: 'RECEIVED', lines: [] },
  },
  FulfilmentOrder: {
    'order-1': {
      ...{ reference: 'ABCDEFGHI', number: '42', status: 'PICKING', placedAt: '2026-11-20T10:00:00Z' },
      ...{ location: 'main', lines: [sold('novel', 'LIV-1', 2, 3), sold('pen', 'PAP-2', 0, 1)] },
    },
    'order-2': { reference: 'SENTALREA', number: '41', status: 'SHIPPED', lines: [sold('novel', 'LIV-1', 0, 1)] },
  },
  Order: {
    'order-1': {
      ...{ reference: 'ABCDEFGHI', customer: 'ada', placedAt: '2026-11-20T10:00:00Z', carrier: null, note: null },
      totals: { total: euro('68.70') } as ShopFacets['Order']['totals'],
      lines: [
        { variant: 'novel', unitPrice: euro('21.71'), unitPriceWithTax: euro('22.90'), taxRate: '5.5' },
      ] as ShopFacets['Order']['lines'],
      shippingAddress: {
        ...{ firstName: 'Ada', lastName: 'Lovelace', street: '3 rue Haute', postcode: '38000', city: 'Grenoble' },
        ...{ country: 'FR', phone: '0476', mobile: null, ...noAddress },
      },
    },
  },
  Customer: { ada: { email: 'Ada_L@example.test' } },
  Sale: { ticket: { number: 'T-1' } },
};

function line(variant: string, sku: string): FulfilmentFacets['PurchaseOrder']['lines'][number] {
  const counts = { quantity: 0, received: 0, packQuantity: 1 };
  return { variant, sku, supplierSku: null, name: null, price: euro('11.45'), ...counts };
}

/** What an engine keeps on disk. */
export interface Kept {
  begun: Set<string>;
  placed: Map<string, string>;
  refused: Map<string, string>;
}

export const nothingKept = (): Kept => ({ begun: new Set(), placed: new Map(), refused: new Map() });

/** Brings all stages to their end, or to the first request that is cut off. */
export async function bring(brick: OpenBrick, source: Source, kept: Kept): Promise<void> {
  const context: IntakeContext = {
    plan: 'plan-1',
    placed: (kind, id) => kept.placed.get(`${kind} ${id}`) ?? null,
    source: (kind, ids) => Promise.resolve(itemsOf(source, kind).filter(({ id }) => ids.includes(id))),
    children: () => Promise.resolve([]),
    blob: () => Promise.resolve(null),
    target: new TestMirror(),
    now: new Date('2026-11-23T12:00:00Z'),
    signal: new AbortController().signal,
  };
  for (const stage of brick.intake?.facets?.stages ?? []) {
    for (const item of itemsOf(source, stage.kind)) {
      const key = `${stage.kind} ${item.id}`;
      if (kept.placed.has(key) || (stage.wants?.(item) ?? true) !== true) continue;
      const found = stage.merges || kept.begun.has(key) ? await stage.find(item, context) : null;
      kept.begun.add(key);
      if (found === null) for (const { id, targetId } of await stage.put([item], context)) place(id, targetId);
      else {
        await stage.take?.(item, found, context);
        place(item.id, found);
      }
      function place(id: string, targetId: string): void {
        kept.placed.set(`${stage.kind} ${id}`, targetId);
      }
    }
  }
}

function itemsOf(source: Source, kind: string): IntakeItem[] {
  const items = source[kind as keyof Source] ?? {};
  return Object.entries(items).map(([id, body]) => ({ id, body: body as JsonObject }));
}
