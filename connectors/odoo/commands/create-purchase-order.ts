import type { Command, CreatePurchaseOrder, Delivery, JsonObject } from '#sdk';
import { odooText } from '../odoo-time.ts';
import type { Row } from '../query.ts';
import { text } from '../record.ts';
import { accessTo } from './access.ts';
import type { Access, Told } from './access.ts';
import { currencyFields } from './currency.ts';
import { findProducts } from './product.ts';
import { findWarehouse, idIn } from './record-id.ts';
import type { Warehouse } from './record-id.ts';
import { refusal } from './refusal.ts';

/** A request for quotation, which staff confirm: the hub's reference is the supplier's, by which a try finds it again. */
export function createPurchaseOrder(told: Told): Command<CreatePurchaseOrder> {
  return async (order, delivery) => {
    const access = accessTo(told, delivery.signal);
    const supplier = await findSupplier(access, order.supplier, delivery);
    const products = await findProducts(access, order.lines, delivery);
    const warehouse = order.location === null ? null : await findWarehouse(access, order.location, delivery);
    const type = warehouse && (await receiptType(access, warehouse));
    const id = await delivery.step('order', () => ensurePurchase(access, order, { supplier, products, type }));
    const lines = await access.ids('purchase.order.line', [['order_id', '=', id]]);
    return {
      created: [{ type: 'PurchaseOrder', hubId: order.purchaseOrder, externalId: String(id) }],
      touched: [
        { kind: 'purchase.order', ids: [String(id)] },
        { kind: 'purchase.order.line', ids: lines.map(String) },
      ],
    };
  };
}

async function findSupplier(access: Access, hubId: string, delivery: Delivery): Promise<number> {
  const externalId = await delivery.externalId('Supplier', hubId);
  const id = idIn(externalId);
  if (id !== null && (await access.ids('res.partner', [['id', '=', id]])).length > 0) return id;
  throw refusal(
    'SUPPLIER_UNKNOWN',
    'Odoo has no such supplier (any more).',
    'Make the supplier in Odoo, sync, and order again; discard the message.',
    externalId === null ? undefined : `res.partner ${externalId}`,
  );
}

/** The kind of transfer by which goods come into a warehouse: an order names no warehouse. */
export async function receiptType(access: Access, { id }: Warehouse): Promise<number | null> {
  const [type] = await access.ids('stock.picking.type', [
    ['code', '=', 'incoming'],
    ['warehouse_id', '=', id],
    ['active', '=', true],
  ]);
  return type ?? null;
}

/** What a purchase needs that Odoo has; `type`: the kind of transfer by which it comes in. */
export interface PurchaseParts {
  supplier: number;
  products: ReadonlyMap<string, Row>;
  type: number | null;
}

export async function ensurePurchase(
  access: Access,
  order: CreatePurchaseOrder,
  parts: PurchaseParts,
): Promise<number> {
  const { supplier, products, type } = parts;
  const [found] = await access.ids('purchase.order', [
    ['partner_ref', '=', order.reference],
    ['partner_id', '=', supplier],
  ]);
  if (found !== undefined) return found;
  const expected = order.expectedAt === null ? {} : { date_planned: odooText(new Date(order.expectedAt)) };
  const lines = order.lines.map(({ variant, quantity, unitPrice }): [0, 0, JsonObject] => {
    const product = products.get(variant);
    // Without a price Odoo takes the one that it agreed with this supplier.
    const price = unitPrice === null ? {} : { price_unit: Number(unitPrice) };
    const name = (product && (text(product, 'display_name') ?? text(product, 'name'))) ?? '';
    return [0, 0, { product_id: product?.id ?? 0, name, product_qty: quantity, ...price, ...expected }];
  });
  return access.create('purchase.order', {
    ...{ partner_id: supplier, partner_ref: order.reference, ...expected },
    ...(type === null ? {} : { picking_type_id: type }),
    ...(access.companyId ? { company_id: access.companyId } : {}),
    ...(await currencyFields(access, order.currency, 'field')),
    order_line: lines,
  });
}
