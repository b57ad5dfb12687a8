import { Directive, Field, ObjectType } from 'type-graphql';
import { DateTimeScalar } from './scalars.ts';

@Directive('@shareable')
@ObjectType('FieldSource', {
  description: 'Where one field comes from, and how old it is: for what was salvaged from files and mails.',
  simpleResolvers: true,
})
export class FieldSource {
  @Field(() => String, { description: 'The field: "name", "listPrice".' })
  field!: string;

  @Field(() => String, { description: 'The file or mail, and the place in it: "stock.xlsx, row 12".' })
  source!: string;

  @Field(() => DateTimeScalar, { description: 'Since when the source says so: the date of the file or of the mail.' })
  at!: string;
}

/** Which brick says this, under which id. */
@Directive('@shareable')
@ObjectType('Origin', {
  description: 'Where an entity comes from: the brick that knows it, and the id that it has there.',
  simpleResolvers: true,
})
export class Origin {
  @Field(() => String, { description: 'Name of the brick, as configured: "shop-fr".' })
  brick!: string;

  @Field(() => String, { description: "The brick's own id of the entity, such as a PrestaShop product number." })
  externalId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "The page of the entity in the brick's own back office. Null where the brick does not tell: PrestaShop's webservice does not.",
  })
  url!: string | null;

  @Field(() => DateTimeScalar, { description: 'When the hub last saw what the brick says of it change.' })
  seenAt!: string;

  @Field(() => [FieldSource], {
    description: 'Source and age of each field, for what was salvaged from files and mails. Empty for a living brick.',
  })
  provenance!: FieldSource[];
}
