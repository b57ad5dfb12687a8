import { Field, ID, InputType, Int } from 'type-graphql';

@InputType('OrderLineInput', { description: 'One article to be ordered: by hub id, SKU or bar code.' })
export class OrderLineInput {
  @Field(() => ID, { nullable: true, description: 'Hub id of the `Variant`.' })
  variant?: string | null;

  @Field(() => String, { nullable: true, description: 'Its SKU, where the id is not at hand.' })
  sku?: string | null;

  @Field(() => String, { nullable: true, description: 'Its bar code number, where neither is at hand.' })
  gtin?: string | null;

  @Field(() => Int, { description: 'Pieces, 1 to 10,000.' })
  quantity!: number;
}

@InputType('BuyerInput', { description: 'Who orders: a customer of the shop, or somebody new.' })
export class BuyerInput {
  @Field(() => ID, { nullable: true, description: 'Hub id of a `Customer` of the shop.' })
  id?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'E-mail address; a customer who is known by it is taken, otherwise one is made.',
  })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'First name; default: that of the billing address.' })
  firstName?: string | null;

  @Field(() => String, { nullable: true, description: 'Last name; default: that of the billing address.' })
  lastName?: string | null;
}

@InputType('AddressInput', { description: 'A postal address.' })
export class AddressInput {
  @Field(() => String, { description: 'First name of the person there.' })
  firstName!: string;

  @Field(() => String, { description: 'Last name of the person there.' })
  lastName!: string;

  @Field(() => String, { nullable: true, description: 'Company.' })
  company?: string | null;

  @Field(() => String, { nullable: true, description: 'VAT number of the company.' })
  vatNumber?: string | null;

  @Field(() => String, { description: 'Street and number.' })
  street!: string;

  @Field(() => String, { nullable: true, description: 'Second line.' })
  street2?: string | null;

  @Field(() => String, { description: 'Postal code.' })
  postcode!: string;

  @Field(() => String, { description: 'Town.' })
  city!: string;

  @Field(() => String, { description: 'Country as ISO 3166-1 alpha-2: "FR".' })
  country!: string;

  @Field(() => String, { nullable: true, description: 'Telephone, for the carrier.' })
  phone?: string | null;
}

@InputType('PaymentInput', { description: 'How it is paid. The hub moves no money: the frontend does.' })
export class PaymentInput {
  @Field(() => String, { description: 'Means of payment, as staff should read it: "Carte bancaire".' })
  method!: string;

  @Field(() => String, { nullable: true, description: 'Number of the transaction at the payment service.' })
  transactionId?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether the money was received.' })
  paid!: boolean;
}

@InputType('OrderInput', { description: 'An order to be priced or placed.' })
export class OrderInput {
  @Field(() => [OrderLineInput], { description: 'What is ordered, 1 to 200 lines.' })
  lines!: OrderLineInput[];

  @Field(() => BuyerInput, { description: 'Who orders.' })
  customer!: BuyerInput;

  @Field(() => AddressInput, { description: 'Where it is sent; its country decides on taxes and delivery.' })
  shippingAddress!: AddressInput;

  @Field(() => AddressInput, { nullable: true, description: 'To whom it is invoiced; default: where it is sent.' })
  billingAddress?: AddressInput | null;

  @Field(() => ID, { nullable: true, description: 'Hub id of the carrier; default: the cheapest that goes there.' })
  carrier?: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 4217 currency; default: the main one of the shop.' })
  currency?: string | null;

  @Field(() => PaymentInput, { nullable: true, description: 'How it is paid; needed to place it.' })
  payment?: PaymentInput | null;

  @Field(() => String, { nullable: true, description: 'Language of the buyer: "fr".' })
  locale?: string | null;

  @Field(() => String, { nullable: true, description: 'What the buyer wrote with it.' })
  note?: string | null;
}
