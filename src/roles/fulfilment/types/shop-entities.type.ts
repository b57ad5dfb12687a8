import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** What the shop says of it comes from the shop's subgraph. */
@Directive('@key(fields: "id")')
@ObjectType('Variant', {
  description:
    'What a customer really buys: a product in one size and colour. A product without options has exactly one.',
  simpleResolvers: true,
})
export class Variant {
  @Field(() => ID, { description: "The hub's own id, stable for ever, whichever shop software is behind." })
  id!: string;
}

/** What the shop says of it comes from the shop's subgraph. */
@Directive('@key(fields: "id")')
@ObjectType('Order', { description: 'What a customer ordered in the shop.', simpleResolvers: true })
export class Order {
  @Field(() => ID, { description: "The hub's own id, stable for ever, whichever shop software is behind." })
  id!: string;
}
