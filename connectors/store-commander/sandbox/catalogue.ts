import { Decimal } from 'decimal.js';
import type { Sandbox, SandboxOptions } from '#sdk';

/** A product or one of its combinations, as an export shows it. */
export interface Item {
  productId: string;
  /** `0` for a product without combinations. */
  variantId: string;
  sku: string;
  gtin: string;
  name: string;
  /** Without tax, two decimals. */
  price: string;
  active: boolean;
}

type Row = Record<string, unknown>;

/** What the shop beside it sells, by its webservice; a small catalogue of its own where there is none. */
export async function loadCatalogue(shop: SandboxOptions['peers']['shop']): Promise<Item[]> {
  const items = shop?.connector === 'prestashop' ? await shopItems(shop) : [];
  return items.length > 0 ? items : ownCatalogue();
}

async function shopItems(shop: Sandbox): Promise<Item[]> {
  const languages = await list(shop, 'languages', '[id,iso_code]', 20);
  const french = word(languages.find((language) => language['iso_code'] === 'fr')?.['id'] ?? 1);
  const products = await list(shop, 'products', '[id,reference,ean13,price,name,active]', 300);
  const combinations = await list(shop, 'combinations', '[id,id_product,reference,ean13,price]', 900);
  return products
    .flatMap((product) => {
      const own = combinations.filter((one) => word(one['id_product']) === word(product['id']));
      return own.length > 0
        ? own.map((one) => toItem(product, one, french))
        : [toItem(product, { ...product, id: 0, price: 0 }, french)];
    })
    .filter(({ sku }) => sku !== '');
}

/** The price of a combination is what it adds to that of its product. */
function toItem(product: Row, own: Row, language: string): Item {
  return {
    productId: word(product['id']),
    variantId: word(own['id']),
    sku: word(own['reference']),
    gtin: word(own['ean13']),
    name: nameOf(product['name'], language),
    price: new Decimal(word(product['price']) || 0).plus(word(own['price']) || 0).toFixed(2),
    active: word(product['active']) !== '0',
  };
}

function nameOf(said: unknown, language: string): string {
  if (!Array.isArray(said)) return word(said);
  const texts = said as { id: unknown; value: unknown }[];
  return word((texts.find(({ id }) => word(id) === language) ?? texts[0])?.value);
}

async function list(shop: Sandbox, resource: string, display: string, limit: number): Promise<Row[]> {
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
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

const NAMES = ['Théière en fonte', 'Carnet d’atelier', 'Mug émaillé', 'Sac en lin', 'Bougie figuier', 'Savon au miel'];
const COLOURS = ['écru', 'bleu', 'ocre'];

function ownCatalogue(): Item[] {
  return NAMES.flatMap((name, i) =>
    COLOURS.map((colour, j) => ({
      productId: String(i + 1),
      variantId: String(i * COLOURS.length + j + 1),
      sku: `ART-${101 + i}-${j + 1}`,
      gtin: '',
      name: `${name} ${colour}`,
      price: new Decimal('7.9').plus(new Decimal('3.25').times(i)).plus(j).toFixed(2),
      active: true,
    })),
  );
}
