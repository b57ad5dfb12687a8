/**
 * What a warehouse or logistics provider says: the canonical facets of the role fulfilment. Ids are hub ids, times
 * RFC 3339 UTC, amounts exact decimals as text with a dot. Absent means unknown. Quantities are whole pieces.
 */

import type { Money } from '#sdk';

/** What fulfilment calls a thing that the shop sells: a facet of the hub's Variant. */
export interface StockItemFacet {
  sku: string;
  gtin: string | null;
  name: string | null;
  /** False: the brick no longer lists it, or marks it as deleted. */
  active: boolean;
  /** Sums over all locations. */
  onHand: number;
  available: number;
  incoming: number;
}

/** What of one variant lies at one location. `externalId`: item and location. */
export interface StockLevelFacet {
  /** Hub id of the Variant. */
  variant: string;
  sku: string;
  /** Hub id of the Location. */
  location: string;
  onHand: number;
  reserved: number;
  /** May still be promised: usually `onHand - reserved`, as the brick says it. */
  available: number;
  /** Ordered from suppliers and not received. */
  incoming: number;
  shelf: string | null;
}

/** A warehouse or a store. */
export interface LocationFacet {
  name: string;
  code: string | null;
  kind: 'warehouse' | 'store' | 'other';
  active: boolean;
}

export type FulfilmentOrderStatus = 'OPEN' | 'ON_HOLD' | 'PICKING' | 'SHIPPED' | 'CANCELLED';

/** An order as fulfilment sees it: a facet of the hub's Order. */
export interface FulfilmentOrderFacet {
  /** The reference by which the shop knows it. */
  reference: string | null;
  /** The shop's own number (its id), where that is what fulfilment holds. */
  number: string | null;
  /**
   * Name of the brick whose order it is, where fulfilment knows or was told. Absent: of the only shop; where there are
   * several, a number is left to a person.
   */
  shop?: string;
  status: FulfilmentOrderStatus;
  /** The brick's own word. */
  statusLabel: string;
  placedAt: string | null;
  /** Hub id of a Location, or null: not assigned. */
  location: string | null;
  /** Picking wave. */
  batch: string | null;
  lines: FulfilmentOrderLine[];
}

export interface FulfilmentOrderLine {
  /** Hub id, or null where the item is not known. */
  variant: string | null;
  sku: string;
  name: string | null;
  quantity: number;
  reserved: number;
  /** Only what is above zero still has to be picked, whatever the order's status says. */
  toShip: number;
  shelf: string | null;
}

export interface ShipmentFacet {
  /** Hub id of the Order, or null. */
  order: string | null;
  orderReference: string | null;
  carrier: string | null;
  trackingNumbers: string[];
  trackingUrl: string | null;
  shippedAt: string | null;
  /** Hub id of a Location. */
  location: string | null;
  lines: { variant: string | null; sku: string | null; quantity: number }[];
}

export type PurchaseOrderStatus = 'DRAFT' | 'CONFIRMED' | 'EXPECTED' | 'PARTIAL' | 'RECEIVED' | 'CANCELLED';

export interface PurchaseOrderFacet {
  reference: string;
  /** Hub id of a Supplier. */
  supplier: string | null;
  status: PurchaseOrderStatus;
  statusLabel: string;
  createdAt: string | null;
  updatedAt: string | null;
  expectedAt: string | null;
  total: Money | null;
  location: string | null;
  lines: PurchaseOrderLine[];
}

export interface PurchaseOrderLine {
  variant: string | null;
  sku: string;
  supplierSku: string | null;
  name: string | null;
  quantity: number;
  received: number;
  packQuantity: number;
  /** As the brick writes it; with packs it may be per pack or per piece. */
  price: Money | null;
}

/** Goods that came in. */
export interface ReceiptFacet {
  purchaseOrder: string | null;
  purchaseOrderReference: string | null;
  receivedAt: string | null;
  location: string | null;
  lines: { variant: string | null; sku: string; quantity: number }[];
}

/** Goods that came back from a customer. */
export interface ReturnFacet {
  order: string | null;
  orderReference: string | null;
  returnedAt: string | null;
  status: string | null;
  location: string | null;
  lines: { variant: string | null; sku: string | null; quantity: number; reason: string | null }[];
}

export interface SupplierFacet {
  name: string;
  code: string | null;
  email: string | null;
  address: string | null;
}

/** Facet type name to its shape. */
export interface FulfilmentFacets {
  StockItem: StockItemFacet;
  StockLevel: StockLevelFacet;
  Location: LocationFacet;
  FulfilmentOrder: FulfilmentOrderFacet;
  Shipment: ShipmentFacet;
  PurchaseOrder: PurchaseOrderFacet;
  Receipt: ReceiptFacet;
  Return: ReturnFacet;
  Supplier: SupplierFacet;
}
