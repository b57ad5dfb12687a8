import { RetryableError, type Command, type JsonValue, type SetStock } from '#sdk';
import type { Row } from '../query.ts';
import { text } from '../record.ts';
import { accessTo } from './access.ts';
import type { Access, Told } from './access.ts';
import { findProducts } from './product.ts';
import { findWarehouse, refIn } from './record-id.ts';
import type { Warehouse } from './record-id.ts';
import { refusal } from './refusal.ts';

/** Without it Odoo ignores or refuses a count. */
const COUNTING = { inventory_mode: true };
const FIELDS = ['location_id', 'quantity', 'lot_id', 'package_id', 'owner_id'];

/**
 * Counts a product as staff do: what is counted is entered beside the quantity, then applied, so that Odoo makes the
 * move by itself. A hub location is a whole warehouse: what lies on its shelves stays, the stock room takes the rest.
 * @see https://www.odoo.com/documentation/17.0/applications/inventory_and_mrp/inventory/warehouses_storage/inventory_management/count_products.html
 */
export function setStock(told: Told): Command<SetStock> {
  return async ({ variant, sku, location, quantity }, delivery) => {
    const access = accessTo(told, delivery.signal);
    const products = await findProducts(access, [{ variant, sku }], delivery);
    const product = products.get(variant);
    if (!product) throw new Error('a product that was found is not there');
    const warehouse = await findWarehouse(access, location, delivery);
    const after = await countStock(access, product, warehouse, quantity);
    return { touched: [{ kind: 'stock.quant', ids: after.map(({ id }) => String(id)) }] };
  };
}

/** Counts if another number lies there; resolves with what lies there then. `product` was read with its tracking. */
export async function countStock(access: Access, product: Row, warehouse: Warehouse, quantity: number): Promise<Row[]> {
  if (!['none', null].includes(text(product, 'tracking'))) throw tracked(product);
  const quants = await quantsIn(access, product.id, warehouse);
  if (onHand(quants) === quantity) return quants;
  await count(access, product.id, warehouse, { quants, quantity });
  return quantsIn(access, product.id, warehouse);
}

export function onHand(quants: readonly Row[]): number {
  return quants.reduce((sum, quant) => sum + Number(quant['quantity']), 0);
}

export function quantsIn(access: Access, product: number, { id }: Warehouse): Promise<Row[]> {
  return access.rows(
    'stock.quant',
    [
      ['product_id', '=', product],
      ['location_id.usage', '=', 'internal'],
      ['location_id.warehouse_id', '=', id],
    ],
    FIELDS,
  );
}

async function count(
  access: Access,
  product: number,
  { room }: Warehouse,
  { quants, quantity }: { quants: readonly Row[]; quantity: number },
): Promise<void> {
  const own = quants.filter((quant) => refIn(quant, 'location_id') === room && isPlain(quant));
  const elsewhere = onHand(quants.filter((quant) => !own.includes(quant)));
  // Twins, until Odoo merges them: the first is counted, the others are a part of the rest.
  const [first, ...twins] = own;
  const rest = quantity - elsewhere - onHand(twins);
  if (rest < 0) throw onShelves(quantity, elsewhere);
  const counted = { inventory_quantity: rest };
  if (first) await access.write('stock.quant', first.id, counted, COUNTING);
  const values = { product_id: product, location_id: room, ...counted };
  // In this mode Odoo finds the quant that an earlier try made: two are never made.
  const id = first?.id ?? (await access.create('stock.quant', values, COUNTING));
  assertApplied(await access.press('stock.quant', 'action_apply_inventory', id, COUNTING));
}

function isPlain(quant: Row): boolean {
  return ['lot_id', 'package_id', 'owner_id'].every((field) => refIn(quant, field) === null);
}

/** Odoo answers with a window where it wants a decision of somebody, and has then applied nothing. */
function assertApplied(answer: JsonValue): void {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return;
  const window = text(answer, 'res_model') ?? '';
  if (window === 'stock.inventory.conflict')
    throw new RetryableError({
      code: 'BRICK_BUSY',
      message: 'Somebody moved goods while they were counted.',
      remedy: 'It is counted again with the next try.',
      detail: window,
    });
  throw refusal(
    'STOCK_NOT_APPLIED',
    'Odoo did not apply the count: it asks a question that only staff can answer.',
    'Open Inventory > Operations > Physical Inventory, apply the count by hand, and discard the message.',
    window,
  );
}

function tracked(product: Row): Error {
  return refusal(
    'STOCK_TRACKED',
    'Odoo follows this product by lots or serial numbers: a sum cannot be counted.',
    'Count it in Odoo by its lots, or switch tracking off for the product; discard the message.',
    `product.product ${product.id}: tracking ${text(product, 'tracking') ?? ''}`,
  );
}

function onShelves(quantity: number, elsewhere: number): Error {
  return refusal(
    'STOCK_ON_SHELVES',
    'More than that lies on shelves, in packages or with owners of their own, which are not counted from here.',
    'Count these places in Odoo, or redrive the message when they are right.',
    `counted ${quantity}, on shelves ${elsewhere}`,
  );
}
