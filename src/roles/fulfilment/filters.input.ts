import { Field, ID, InputType, Int } from 'type-graphql';
import type { Where } from '../../mirror/index.ts';
import { DateTimeScalar } from '../graph/index.ts';
import type { Maybe } from './context.ts';
import type { PurchaseOrderStatus as Status } from './facets.ts';
import { PurchaseOrderStatus } from './types/index.ts';

const MEANING = 'What is left out is not filtered; several conditions must all hold.';

@InputType('StockLevelFilter', { description: `Which stock levels to list. ${MEANING}` })
export class StockLevelFilter {
  @Field(() => [ID], { nullable: true, description: 'Only at one of these locations (hub ids).' })
  locations?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Only of one of these variants (hub ids).' })
  variants?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Only with one of these SKUs, written as the warehouse does.' })
  skus?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'Only with at least so many pieces available.' })
  availableFrom?: number | null;

  @Field(() => Int, { nullable: true, description: 'Only with fewer pieces available than this.' })
  availableBelow?: number | null;
}

@InputType('ShipmentFilter', { description: `Which shipments to list. ${MEANING}` })
export class ShipmentFilter {
  @Field(() => DateTimeScalar, { nullable: true, description: 'Only those sent at this time or later.' })
  shippedFrom?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Only those sent before this time.' })
  shippedTo?: string | null;
}

@InputType('PurchaseOrderFilter', { description: `Which purchase orders to list. ${MEANING}` })
export class PurchaseOrderFilter {
  @Field(() => [PurchaseOrderStatus], { nullable: true, description: 'Only those with one of these statuses.' })
  status?: Status[] | null;

  @Field(() => ID, { nullable: true, description: 'Only those of this supplier (hub id).' })
  supplier?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Only those changed at this time or later.' })
  updatedSince?: string | null;
}

/** Conditions on facet columns, as `facet-types.ts` declares them. */
export function stockLevelWhere(filter: Maybe<StockLevelFilter>): Where[] {
  return [
    ...oneOf('location', filter?.locations),
    ...oneOf('variant', filter?.variants),
    ...oneOf('sku', filter?.skus),
    ...between('available', filter?.availableFrom, filter?.availableBelow),
  ];
}

export function shipmentWhere(filter: Maybe<ShipmentFilter>): Where[] {
  return between('shipped_at', filter?.shippedFrom, filter?.shippedTo);
}

export function purchaseOrderWhere(filter: Maybe<PurchaseOrderFilter>): Where[] {
  return [
    ...oneOf('status', filter?.status),
    ...oneOf('supplier', filter?.supplier ? [filter.supplier] : null),
    ...between('updated_at', filter?.updatedSince, null),
  ];
}

function oneOf(column: string, values: Maybe<readonly string[]>): Where[] {
  return values ? [{ column, in: values }] : [];
}

function between(column: string, atLeast: Maybe<string | number>, below: Maybe<string | number>): Where[] {
  const from = atLeast ?? null;
  const to = below ?? null;
  if (from === null && to === null) return [];
  return [{ column, ...(from === null ? {} : { atLeast: from }), ...(to === null ? {} : { below: to }) }];
}
