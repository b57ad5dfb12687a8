import {
  defineStage,
  type IntakeContext,
  type IntakeItem,
  type IntakeStage,
  type JsonObject,
  type StockItemFacet,
  type TillItemFacet,
  type VariantFacet,
} from '#sdk';
import { Decimal } from 'decimal.js';
import type { Access } from '../commands/access.ts';
import type { Row } from '../query.ts';
import { flag, refs, text } from '../record.ts';
import type { AccessOf } from './stage-access.ts';
import { KEPT, lacking, loss } from './words.ts';

interface Item {
  sku: string | null;
  gtin: string | null;
  name: string | null;
}

/** What is stored: products with a count. */
export function stockItemStage(accessOf: AccessOf): IntakeStage {
  return defineStage<StockItemFacet>({
    kind: 'StockItem',
    merges: true,
    requests: () => 2,
    wants: ({ body }) => (body.active ? true : KEPT.inactive),
    find: async ({ body }, context) => idOf(await findProduct(accessOf(context), body)),
    put: async ([item], context) => (item ? [await made(accessOf(context), item)] : []),
  });
}

/** What the till sells: a product that is there already is offered at the till with this price. */
export function tillItemStage(accessOf: AccessOf): IntakeStage {
  return defineStage<TillItemFacet>({
    kind: 'TillItem',
    merges: true,
    requests: () => 3,
    limits: [
      loss(
        'tax',
        {
          en: 'Where the shop does not say a product’s tax rate, Odoo’s default sales tax is used.',
          fr: 'Si la boutique ne dit pas le taux d’un article, la taxe de vente par défaut d’Odoo est prise.',
        },
        {
          en: 'Check products of a reduced rate: Sales > Products, column “Sales Taxes”.',
          fr: 'Vérifier les articles à taux réduit : Ventes > Articles, colonne « Taxes à la vente ».',
        },
      ),
    ],
    find: async ({ id, body }, context) =>
      context.placed('StockItem', id) ?? idOf(await findProduct(accessOf(context), body)),
    async put([item], context) {
      if (!item) return [];
      const placed = await made(accessOf(context), item);
      await offer(accessOf(context), Number(placed.targetId), item, context);
      return [placed];
    },
    async take(item, targetId, context) {
      await offer(accessOf(context), Number(targetId), item, context);
      return [{ id: item.id, targetId }];
    },
  });
}

const idOf = (row: Row | null): string | null => (row ? String(row.id) : null);

/** By bar code, which Odoo keeps unique, then by reference, which it does not: two of one reference are for a person. */
async function findProduct(access: Access, { sku, gtin }: Item): Promise<Row | null> {
  const fields = ['default_code', 'barcode', 'active'];
  if (gtin !== null) {
    const [found] = await access.rows('product.product', [['barcode', '=', gtin]], fields);
    if (found) return found;
  }
  if (sku === null || sku === '') return null;
  const found = await access.rows('product.product', [['default_code', '=', sku]], fields);
  const own = found.filter((row) => gtin === null || text(row, 'barcode') === null);
  if (own.length <= 1) return own[0] ?? null;
  throw lacking(
    'INTAKE_SKU_TWICE',
    `Odoo has ${own.length} products with the internal reference ${sku}.`,
    'Archive all but one in Odoo, then apply again.',
    own.map(({ id }) => `product.product ${id}`).join(', '),
  );
}

async function made(access: Access, { id, body }: IntakeItem<Item>): Promise<{ id: string; targetId: string }> {
  const found = await findProduct(access, body);
  const name = body.name ?? body.sku ?? body.gtin;
  if (name === null || name === '')
    throw lacking('INTAKE_NAMELESS', 'It has no name, reference or bar code.', 'Make this product in Odoo by hand.');
  const values = {
    name,
    ...(body.sku === null || body.sku === '' ? {} : { default_code: body.sku }),
    ...(body.gtin === null ? {} : { barcode: body.gtin }),
    ...(await storedKind(access)),
  };
  return { id, targetId: String(found?.id ?? (await access.create('product.product', values))) };
}

/** Up to 17 a type of its own, from 18 on a tick. */
async function storedKind(access: Access): Promise<JsonObject> {
  const known = await access.fields('product.product', ['is_storable', 'detailed_type']);
  if (known.has('is_storable')) return { type: 'consu', is_storable: true };
  return known.has('detailed_type') ? { detailed_type: 'product' } : { type: 'product' };
}

async function offer(
  access: Access,
  product: number,
  { id, body }: IntakeItem<TillItemFacet>,
  context: IntakeContext,
): Promise<void> {
  const wanted: JsonObject = { available_in_pos: true, sale_ok: true };
  const taxes = await taxesOf(access, product, id, context);
  if (taxes.change !== null) wanted['taxes_id'] = [[6, 0, taxes.change]];
  if (body.priceWithTax !== null) {
    const factor = taxes.excluded
      .reduce((sum, rate) => sum.plus(rate), new Decimal(0))
      .div(100)
      .plus(1);
    wanted['list_price'] = new Decimal(body.priceWithTax.amount).div(factor).toDecimalPlaces(6).toNumber();
  }
  await access.write('product.product', product, wanted);
}

interface Taxes {
  /** Ids to be set; null: they stay. */
  change: number[] | null;
  /** Rates in percent of those that come on top of the price. */
  excluded: Decimal[];
}

/** The tax of the rate that the shop says, else what Odoo gave the product. */
async function taxesOf(access: Access, product: number, variant: string, context: IntakeContext): Promise<Taxes> {
  const fields = ['amount', 'amount_type', 'price_include', 'type_tax_use', 'active', 'company_id'];
  const rate = await shopRate(variant, context);
  const row = await access.row('product.product', product, ['taxes_id']);
  const own = row ? refs(row, 'taxes_id').map(Number) : [];
  const sold = (await access.rows('account.tax', [['type_tax_use', '=', 'sale']], fields)).filter(
    (tax) => flag(tax, 'active') && text(tax, 'amount_type') === 'percent',
  );
  const amount = (tax: Row): Decimal => new Decimal(Number(tax['amount'] ?? 0)).toDecimalPlaces(4);
  const current = sold.filter(({ id }) => own.includes(id));
  const fits = rate === null || current.some((tax) => amount(tax).equals(rate));
  const chosen = fits ? current : sold.filter((tax) => amount(tax).equals(rate)).slice(0, 1);
  const excluded = chosen.filter((tax) => !flag(tax, 'price_include')).map(amount);
  return { change: fits || chosen.length === 0 ? null : chosen.map(({ id }) => id), excluded };
}

async function shopRate(variant: string, context: IntakeContext): Promise<Decimal | null> {
  const [found] = await context.source('Variant', [variant]);
  if (!found) return null;
  const { taxRates, defaultMarket } = found.body as unknown as VariantFacet;
  const rate = taxRates[defaultMarket];
  return rate === undefined ? null : new Decimal(rate).toDecimalPlaces(4);
}
