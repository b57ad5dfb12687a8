/**
 * The role fulfilment: what lies where, what is sent, what comes in and what comes back. `facets.ts` is what a
 * warehouse says, `types/` what the graph shows of it, `resolvers/` how one becomes the other. Reads facets of the
 * mirror only: never a brick, never another role (they meet in the supergraph).
 */
import { buildSubgraph, type GraphRequest, type Subgraph } from '../graph/index.ts';
import { toFulfilmentContext, type FulfilmentContext } from './context.ts';
import { PurchaseOrderCommandResolver, StockChangeResolver } from './ordering/index.ts';
import { fulfilmentReferences } from './references.ts';
import { ListsResolver } from './resolvers/lists.resolver.ts';
import { PurchaseOrderResolver, ReceiptResolver } from './resolvers/purchase.resolver.ts';
import { RefundDiscrepancyResolver, ReportsResolver } from './resolvers/reports.resolver.ts';
import { withLocation, withOrder, withOrigins, withVariant } from './resolvers/shared-fields.ts';
import { OrderShipmentsResolver, VariantStockResolver } from './resolvers/shop-entities.resolver.ts';
import { SupplierReportResolver } from './resolvers/supplier-report.resolver.ts';
import * as types from './types/index.ts';

const WITH_VARIANT = [
  types.StockLevel,
  types.ShipmentLine,
  types.ReturnLine,
  types.PurchaseOrderLine,
  types.ReceiptLine,
  types.PickLine,
  types.Replenishment,
  types.StockDiscrepancy,
  types.SupplierReportLine,
];
const WITH_ORDER = [types.Shipment, types.GoodsReturn, types.PickOrder, types.RefundDiscrepancy];
const WITH_LOCATION = [
  types.StockLevel,
  types.Shipment,
  types.GoodsReturn,
  types.PurchaseOrder,
  types.Receipt,
  types.PickOrder,
];

/** Fulfilment's subgraph. */
export function fulfilmentSubgraph(): Promise<Subgraph> {
  return buildSubgraph<GraphRequest, FulfilmentContext>({
    name: 'fulfilment',
    scope: 'stock:read',
    resolvers: [
      VariantStockResolver,
      OrderShipmentsResolver,
      ListsResolver,
      ReportsResolver,
      SupplierReportResolver,
      RefundDiscrepancyResolver,
      PurchaseOrderResolver,
      ReceiptResolver,
      StockChangeResolver,
      PurchaseOrderCommandResolver,
      ...sharedFields,
    ],
    references: fulfilmentReferences,
    contextFor: toFulfilmentContext,
  });
}

/** Declared once: type-graphql remembers every declaration. */
const sharedFields = [
  ...WITH_VARIANT.map(withVariant),
  ...WITH_ORDER.map(withOrder),
  ...WITH_LOCATION.map(withLocation),
  withOrigins('Location', types.Location),
  withOrigins('StockLevel', types.StockLevel),
  withOrigins('Shipment', types.Shipment),
  withOrigins('Return', types.GoodsReturn),
  withOrigins('Supplier', types.Supplier),
  withOrigins('PurchaseOrder', types.PurchaseOrder),
  withOrigins('Receipt', types.Receipt),
];
