import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { PersonalData } from '../../graph/index.ts';

/** The shop's variant, with what the tills add: see the resolver. */
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

/** The shop's customer, with what the tills add: see the resolver. */
@PersonalData()
@Directive('@key(fields: "id")')
@ObjectType('Customer', {
  description: 'A person or company that has an account or has ordered in the shop. Personal data.',
  simpleResolvers: true,
})
export class Customer {
  @Field(() => ID, { description: "The hub's own id, stable for ever, whichever shop software is behind." })
  id!: string;
}

/** Source: a Store facet. Locations themselves belong to fulfilment. */
@ObjectType('Store', { description: 'Where a till stands, in the words of the till.', simpleResolvers: true })
export class Store {
  @Field(() => ID, {
    description: "The hub's own id of the place; the same as that of fulfilment's location once both are known as one.",
  })
  id!: string;

  @Field(() => String, { nullable: true, description: 'Short code, where the till has one.' })
  code!: string | null;

  @Field(() => String, { description: 'Name.' })
  name!: string;
}

/** Fulfilment's location: only its key is known here. */
@Directive('@key(fields: "id")')
@ObjectType('Location', { description: 'A place where stock lies: a warehouse, a shop.', simpleResolvers: true })
export class Location {
  @Field(() => ID, { description: "The hub's own id, stable for ever, whichever software is behind." })
  id!: string;
}
