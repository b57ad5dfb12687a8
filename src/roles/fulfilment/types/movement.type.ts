import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf, DateTimeScalar, Scopes } from '../../graph/index.ts';
import type { Row } from '../context.ts';
import { HUB_ID, MAYBE_SKU } from './described.ts';

@ObjectType('ShipmentLine', { description: 'One article of a shipment.', simpleResolvers: true })
export class ShipmentLine {
  @Field(() => String, MAYBE_SKU)
  sku!: string | null;

  @Field(() => Int, { description: 'Pieces sent.' })
  quantity!: number;

  /** Not in the graph. */
  variantId!: string | null;
}

@Directive('@key(fields: "id")')
@Scopes('stock:read', 'orders:read')
@ObjectType('Shipment', { description: 'A parcel, or several, sent to a customer.', simpleResolvers: true })
export class Shipment {
  @Field(() => ID, HUB_ID)
  id!: string;

  @Field(() => String, { nullable: true, description: 'Reference of the order as fulfilment holds it.' })
  orderReference!: string | null;

  @Field(() => String, { nullable: true, description: 'Who carries it.' })
  carrier!: string | null;

  @Field(() => String, { nullable: true, description: 'The first tracking number, or null when there is none.' })
  trackingNumber!: string | null;

  @Field(() => [String], { description: 'All tracking numbers: one for each parcel.' })
  trackingNumbers!: string[];

  @Field(() => String, { nullable: true, description: "The carrier's page where the customer follows it." })
  trackingUrl!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was handed to the carrier.' })
  shippedAt!: string | null;

  @Field(() => [ShipmentLine], { description: 'What was sent.' })
  lines!: ShipmentLine[];

  /** Not in the graph. */
  brick!: string;
  orderId!: string | null;
  locationId!: string | null;
}

@ObjectType('ReturnLine', { description: 'One article that came back.', simpleResolvers: true })
export class ReturnLine {
  @Field(() => String, MAYBE_SKU)
  sku!: string | null;

  @Field(() => Int, { description: 'Pieces that came back.' })
  quantity!: number;

  @Field(() => String, { nullable: true, description: 'Why, where it is noted.' })
  reason!: string | null;

  /** Not in the graph. */
  variantId!: string | null;
}

@Directive('@key(fields: "id")')
@Scopes('stock:read', 'orders:read')
@ObjectType('Return', { description: 'Goods that came back from a customer.', simpleResolvers: true })
export class GoodsReturn {
  @Field(() => ID, HUB_ID)
  id!: string;

  @Field(() => String, { nullable: true, description: 'Reference of the order as fulfilment holds it.' })
  orderReference!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When they came back.' })
  returnedAt!: string | null;

  @Field(() => String, { nullable: true, description: "How far it is, in the brick's own word." })
  status!: string | null;

  @Field(() => [ReturnLine], { description: 'What came back.' })
  lines!: ReturnLine[];

  /** Not in the graph. */
  brick!: string;
  orderId!: string | null;
  locationId!: string | null;
}

export const ShipmentConnection = connectionOf('Shipment', () => Shipment, 'shipments');
export const ReturnConnection = connectionOf('Return', () => GoodsReturn, 'returns');

export function toShipment({ id, brick, facet }: Row<'Shipment'>): Shipment {
  const { order: orderId, location: locationId, lines, ...rest } = facet;
  const trackingNumber = facet.trackingNumbers[0] ?? null;
  return { ...rest, id, brick, orderId, locationId, trackingNumber, lines: lines.map(toLine) };
}

export function toReturn({ id, brick, facet }: Row<'Return'>): GoodsReturn {
  const { order: orderId, location: locationId, lines, ...rest } = facet;
  return { ...rest, id, brick, orderId, locationId, lines: lines.map(toLine) };
}

/** A line whose variant is looked up when it is asked for. */
export function toLine<Line extends { variant: string | null }>({ variant, ...line }: Line) {
  return { ...line, variantId: variant };
}
