import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf, Scopes } from '../../graph/index.ts';
import type { Row } from '../context.ts';
import { HUB_ID, LINE_SKU } from './described.ts';

/** What of one variant lies at one location; variant and location are in the resolver. */
@Directive('@key(fields: "id")')
@Scopes('stock:read')
@ObjectType('StockLevel', { description: 'What of one variant lies at one location.', simpleResolvers: true })
export class StockLevel {
  @Field(() => ID, HUB_ID)
  id!: string;

  @Field(() => String, LINE_SKU)
  sku!: string;

  @Field(() => Int, { description: 'Pieces that lie there.' })
  onHand!: number;

  @Field(() => Int, { description: 'Pieces that are promised to orders already.' })
  reserved!: number;

  @Field(() => Int, { description: 'Pieces that may still be promised; negative where too many were.' })
  available!: number;

  @Field(() => Int, { description: 'Pieces ordered from suppliers and not received yet.' })
  incoming!: number;

  @Field(() => String, { nullable: true, description: 'Shelf or bin where they lie.' })
  shelf!: string | null;

  /** Not in the graph. */
  brick!: string;
  variantId!: string;
  locationId!: string;
}

export const StockLevelConnection = connectionOf('StockLevel', () => StockLevel, 'stock levels');

export function toStockLevel({ id, brick, facet }: Row<'StockLevel'>): StockLevel {
  const { variant: variantId, location: locationId, sku, onHand, reserved, available, incoming, shelf } = facet;
  return { id, brick, variantId, locationId, sku, onHand, reserved, available, incoming, shelf };
}
