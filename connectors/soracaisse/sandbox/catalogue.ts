import { checkDigit, type Sandbox, type SandboxOptions } from '#sdk';

/** What the store sells; amounts in cents with tax. */
export interface StoreItem {
  sku: string;
  gtin: string;
  name: string;
  cents: number;
  /** The shop's own ids, where it was filled from one. */
  shop?: { product: number; combination: number };
}

export interface StoreCustomer {
  number: string;
  firstName: string;
  lastName: string;
  email: string;
  card: string;
  shopId?: number;
}

export interface Catalogue {
  items: StoreItem[];
  customers: StoreCustomer[];
}

type Row = Record<string, unknown>;

/** The shop's own products and customers where a shop is beside it, as a till that was filled from the shop has them. */
export async function loadCatalogue(shop: SandboxOptions['peers']['shop']): Promise<Catalogue> {
  const own = ownCatalogue();
  if (shop?.connector !== 'prestashop') return own;
  const items = await shopItems(shop);
  const customers = await shopCustomers(shop);
  return {
    items: items.length > 0 ? items : own.items,
    customers: customers.length > 0 ? customers : own.customers,
  };
}

async function shopItems(shop: Sandbox): Promise<StoreItem[]> {
  const languages = await list(shop, 'languages', '[id,iso_code]', 20);
  const french = Number(languages.find((language) => language['iso_code'] === 'fr')?.['id'] ?? 1);
  const products = await list(shop, 'products', '[id,reference,ean13,price,name,active]', 150);
  const combinations = await list(shop, 'combinations', '[id,id_product,reference,ean13,price]', 400);
  const byId = new Map(products.map((product) => [Number(product['id']), product]));
  const varied = new Set(combinations.map((one) => Number(one['id_product'])));
  const plain = products.filter((product) => !varied.has(Number(product['id'])));
  const variants = combinations.filter((one) => byId.has(Number(one['id_product'])));
  return [
    ...plain.map((product) => toItem(product, product, 0, french)),
    ...variants.map((one) => toItem(one, byId.get(Number(one['id_product'])) ?? one, Number(one['price']), french)),
  ].filter(({ sku, cents }) => sku !== '' && cents > 0);
}

function toItem(own: Row, product: Row, impact: number, language: number): StoreItem {
  const cents = Math.round((Number(product['price']) + impact) * 120);
  const ids = { product: Number(product['id']), combination: own === product ? 0 : Number(own['id']) };
  const [sku, gtin] = [word(own['reference']), word(own['ean13'])];
  return { sku, gtin, name: nameOf(product['name'], language), cents, shop: ids };
}

/** Texts by language, French if there is one. */
function nameOf(said: unknown, language: number): string {
  if (!Array.isArray(said)) return word(said) || 'Article';
  const texts = said as { id: unknown; value: unknown }[];
  return word((texts.find(({ id }) => Number(id) === language) ?? texts[0])?.value) || 'Article';
}

async function shopCustomers(shop: Sandbox): Promise<StoreCustomer[]> {
  const rows = await list(shop, 'customers', '[id,firstname,lastname,email]', 12);
  return rows.map((row, i) => ({
    number: `C${String(i + 1).padStart(4, '0')}`,
    firstName: word(row['firstname']),
    lastName: word(row['lastname']),
    email: word(row['email']),
    card: cardNumber(i),
    shopId: Number(row['id']),
  }));
}

export async function list(shop: Sandbox, resource: string, display: string, limit: number): Promise<Row[]> {
  const query = `display=${display}&sort=[id_ASC]&limit=0,${limit}&output_format=JSON`;
  const base = shop.url.endsWith('/') ? shop.url : `${shop.url}/`;
  const credentials = Buffer.from(`${word(shop.settings['key'])}:`).toString('base64');
  const answer = await fetch(new URL(`api/${resource}?${query}`, base), {
    headers: { Authorization: `Basic ${credentials}` },
  });
  if (!answer.ok) return [];
  const body = (await answer.json()) as Record<string, Row[]>;
  return body[resource] ?? [];
}

function word(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number'
    ? String(value)
        .replace(/[;"\r\n]/g, ' ')
        .trim()
    : '';
}

function cardNumber(i: number): string {
  return `29${String(100_000 + i * 37)}`;
}

const NAMES = [
  'Cahier à spirale A5',
  'Stylo plume « Été »',
  'Théière en fonte',
  'Bougie parfumée figuier',
  'Œuf en bois peint',
  "Carnet d'atelier",
  'Puzzle forêt 500 pièces',
  'Mug émaillé bleu',
  'Sac en lin naturel',
  'Carte postale Bretagne',
  'Savon au miel',
  'Jeu de dés',
];
const PEOPLE = [
  ['Élodie', 'Lefèvre'],
  ['Marc', 'Garçon'],
  ['Zoé', 'Noël'],
  ['Hervé', 'Dupont'],
] as const;

function ownCatalogue(): Catalogue {
  const items = NAMES.map((name, i) => {
    const digits = `${i === 5 ? '0' : '3'}7600${String(10_000 + i * 211).padStart(7, '0')}`;
    return { sku: `SC-${101 + i}`, gtin: digits + String(checkDigit(digits)), name, cents: 290 + i * 385 };
  });
  const customers = PEOPLE.map(([firstName, lastName], i) => ({
    number: `C${String(i + 1).padStart(4, '0')}`,
    firstName,
    lastName,
    email: `client${i + 1}@example.org`,
    card: cardNumber(i),
  }));
  return { items, customers };
}
