import type { ReferenceResolver } from '../graph/index.ts';
import { brickOf, type FulfilmentContext, type Row } from './context.ts';
import type { FulfilmentFacets } from './facets.ts';
import * as types from './types/index.ts';

/** How references to fulfilment's entities are resolved; what the shop's entities are, the shop tells. */
export const fulfilmentReferences: Record<string, ReferenceResolver<FulfilmentContext>> = {
  Variant: byIdAlone,
  Order: byIdAlone,
  Location: entity('Location', types.toLocation),
  StockLevel: entity('StockLevel', types.toStockLevel),
  Shipment: entity('Shipment', types.toShipment),
  Return: entity('Return', types.toReturn),
  Supplier: entity('Supplier', types.toSupplier),
  PurchaseOrder: entity('PurchaseOrder', types.toPurchaseOrder),
  Receipt: entity('Receipt', types.toReceipt),
};

function byIdAlone({ id }: Record<string, unknown>): { id: string } | null {
  return typeof id === 'string' ? { id } : null;
}

function entity<Type extends keyof FulfilmentFacets>(
  type: Type,
  toNode: (row: Row<Type>) => object,
): ReferenceResolver<FulfilmentContext> {
  return async ({ id }, context) => {
    if (typeof id !== 'string') return null;
    const row = await context.loaders.byId(type, brickOf(context, null)).load(id);
    return row && toNode(row);
  };
}
