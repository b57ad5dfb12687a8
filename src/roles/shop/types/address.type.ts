import { Field, ID, ObjectType } from 'type-graphql';
import { PersonalData } from '../../graph/index.ts';

/** Source: `AddressFacet`. */
@PersonalData()
@ObjectType('Address', {
  description: 'A postal address of a customer or an order. Personal data.',
  simpleResolvers: true,
})
export class Address {
  @Field(() => ID, { description: "The shop's own id of the address." })
  externalId!: string;

  @Field(() => String, { nullable: true, description: 'What the customer calls it: "Home", "Office".' })
  alias!: string | null;

  @Field(() => String, { description: 'First name of the person there.' })
  firstName!: string;

  @Field(() => String, { description: 'Last name of the person there.' })
  lastName!: string;

  @Field(() => String, { nullable: true, description: 'Company, if it is an address of one.' })
  company!: string | null;

  @Field(() => String, { nullable: true, description: 'VAT number of the company.' })
  vatNumber!: string | null;

  @Field(() => String, { description: 'Street and number.' })
  street!: string;

  @Field(() => String, { nullable: true, description: 'Second line: building, floor.' })
  street2!: string | null;

  @Field(() => String, { nullable: true, description: 'Postal code, where the country has them.' })
  postcode!: string | null;

  @Field(() => String, { description: 'Town.' })
  city!: string;

  @Field(() => String, { description: 'Country as ISO 3166-1 alpha-2: "FR".' })
  country!: string;

  @Field(() => String, { nullable: true, description: 'State or province, where the country has them.' })
  state!: string | null;

  @Field(() => String, { nullable: true, description: 'Telephone.' })
  phone!: string | null;

  @Field(() => String, { nullable: true, description: 'Mobile telephone.' })
  mobile!: string | null;
}
