import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { PersonalData } from '../../graph/index.ts';

const KEY = '@key(fields: "id", resolvable: false)';
const THE_ID = { description: "The hub's own id, stable for ever, whichever shop software is behind." };

/** What the shop says of it comes from the shop's subgraph. */
@Directive(KEY)
@ObjectType('Product', {
  description: 'What the shop sells under one name. What is bought is one of its variants.',
  simpleResolvers: true,
})
export class Product {
  @Field(() => ID, THE_ID)
  id!: string;
}

/** What the shop says of it comes from the shop's subgraph. */
@Directive(KEY)
@ObjectType('Variant', {
  description:
    'What a customer really buys: a product in one size and colour. A product without options has exactly one.',
  simpleResolvers: true,
})
export class Variant {
  @Field(() => ID, THE_ID)
  id!: string;
}

/** What the shop says of it comes from the shop's subgraph. */
@Directive(KEY)
@ObjectType('Order', { description: 'What a customer ordered in the shop.', simpleResolvers: true })
export class Order {
  @Field(() => ID, THE_ID)
  id!: string;
}

/** What the shop says of it comes from the shop's subgraph. */
@PersonalData()
@Directive(KEY)
@ObjectType('Customer', {
  description: 'A person or company that has an account or has ordered in the shop. Personal data.',
  simpleResolvers: true,
})
export class Customer {
  @Field(() => ID, THE_ID)
  id!: string;
}
