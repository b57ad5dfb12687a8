import { Decimal } from 'decimal.js';
import type {
  Aggregate,
  JsonObject,
  Money,
  PurchaseOrderFacet,
  PurchaseOrderLine,
  PurchaseOrderStatus,
  RawRecord,
  ReceiptFacet,
  Related,
  SupplierFacet,
} from '#sdk';
import { count, firstText, list, text } from '../record.ts';
import { CONVENTIONS, conventions, toUtc } from './time.ts';
import { itemOf } from './variant-id.ts';

export const suppliers: Aggregate = {
  root: 'suppliers',
  reads: [],
  project({ id, body }) {
    const street = [text(body, 'street1'), text(body, 'street2')].filter((line) => line !== null);
    const facet: SupplierFacet = {
      name: text(body, 'name') ?? id,
      code: text(body, 'code'),
      email: text(body, 'email'),
      address: street.length > 0 ? street.join('\n') : null,
    };
    return [{ type: 'Supplier', externalId: id, facet }];
  },
};

export const purchaseOrders: Aggregate = {
  root: 'purchase_orders',
  reads: [CONVENTIONS],
  project(root, related) {
    return [{ type: 'PurchaseOrder', externalId: root.id, facet: toPurchaseOrder(root, related) }];
  },
};

export const receipts: Aggregate = {
  root: 'receptions',
  reads: [{ kind: 'purchase_orders', as: 'siblings' }, CONVENTIONS],
  project(root, related) {
    return [{ type: 'Receipt', externalId: root.id, facet: toReceipt(root, related) }];
  },
};

/** `shipped`: by the supplier, so it is still expected here. */
const STATUSES: Readonly<Record<string, PurchaseOrderStatus>> = {
  draft: 'DRAFT',
  confirmed: 'CONFIRMED',
  expected: 'EXPECTED',
  shipped: 'EXPECTED',
  partial: 'PARTIAL',
  complete: 'RECEIVED',
  cancelled: 'CANCELLED',
};

function toPurchaseOrder({ id, body }: RawRecord, related: Related): PurchaseOrderFacet {
  const { timezone, currency } = conventions(related);
  const time = (field: string): string | null => toUtc(text(body, field), timezone);
  const statusLabel = text(body, 'status') ?? '';
  const supplier = text(body, 'supplier_id');
  const warehouse = text(body, 'warehouse_id');
  return {
    reference: text(body, 'reference') ?? id,
    supplier: supplier && related.hubId('Supplier', supplier),
    status: STATUSES[statusLabel.toLowerCase()] ?? 'EXPECTED',
    statusLabel,
    createdAt: time('created_at'),
    updatedAt: time('updated_at'),
    expectedAt: time('eta'),
    total: money(body, 'grandtotal', currency),
    location: warehouse && related.hubId('Location', warehouse),
    lines: list(body, 'items').flatMap((item) => toLine(item, currency, related)),
  };
}

function toLine(item: JsonObject, currency: string, related: Related): PurchaseOrderLine[] {
  const { sku, variant } = itemOf(item, related);
  if (sku === null) return [];
  return [
    {
      variant,
      sku,
      supplierSku: text(item, 'supplier_sku'),
      name: text(item, 'name'),
      quantity: count(item, 'qty'),
      received: count(item, 'qty_received'),
      packQuantity: Math.max(1, count(item, 'qty_pack')),
      price: money(item, 'price', currency),
    },
  ];
}

function toReceipt({ body }: RawRecord, related: Related): ReceiptFacet {
  const [order] = related.siblings('purchase_orders');
  const warehouse = firstText(body, 'warehouse_id') ?? (order ? text(order.body, 'warehouse_id') : null);
  return {
    purchaseOrder: order ? related.hubId('PurchaseOrder', order.id) : null,
    purchaseOrderReference: text(body, 'purchase_order'),
    receivedAt: toUtc(text(body, 'created_at'), conventions(related).timezone),
    location: warehouse && related.hubId('Location', warehouse),
    lines: list(body, 'items').flatMap((item) => {
      const { sku, variant } = itemOf(item, related);
      return sku === null ? [] : [{ variant, sku, quantity: count(item, 'qty') }];
    }),
  };
}

/** As written, exactly; null where it is no number. */
function money(body: JsonObject, field: string, currency: string): Money | null {
  const written = text(body, field);
  if (written === null || !/^-?\d+(\.\d+)?$/.test(written)) return null;
  const value = new Decimal(written);
  return { amount: value.toFixed(Math.max(2, value.decimalPlaces())), currency };
}
