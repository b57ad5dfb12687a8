import { Decimal } from 'decimal.js';
import type { Random } from './random.ts';
import { STORE, WAREHOUSE, type FulfilmentState, type Level, type PurchaseOrder } from './state.ts';

/** An article as the warehouse learns of it, from its own list or from the shop. */
export interface Article {
  sku: string;
  barcode: string;
  name: string;
  /** What lies in all warehouses together. */
  quantity: number;
}

const KINDS = [
  'Tente 2 places',
  'Sac de couchage',
  'Réchaud à gaz',
  'Gourde 1 L',
  'Lampe frontale',
  'Repas lyophilisé',
];
const COLOURS = ['rouge', 'bleu', 'vert', 'noir', 'gris', 'jaune'];

/** Articles of a warehouse that is linked to no shop. */
export function ownArticles(random: Random): Article[] {
  return KINDS.flatMap((kind, row) =>
    COLOURS.map((colour, column) => {
      const number = row * COLOURS.length + column + 1;
      return {
        sku: `ART-${String(number).padStart(3, '0')}`,
        barcode: `3760${String(100_000_000 + number)}`,
        name: `${kind} ${colour}`,
        quantity: random.int(4, 60),
      };
    }),
  );
}

const SUPPLIERS = ['Alpes Distribution', 'Nord Outdoor', 'Trek Import'];

/** A warehouse and the store's own stock, with articles and purchase orders, and no order yet. */
export function foundBusiness(articles: readonly Article[], random: Random, bornAt: Date): FulfilmentState {
  const state: FulfilmentState = {
    suppliers: SUPPLIERS.map((name, index) => ({
      id: index + 1,
      name,
      code: `SUP${index + 1}`,
      email: `commandes@supplier${index + 1}.example`,
      street1: `${index * 7 + 3} rue des Fournisseurs`,
      street2: '69000 Lyon',
    })),
    warehouses: [
      { id: WAREHOUSE, name: 'Entrepôt', code: 'ENT' },
      { id: STORE, name: 'Boutique', code: 'BTQ' },
    ],
    products: articles.map(({ sku, barcode, name }, index) => ({ id: index + 1, sku, barcode, name })),
    stocks: {},
    carriers: [
      { id: 1, code: 'colissimo', name: 'Colissimo' },
      { id: 2, code: 'mondialrelay', name: 'Mondial Relay' },
    ],
    purchaseOrders: [],
    receptions: [],
    orders: [],
    inProgress: [],
    shipments: [],
    shelves: { [WAREHOUSE]: shelves('A', 30), [STORE]: shelves('B', 6) },
  };
  for (const article of articles) state.stocks[article.sku] = levels(article, random);
  for (let id = 1; id <= 6 && articles.length > 0; id += 1) {
    state.purchaseOrders.push(purchaseOrder(id, articles, random, new Date(bornAt.getTime() - (7 - id) * 86_400_000)));
  }
  return state;
}

function shelves(row: string, count: number): { location_code: string }[] {
  return Array.from({ length: count }, (_, index) => ({
    location_code: `${row}-${String(index + 1).padStart(2, '0')}`,
  }));
}

/** A fifth of it lies in the store. */
function levels({ quantity }: Article, random: Random): Level[] {
  const inStore = Math.floor(Math.max(0, quantity) / 5);
  return [
    level(WAREHOUSE, Math.max(0, quantity) - inStore, `A-${String(random.int(1, 30)).padStart(2, '0')}`),
    level(STORE, inStore, `B-0${random.int(1, 6)}`),
  ];
}

function level(warehouse: number, physical: number, shelf: string): Level {
  return {
    w_id: warehouse,
    wi_available_quantity: physical,
    wi_physical_quantity: physical,
    wi_reserved_quantity: 0,
    wi_quantity_to_ship: 0,
    wi_shelf_location: shelf,
  };
}

function purchaseOrder(id: number, articles: readonly Article[], random: Random, at: Date): PurchaseOrder {
  const supplier = random.int(1, SUPPLIERS.length);
  const chosen = new Map(
    Array.from({ length: 3 }, () => random.pick(articles)).map((article) => [article.sku, article]),
  );
  const items = [...chosen.values()].map(({ sku, name }) => ({
    sku,
    supplier_sku: `F${supplier}-${sku}`,
    name,
    qty: random.int(5, 30),
    qty_pack: random.chance(0.2) ? 6 : 1,
    qty_received: 0,
    price: `${random.int(3, 80)}.${random.int(10, 99)}00`,
  }));
  const total = items.reduce((sum, { qty, price }) => sum.plus(new Decimal(price).times(qty)), new Decimal(0));
  const wall = at.toISOString().slice(0, 19).replace('T', ' ');
  return {
    id,
    reference: `PO${String(id).padStart(5, '0')}`,
    supplier_id: supplier,
    supplier_name: SUPPLIERS[supplier - 1] ?? '',
    supplier_reference: '',
    status: 'expected',
    created_at: wall,
    updated_at: wall,
    eta: new Date(at.getTime() + 10 * 86_400_000).toISOString().slice(0, 10),
    grandtotal: total.toFixed(4),
    private_comments: '',
    items,
  };
}
