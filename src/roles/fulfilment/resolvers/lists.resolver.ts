import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { AFTER, FIRST, listOf, type Connection } from '../../graph/index.ts';
import { brickOf, type FulfilmentContext, type Maybe } from '../context.ts';
import {
  PurchaseOrderFilter,
  purchaseOrderWhere,
  ShipmentFilter,
  shipmentWhere,
  StockLevelFilter,
  stockLevelWhere,
} from '../filters.input.ts';
import type { GoodsReturn, Location, PurchaseOrder, Receipt, Shipment, StockLevel, Supplier } from '../types/index.ts';
import {
  LocationConnection,
  PurchaseOrderConnection,
  ReceiptConnection,
  ReturnConnection,
  ShipmentConnection,
  StockLevelConnection,
  SupplierConnection,
  toLocation,
  toPurchaseOrder,
  toReceipt,
  toReturn,
  toShipment,
  toStockLevel,
  toSupplier,
} from '../types/index.ts';
import { BRICK, FILTER, SEARCH } from './arguments.ts';

@Resolver()
export class ListsResolver {
  @Query(() => LocationConnection, { description: 'Warehouses and stores, by name.' })
  locations(
    @Arg('search', () => String, SEARCH) search: Maybe<string>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: FulfilmentContext,
  ): Promise<Connection<Location>> {
    const query = {
      type: 'Location',
      brick: brickOf(context, asked),
      search,
      orderBy: { column: 'name', descending: false },
      first,
      after,
    };
    return listOf(context.request, query, toLocation);
  }

  @Query(() => StockLevelConnection, { description: 'What lies where: of each variant at each location.' })
  stockLevels(
    @Arg('filter', () => StockLevelFilter, FILTER) filter: Maybe<StockLevelFilter>,
    @Arg('search', () => String, SEARCH) search: Maybe<string>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: FulfilmentContext,
  ): Promise<Connection<StockLevel>> {
    const query = {
      type: 'StockLevel',
      brick: brickOf(context, asked),
      where: stockLevelWhere(filter),
      search,
      first,
      after,
    };
    return listOf(context.request, query, toStockLevel);
  }

  @Query(() => ShipmentConnection, { description: 'What was sent to customers, newest first.' })
  shipments(
    @Arg('filter', () => ShipmentFilter, FILTER) filter: Maybe<ShipmentFilter>,
    @Arg('search', () => String, SEARCH) search: Maybe<string>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: FulfilmentContext,
  ): Promise<Connection<Shipment>> {
    const query = {
      type: 'Shipment',
      brick: brickOf(context, asked),
      where: shipmentWhere(filter),
      search,
      orderBy: { column: 'shipped_at', descending: true },
      first,
      after,
    };
    return listOf(context.request, query, toShipment);
  }

  @Query(() => PurchaseOrderConnection, { description: 'What was ordered from suppliers, last changed first.' })
  purchaseOrders(
    @Arg('filter', () => PurchaseOrderFilter, FILTER) filter: Maybe<PurchaseOrderFilter>,
    @Arg('search', () => String, SEARCH) search: Maybe<string>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: FulfilmentContext,
  ): Promise<Connection<PurchaseOrder>> {
    const query = {
      type: 'PurchaseOrder',
      brick: brickOf(context, asked),
      where: purchaseOrderWhere(filter),
      search,
      orderBy: { column: 'updated_at', descending: true },
      first,
      after,
    };
    return listOf(context.request, query, toPurchaseOrder);
  }

  @Query(() => ReceiptConnection, { description: 'What came in from suppliers, newest first.' })
  receipts(
    @Arg('search', () => String, SEARCH) search: Maybe<string>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: FulfilmentContext,
  ): Promise<Connection<Receipt>> {
    const query = {
      type: 'Receipt',
      brick: brickOf(context, asked),
      search,
      orderBy: { column: 'received_at', descending: true },
      first,
      after,
    };
    return listOf(context.request, query, toReceipt);
  }

  @Query(() => ReturnConnection, { description: 'What came back from customers, newest first.' })
  returns(
    @Arg('search', () => String, SEARCH) search: Maybe<string>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: FulfilmentContext,
  ): Promise<Connection<GoodsReturn>> {
    const query = {
      type: 'Return',
      brick: brickOf(context, asked),
      search,
      orderBy: { column: 'returned_at', descending: true },
      first,
      after,
    };
    return listOf(context.request, query, toReturn);
  }

  @Query(() => SupplierConnection, { description: 'Who supplies goods, by name.' })
  suppliers(
    @Arg('search', () => String, SEARCH) search: Maybe<string>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: FulfilmentContext,
  ): Promise<Connection<Supplier>> {
    const query = {
      type: 'Supplier',
      brick: brickOf(context, asked),
      search,
      orderBy: { column: 'name', descending: false },
      first,
      after,
    };
    return listOf(context.request, query, toSupplier);
  }
}
