import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { connectionOf, DateTimeScalar, PersonalData } from '../../graph/index.ts';
import type { CustomerFacet } from '../facets.ts';
import type { Row } from '../loaders.ts';
import { Address } from './address.type.ts';

/** A customer; orders and price lists are in the resolver. */
@PersonalData()
@Directive('@key(fields: "id")')
@ObjectType('Customer', {
  description: 'A person or company that has an account or has ordered in the shop. Personal data.',
  simpleResolvers: true,
})
export class Customer {
  @Field(() => ID, { description: "The hub's own id, stable for ever, whichever shop software is behind." })
  id!: string;

  @Field(() => String, { description: 'E-mail address.' })
  email!: string;

  @Field(() => String, { description: 'First name.' })
  firstName!: string;

  @Field(() => String, { description: 'Last name.' })
  lastName!: string;

  @Field(() => String, { nullable: true, description: 'Company, for business customers.' })
  company!: string | null;

  @Field(() => String, { nullable: true, description: 'Registration number of the company: SIREN, SIRET or the like.' })
  companyNumber!: string | null;

  @Field(() => String, { nullable: true, description: 'VAT number of the company.' })
  vatNumber!: string | null;

  @Field(() => String, { nullable: true, description: 'Date of birth, as YYYY-MM-DD.' })
  birthday!: string | null;

  @Field(() => String, { nullable: true, description: 'Language in which the shop writes to them, such as "fr".' })
  language!: string | null;

  @Field(() => Boolean, { description: 'Whether the account can be used.' })
  active!: boolean;

  @Field(() => Boolean, { description: 'Whether they ordered without opening an account.' })
  guest!: boolean;

  @Field(() => Boolean, { description: 'Whether they agreed to receive the newsletter.' })
  newsletter!: boolean;

  @Field(() => String, { nullable: true, description: 'What staff noted about them.' })
  note!: string | null;

  @Field(() => [Address], { description: 'Their addresses.' })
  addresses!: Address[];

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the account was created.' })
  createdAt!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the account was last changed.' })
  updatedAt!: string | null;

  /** Not in the graph. */
  brick!: string;
  facet!: CustomerFacet;
}

export const CustomerConnection = connectionOf('Customer', () => Customer, 'customers');

export function toCustomer({ id, brick, facet }: Row<'Customer'>): Customer {
  const { groups: _groups, defaultGroup: _defaultGroup, ...shown } = facet;
  return { ...shown, id, brick, facet };
}
