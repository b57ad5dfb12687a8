import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { DecimalScalar, MoneyType, Scopes } from '../../graph/index.ts';
import type { VariantFacet } from '../facets.ts';
import type { Row } from '../loaders.ts';

/** Source: an entry of `VariantFacet.suppliers`. */
@ObjectType('VariantSupplier', { description: 'Who supplies a variant, as the shop knows it.', simpleResolvers: true })
export class VariantSupplier {
  @Field(() => String, { description: 'Name of the supplier.' })
  name!: string;

  @Field(() => String, { nullable: true, description: "The supplier's own reference of the variant." })
  reference!: string | null;

  @Field(() => MoneyType, { nullable: true, description: 'Purchase price without tax, where it is known.' })
  price!: MoneyType | null;
}

/** A variant; prices, options and the product are in the resolver. */
@Directive('@key(fields: "id")')
@Directive('@key(fields: "sku")')
@Directive('@key(fields: "gtin")')
@Scopes('catalogue:read')
@ObjectType('Variant', {
  description:
    'What a customer really buys: a product in one size and colour. A product without options has exactly one.',
  simpleResolvers: true,
})
export class Variant {
  @Field(() => ID, { description: "The hub's own id, stable for ever, whichever shop software is behind." })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Reference (stock keeping unit), by which fulfilment and tills know it too.',
  })
  sku!: string | null;

  @Field(() => String, { nullable: true, description: 'Bar code number: EAN-13, UPC or ISBN.' })
  gtin!: string | null;

  @Field(() => String, { nullable: true, description: "The manufacturer's part number." })
  mpn!: string | null;

  @Field(() => Boolean, { description: 'Whether the shop offers it now.' })
  active!: boolean;

  @Field(() => Boolean, { description: 'Whether it is the variant that the shop shows first.' })
  isDefault!: boolean;

  @Field(() => MoneyType, { description: 'List price without tax, before any reduction.' })
  listPrice!: MoneyType;

  @Field(() => MoneyType, { nullable: true, description: 'Purchase price without tax, where the shop knows it.' })
  costPrice!: MoneyType | null;

  @Field(() => [VariantSupplier], { description: 'Who supplies it.' })
  suppliers!: VariantSupplier[];

  @Field(() => DecimalScalar, { nullable: true, description: 'Weight in kilograms.' })
  weight!: string | null;

  @Field(() => Int, { description: 'Fewest pieces that can be ordered at once.' })
  minimalQuantity!: number;

  /** Not in the graph. */
  brick!: string;
  facet!: VariantFacet;
}

export function toVariant({ id, brick, facet }: Row<'Variant'>): Variant {
  return {
    id,
    brick,
    facet,
    sku: facet.sku,
    gtin: facet.gtin,
    mpn: facet.mpn,
    active: facet.active,
    isDefault: facet.isDefault,
    listPrice: facet.listPrice,
    costPrice: facet.costPrice,
    suppliers: facet.suppliers,
    weight: facet.weight,
    minimalQuantity: facet.minimalQuantity,
  };
}
