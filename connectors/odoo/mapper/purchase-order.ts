import type {
  Aggregate,
  JsonObject,
  Projected,
  PurchaseOrderFacet,
  PurchaseOrderLine,
  PurchaseOrderStatus,
  RawRecord,
  Related,
} from '#sdk';
import { ref, skuOf, text, time } from '../record.ts';
import { CURRENCY_READS, currencyOf, decimal, money, pieces } from './amount.ts';
import type { Currency } from './amount.ts';
import { pickingType, warehouseLocation } from './place.ts';

/** An order to a supplier, with what of it came. */
export const purchaseOrders: Aggregate = {
  root: 'purchase.order',
  reads: [
    ...CURRENCY_READS,
    { kind: 'stock.picking.type', as: 'all' },
    { kind: 'purchase.order.line', as: 'children' },
    { kind: 'product.supplierinfo', as: 'siblings' },
  ],
  project: toFacets,
};

function toFacets({ id, body }: RawRecord, related: Related): Projected[] {
  const currency = currencyOf(body, related);
  const supplier = ref(body, 'partner_id');
  const lines = [...related.children('purchase.order.line')]
    .filter((line) => text(line.body, 'display_type') === null)
    .sort((one, other) => Number(one.id) - Number(other.id));
  const facet: PurchaseOrderFacet = {
    reference: text(body, 'name') ?? id,
    supplier: supplier === null ? null : related.hubId('Supplier', supplier),
    status: statusOf(body, lines),
    statusLabel: text(body, 'receipt_status') ?? text(body, 'state') ?? '',
    createdAt: time(body, 'create_date'),
    updatedAt: time(body, 'write_date'),
    expectedAt: time(body, 'date_planned'),
    total: money(decimal(body, 'amount_untaxed'), currency),
    location: warehouseLocation(pickingType(ref(body, 'picking_type_id'), related).warehouse, related),
    lines: lines.map((line) => toLine(line.body, currency, related)),
  };
  return [{ type: 'PurchaseOrder', externalId: id, facet }];
}

function statusOf(body: JsonObject, lines: readonly RawRecord[]): PurchaseOrderStatus {
  const state = text(body, 'state') ?? '';
  if (state === 'cancel') return 'CANCELLED';
  if (state !== 'purchase' && state !== 'done') return 'DRAFT';
  const came = lines.filter((line) => decimal(line.body, 'qty_received').greaterThan(0));
  if (came.length === 0) return time(body, 'date_planned') === null ? 'CONFIRMED' : 'EXPECTED';
  const isWhole = lines.every(
    ({ body: line }) => !decimal(line, 'qty_received').lessThan(decimal(line, 'product_qty')),
  );
  return isWhole ? 'RECEIVED' : 'PARTIAL';
}

function toLine(body: JsonObject, currency: Currency, related: Related): PurchaseOrderLine {
  const product = ref(body, 'product_id');
  return {
    variant: product === null ? null : related.hubId('Variant', product),
    sku: skuOf(body) ?? '',
    supplierSku: supplierSku(body, related),
    name: text(body, 'name'),
    quantity: pieces(decimal(body, 'product_qty')),
    received: pieces(decimal(body, 'qty_received')),
    packQuantity: 1,
    price: money(decimal(body, 'price_unit'), currency),
  };
}

/** From the price list of whom is ordered from: what is said of the variant goes before what is said of its template. */
function supplierSku(line: JsonObject, related: Related): string | null {
  const [product, template] = [ref(line, 'product_id'), ref(line, 'product_template')];
  const prices = related
    .siblings('product.supplierinfo')
    .filter(({ body }) => text(body, 'product_code') !== null)
    .sort((one, other) => Number(one.id) - Number(other.id));
  const found =
    prices.find(({ body }) => product !== null && ref(body, 'product_id') === product) ??
    prices.find(({ body }) => ref(body, 'product_id') === null && template !== null && isOf(body, template));
  return found ? text(found.body, 'product_code') : null;
}

function isOf(price: JsonObject, template: string): boolean {
  return ref(price, 'product_tmpl_id') === template;
}
