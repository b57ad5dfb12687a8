import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, DateTimeScalar, DecimalScalar, Scopes } from '../../graph/index.ts';
import type { ProductFacet } from '../facets.ts';
import type { Row } from '../loaders.ts';

export const ProductKind = { SIMPLE: 'SIMPLE', VARIANTS: 'VARIANTS', PACK: 'PACK', VIRTUAL: 'VIRTUAL' } as const;
export type ProductKind = keyof typeof ProductKind;
registerEnumType(ProductKind, {
  name: 'ProductKind',
  description: 'How a product is sold.',
  valuesConfig: {
    SIMPLE: { description: 'One article without options; it still has one variant.' },
    VARIANTS: { description: 'Several variants, told apart by options such as size or colour.' },
    PACK: { description: 'A pack of other articles, sold together.' },
    VIRTUAL: { description: 'Nothing to ship: a download, a service, a gift card.' },
  },
});

export const ProductCondition = { NEW: 'NEW', USED: 'USED', REFURBISHED: 'REFURBISHED' } as const;
export type ProductCondition = keyof typeof ProductCondition;
registerEnumType(ProductCondition, {
  name: 'ProductCondition',
  description: 'The state in which a product is sold.',
  valuesConfig: {
    NEW: { description: 'New, never used.' },
    USED: { description: 'Used, sold as it is.' },
    REFURBISHED: { description: 'Used, but made good as new.' },
  },
});

/** A product; texts, variants, categories and pictures are in the resolver. */
@Directive('@key(fields: "id")')
@Scopes('catalogue:read')
@ObjectType('Product', {
  description: 'What the shop sells under one name. What is bought is one of its variants.',
  simpleResolvers: true,
})
export class Product {
  @Field(() => ID, { description: "The hub's own id, stable for ever, whichever shop software is behind." })
  id!: string;

  @Field(() => String, { nullable: true, description: 'Brand or manufacturer.' })
  brand!: string | null;

  @Field(() => Boolean, { description: 'Whether the shop offers it now.' })
  active!: boolean;

  @Field(() => ProductKind, { description: 'How it is sold: simple, with variants, as a pack, or virtual.' })
  kind!: ProductKind;

  @Field(() => ProductCondition, { nullable: true, description: 'New, used or refurbished, where the shop says so.' })
  condition!: ProductCondition | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Weight in kilograms.' })
  weight!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was created in the shop.' })
  createdAt!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was last changed in the shop.' })
  updatedAt!: string | null;

  /** Not in the graph. */
  brick!: string;
  facet!: ProductFacet;
}

export const ProductConnection = connectionOf('Product', () => Product, 'products');

/** What a pack holds. */
@ObjectType('PackItem', { description: 'One article of a pack.', simpleResolvers: true })
export class PackItem {
  @Field(() => Int, { description: 'How many pieces of it the pack holds.' })
  quantity!: number;

  /** Not in the graph. */
  variantId!: string;
  brick!: string;
}

const CONDITIONS = { new: 'NEW', used: 'USED', refurbished: 'REFURBISHED' } as const;
const KINDS = { simple: 'SIMPLE', variants: 'VARIANTS', pack: 'PACK', virtual: 'VIRTUAL' } as const;

export function toProduct({ id, brick, facet }: Row<'Product'>): Product {
  return {
    id,
    brick,
    facet,
    brand: facet.brand,
    active: facet.active,
    kind: KINDS[facet.kind],
    condition: facet.condition && CONDITIONS[facet.condition],
    weight: facet.weight,
    createdAt: facet.createdAt,
    updatedAt: facet.updatedAt,
  };
}
