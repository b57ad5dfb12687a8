import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf, Scopes } from '../../graph/index.ts';
import type { CategoryFacet } from '../facets.ts';
import type { Row } from '../loaders.ts';

/** A category; texts, parent and pictures are in the resolver. */
@Directive('@key(fields: "id")')
@Scopes('catalogue:read')
@ObjectType('Category', {
  description: 'A shelf of the shop: products are found in categories.',
  simpleResolvers: true,
})
export class Category {
  @Field(() => ID, { description: "The hub's own id, stable for ever, whichever shop software is behind." })
  id!: string;

  @Field(() => Boolean, { description: 'Whether the shop shows it now.' })
  active!: boolean;

  @Field(() => Int, { description: 'Where it stands among the categories of its parent.' })
  position!: number;

  @Field(() => Int, { description: 'How many categories are above it.' })
  depth!: number;

  /** Not in the graph. */
  brick!: string;
  facet!: CategoryFacet;
}

export const CategoryConnection = connectionOf('Category', () => Category, 'categories');

export function toCategory({ id, brick, facet }: Row<'Category'>): Category {
  return { id, brick, facet, active: facet.active, position: facet.position, depth: facet.depth };
}
