import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { DecimalScalar, Scopes } from '../../graph/index.ts';
import type { PriceListFacet } from '../facets.ts';
import type { Row } from '../loaders.ts';

/** A customer group with the prices that it sees. */
@Directive('@key(fields: "id")')
@Scopes('catalogue:read')
@ObjectType('PriceList', {
  description:
    'A customer group and the prices that it sees: visitors, customers, resellers. Ask prices with its id as `customerGroup`.',
  simpleResolvers: true,
})
export class PriceList {
  @Field(() => ID, { description: "The hub's own id, stable for ever, whichever shop software is behind." })
  id!: string;

  @Field(() => DecimalScalar, { description: 'Percent off everything for this group.' })
  reduction!: string;

  @Field(() => Boolean, { description: 'Whether the shop shows this group prices with tax.' })
  showsTax!: boolean;

  @Field(() => Boolean, {
    description:
      'Whether it is the group of visitors of whom nothing is known, whose prices are the default. Customers with an account mostly belong to another one, so that theirs say false.',
  })
  isDefault!: boolean;

  /** Not in the graph. */
  brick!: string;
  facet!: PriceListFacet;
}

export function toPriceList({ id, brick, facet }: Row<'PriceList'>): PriceList {
  return { id, brick, facet, reduction: facet.reduction, showsTax: facet.showsTax, isDefault: facet.isDefault };
}
