import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, DateTimeScalar } from '../../graph/index.ts';
import type { Row } from '../context.ts';
import type { FulfilmentOrderStatus as Status } from '../facets.ts';
import { LINE_SKU } from './described.ts';
import { toLine } from './movement.type.ts';

export const FulfilmentOrderStatus = {
  OPEN: 'OPEN',
  ON_HOLD: 'ON_HOLD',
  PICKING: 'PICKING',
  SHIPPED: 'SHIPPED',
  CANCELLED: 'CANCELLED',
} as const satisfies Record<Status, Status>;
registerEnumType(FulfilmentOrderStatus, {
  name: 'FulfilmentOrderStatus',
  description: 'How far an order is in the warehouse, in the same words for every brick.',
  valuesConfig: {
    OPEN: { description: 'Waits to be picked.' },
    ON_HOLD: { description: 'Set aside; not to be picked yet.' },
    PICKING: { description: 'Being picked.' },
    SHIPPED: { description: 'Sent.' },
    CANCELLED: { description: 'Cancelled.' },
  },
});

@ObjectType('PickLine', { description: 'One article to take from a shelf.', simpleResolvers: true })
export class PickLine {
  @Field(() => String, LINE_SKU)
  sku!: string;

  @Field(() => String, { nullable: true, description: 'What the warehouse calls it.' })
  name!: string | null;

  @Field(() => Int, { description: 'Pieces still to be picked.' })
  quantity!: number;

  @Field(() => String, { nullable: true, description: 'Shelf or bin where they lie.' })
  shelf!: string | null;

  /** Not in the graph. */
  variantId!: string | null;
}

@ObjectType('PickOrder', { description: 'An order of which something is still to be picked.', simpleResolvers: true })
export class PickOrder {
  @Field(() => String, { nullable: true, description: 'Reference by which the shop knows the order.' })
  reference!: string | null;

  @Field(() => String, { nullable: true, description: "The shop's own number of the order." })
  number!: string | null;

  @Field(() => FulfilmentOrderStatus, { description: 'How far it is in the warehouse.' })
  status!: Status;

  @Field(() => String, { description: "The status in the brick's own words." })
  statusLabel!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was placed.' })
  placedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Picking wave that it belongs to.' })
  batch!: string | null;

  @Field(() => [PickLine], { description: 'What is still to be picked, in the order of the shelves.' })
  lines!: PickLine[];

  /** Not in the graph. */
  brick!: string;
  orderId!: string | null;
  locationId!: string | null;
}

export const PickOrderConnection = connectionOf('PickOrder', () => PickOrder, 'orders to pick');

export function toPickOrder({ id, brick, facet }: Row<'FulfilmentOrder'>): PickOrder {
  const { reference, number, status, statusLabel, placedAt, batch, location: locationId } = facet;
  const lines = facet.lines
    .filter(({ toShip }) => toShip > 0)
    .sort((a, b) => byText(a.shelf ?? '\uffff', b.shelf ?? '\uffff') || byText(a.sku, b.sku))
    .map((line) => ({ ...toLine(line), quantity: line.toShip }));
  return { reference, number, status, statusLabel, placedAt, batch, brick, orderId: id, locationId, lines };
}

const { compare: byText } = new Intl.Collator('en', { numeric: true });
