import { defineFacetType, fold, type FacetType } from '../../mirror/index.ts';
import { gtinLookup, searchLines, timeColumn } from '../graph/columns.ts';
import type {
  FulfilmentOrderFacet,
  LocationFacet,
  PurchaseOrderFacet,
  PurchaseOrderStatus,
  ReceiptFacet,
  ReturnFacet,
  ShipmentFacet,
  StockItemFacet,
  StockLevelFacet,
  SupplierFacet,
} from './facets.ts';

const ROLE = 'fulfilment';

/** Purchase orders of which nothing more will come. */
const CLOSED: ReadonlySet<PurchaseOrderStatus> = new Set(['DRAFT', 'RECEIVED', 'CANCELLED']);

const stockItem = defineFacetType<StockItemFacet>({
  name: 'StockItem',
  role: ROLE,
  entity: 'Variant',
  identity: [
    { scheme: 'sku', column: 'sku' },
    { scheme: 'gtin', column: 'gtin_lookup' },
  ],
  columns: {
    sku: { type: 'text', of: ({ sku }) => sku || null },
    gtin_lookup: { type: 'text', of: ({ gtin }) => gtinLookup(gtin) },
    available: { type: 'integer', of: ({ available }) => available },
    on_hand: { type: 'integer', of: ({ onHand }) => onHand },
    active: { type: 'integer', of: ({ active }) => Number(active) },
  },
  links: {},
  search: ({ sku, gtin, name }) => searchLines([sku, gtin, name]),
});

const stockLevel = defineFacetType<StockLevelFacet>({
  name: 'StockLevel',
  role: ROLE,
  columns: {
    variant: { type: 'text', of: ({ variant }) => variant },
    location: { type: 'text', of: ({ location }) => location },
    sku: { type: 'text', of: ({ sku }) => sku || null },
    available: { type: 'integer', of: ({ available }) => available },
  },
  links: {
    variant: ({ variant, location, available }) => [{ target: variant, quantity: available, scope: location }],
  },
  search: ({ sku, shelf }) => searchLines([sku, shelf]),
});

const location = defineFacetType<LocationFacet>({
  name: 'Location',
  role: ROLE,
  identity: [
    { scheme: 'code', column: 'code' },
    { scheme: 'name', column: 'name' },
  ],
  columns: {
    name: { type: 'text', of: ({ name }) => folded(name) },
    code: { type: 'text', of: ({ code }) => folded(code) },
  },
  links: {},
  search: ({ name, code }) => searchLines([name, code]),
});

const fulfilmentOrder = defineFacetType<FulfilmentOrderFacet>({
  name: 'FulfilmentOrder',
  role: ROLE,
  entity: 'Order',
  identity: [
    { scheme: 'reference', column: 'reference' },
    { scheme: 'number', column: 'number', local: true },
  ],
  home: { column: 'shop' },
  columns: {
    shop: { type: 'text', of: ({ shop }) => shop ?? null },
    reference: { type: 'text', of: ({ reference }) => reference || null },
    number: { type: 'text', of: ({ number }) => number || null },
    status: { type: 'text', of: ({ status }) => status },
    location: { type: 'text', of: (facet) => facet.location },
    placed_at: { type: 'text', of: ({ placedAt }) => timeColumn(placedAt) },
    to_ship: { type: 'integer', of: ({ lines }) => lines.reduce((sum, { toShip }) => sum + Math.max(0, toShip), 0) },
  },
  links: {},
  search: ({ reference, number, batch }) => searchLines([reference, number, batch]),
});

const shipment = defineFacetType<ShipmentFacet>({
  name: 'Shipment',
  role: ROLE,
  columns: {
    order_id: { type: 'text', of: ({ order }) => order },
    shipped_at: { type: 'text', of: ({ shippedAt }) => timeColumn(shippedAt) },
    location: { type: 'text', of: (facet) => facet.location },
  },
  links: {
    variant: ({ lines, shippedAt, location: scope }) =>
      lines.flatMap(({ variant, quantity }) =>
        variant === null ? [] : [{ target: variant, at: timeColumn(shippedAt), quantity, scope }],
      ),
  },
  search: ({ orderReference, trackingNumbers }) => searchLines([orderReference, ...trackingNumbers]),
});

const purchaseOrder = defineFacetType<PurchaseOrderFacet>({
  name: 'PurchaseOrder',
  role: ROLE,
  columns: {
    supplier: { type: 'text', of: (facet) => facet.supplier },
    status: { type: 'text', of: ({ status }) => status },
    updated_at: { type: 'text', of: ({ updatedAt }) => timeColumn(updatedAt) },
  },
  // Lines of closed orders stay, with nothing to come: they tell what a supplier supplies.
  links: {
    variant: ({ lines, status, supplier: scope, updatedAt, createdAt }) =>
      lines.flatMap(({ variant, quantity, received }) =>
        variant === null
          ? []
          : [
              {
                target: variant,
                at: timeColumn(updatedAt ?? createdAt),
                quantity: CLOSED.has(status) ? 0 : Math.max(0, quantity - received),
                scope,
              },
            ],
      ),
  },
  search: ({ reference, lines }) =>
    searchLines([reference, ...lines.flatMap(({ sku, supplierSku }) => [sku, supplierSku])]),
});

const receipt = defineFacetType<ReceiptFacet>({
  name: 'Receipt',
  role: ROLE,
  columns: {
    purchase_order: { type: 'text', of: (facet) => facet.purchaseOrder },
    received_at: { type: 'text', of: ({ receivedAt }) => timeColumn(receivedAt) },
  },
  links: {},
  search: ({ purchaseOrderReference }) => searchLines([purchaseOrderReference]),
});

const goodsReturn = defineFacetType<ReturnFacet>({
  name: 'Return',
  role: ROLE,
  columns: {
    order_id: { type: 'text', of: ({ order }) => order },
    returned_at: { type: 'text', of: ({ returnedAt }) => timeColumn(returnedAt) },
  },
  links: {},
  search: ({ orderReference }) => searchLines([orderReference]),
});

const supplier = defineFacetType<SupplierFacet>({
  name: 'Supplier',
  role: ROLE,
  identity: [{ scheme: 'name', column: 'name' }],
  columns: { name: { type: 'text', of: ({ name }) => folded(name) } },
  links: {},
  search: ({ name, code }) => searchLines([name, code]),
});

/** How fulfilment's facets are found again. */
export const fulfilmentFacetTypes: readonly FacetType[] = [
  stockItem,
  stockLevel,
  location,
  fulfilmentOrder,
  shipment,
  purchaseOrder,
  receipt,
  goodsReturn,
  supplier,
];

/** Without case, accents and outer blanks; null: nothing to compare. */
function folded(text: string | null): string | null {
  return fold(text?.trim() ?? '') || null;
}
