import { defineStage, type IntakeStage, type PurchaseOrderFacet } from '#sdk';
import { ensurePurchase, receiptType } from '../commands/create-purchase-order.ts';
import { PRODUCT_FIELDS } from '../commands/product.ts';
import { warehouseIn } from '../commands/record-id.ts';
import type { Row } from '../query.ts';
import { text } from '../record.ts';
import type { AccessOf } from './stage-access.ts';
import { KEPT, lacking, loss, placedId } from './words.ts';

const OPEN: ReadonlySet<string> = new Set(['DRAFT', 'CONFIRMED', 'EXPECTED', 'PARTIAL']);

/** What is still awaited from suppliers; the hub's reference stands as the supplier's. */
export function purchaseStage(accessOf: AccessOf): IntakeStage {
  return defineStage<PurchaseOrderFacet>({
    kind: 'PurchaseOrder',
    requests: () => 7,
    lane: ({ body }) => body.reference,
    limits: [
      loss(
        'reference',
        {
          en: 'Odoo numbers purchase orders itself; the old number stands in “Vendor Reference”.',
          fr: 'Odoo numérote lui-même ; l’ancien numéro est dans « Référence fournisseur ».',
        },
        { en: 'Tell the suppliers both numbers.', fr: 'Donner les deux numéros aux fournisseurs.' },
      ),
    ],
    wants: ({ body }) => (OPEN.has(body.status) && body.lines.some(isAwaited) ? true : KEPT.done),
    stays: () => true,
    async find({ body }, context) {
      if (body.supplier === null) return null;
      const supplier = placedId(context, 'Supplier', body.supplier);
      const known = await accessOf(context).rows(
        'purchase.order',
        [
          ['partner_ref', '=', body.reference],
          ['partner_id', '=', supplier],
        ],
        ['state'],
      );
      const found = known.find((row) => isAsFar(row, body));
      return found ? String(found.id) : null;
    },
    async put([item], context) {
      if (!item) return [];
      const { body } = item;
      const access = accessOf(context);
      if (body.supplier === null)
        throw lacking('SUPPLIER_UNKNOWN', 'The order names no supplier.', 'Enter it in Odoo by hand.', body.reference);
      const products = new Map<string, Row>();
      const lines = body.lines.filter(isAwaited).map((line) => {
        if (line.variant === null)
          throw lacking('INTAKE_ITEM_UNKNOWN', 'It has an item that nobody knows.', 'Enter it by hand.', line.sku);
        const quantity = line.quantity - line.received;
        return { variant: line.variant, sku: line.sku, quantity, unitPrice: line.price?.amount ?? null };
      });
      for (const { variant } of lines) {
        const row = await access.row('product.product', placedId(context, 'StockItem', variant), PRODUCT_FIELDS);
        if (row) products.set(variant, row);
      }
      const place = body.location === null ? null : placedId(context, 'Location', body.location);
      const warehouse = place === null ? null : await warehouseIn(access, [['id', '=', place]]);
      const order = {
        ...{ purchaseOrder: item.id, reference: body.reference, supplier: body.supplier, location: body.location },
        ...{ expectedAt: body.expectedAt, lines, currency: currencyOf(body) },
      };
      const id = await ensurePurchase(access, order, {
        supplier: placedId(context, 'Supplier', body.supplier),
        products,
        type: warehouse && (await receiptType(access, warehouse)),
      });
      const row = await access.row('purchase.order', id, ['state']);
      if (row && !isAsFar(row, body)) await access.press('purchase.order', 'button_confirm', id);
      return [{ id: item.id, targetId: String(id) }];
    },
  });
}

function isAwaited({ quantity, received }: PurchaseOrderFacet['lines'][number]): boolean {
  return quantity > received;
}

/** A draft stays a request for quotation; all else is confirmed. */
function isAsFar(row: Row, { status }: PurchaseOrderFacet): boolean {
  const state = text(row, 'state') ?? '';
  return status === 'DRAFT' ? state !== 'cancel' : ['purchase', 'done'].includes(state);
}

function currencyOf({ total, lines }: PurchaseOrderFacet): string {
  return total?.currency ?? lines.find(({ price }) => price !== null)?.price?.currency ?? 'EUR';
}
