import { createUnionType, Field, InputType, ObjectType } from 'type-graphql';
import { CommandRefused, Delivery, type Refusal } from '../../graph/index.ts';
import { Customer, Product, Variant } from '../types/index.ts';

@InputType('TextInput', { description: 'A text in one language.' })
export class TextInput {
  @Field(() => String, { description: 'Language: "fr", "en".' })
  locale!: string;

  @Field(() => String, { description: 'The text.' })
  text!: string;
}

const texts = (what: string) => ({
  nullable: true,
  description: `${what}, in each language that is to change; the others stay.`,
});

@InputType('ProductChanges', { description: 'What is to change of a product. What is left out stays.' })
export class ProductChangesInput {
  @Field(() => [TextInput], texts('Name'))
  name?: TextInput[] | null;

  @Field(() => [TextInput], texts('Description (HTML)'))
  description?: TextInput[] | null;

  @Field(() => [TextInput], texts('Short description (HTML)'))
  summary?: TextInput[] | null;

  @Field(() => [TextInput], texts('Part of the address of its page'))
  slug?: TextInput[] | null;

  @Field(() => [TextInput], texts('Title for search engines'))
  metaTitle?: TextInput[] | null;

  @Field(() => [TextInput], texts('Description for search engines'))
  metaDescription?: TextInput[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the shop offers it.' })
  active?: boolean | null;
}

@InputType('CustomerInput', { description: 'A customer of the shop.' })
export class CustomerInput {
  @Field(() => String, { description: 'E-mail address; the customer who has it is changed, or a new one is made.' })
  email!: string;

  @Field(() => String, { description: 'First name.' })
  firstName!: string;

  @Field(() => String, { description: 'Last name.' })
  lastName!: string;

  @Field(() => String, { nullable: true, description: 'Company.' })
  company?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether they want the newsletter; left out: as it is.' })
  newsletter?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Language: "fr"; left out: as it is.' })
  locale?: string | null;
}

const ACCEPTED = 'The hub has it on disk, queries show it, and it is on its way to the shop.';

@ObjectType('ProductAccepted', { description: ACCEPTED, simpleResolvers: true })
export class ProductAccepted {
  @Field(() => Product, { description: 'The product as it is shown from now on.' })
  product!: Product;

  @Field(() => Delivery, { description: 'Its way to the shop.' })
  delivery!: Delivery;
}

@ObjectType('VariantAccepted', { description: ACCEPTED, simpleResolvers: true })
export class VariantAccepted {
  @Field(() => Variant, { description: 'The variant as it is shown from now on.' })
  variant!: Variant;

  @Field(() => Delivery, { description: 'Its way to the shop.' })
  delivery!: Delivery;
}

@ObjectType('CustomerAccepted', { description: ACCEPTED, simpleResolvers: true })
export class CustomerAccepted {
  @Field(() => Customer, { description: 'The customer as shown from now on.' })
  customer!: Customer;

  @Field(() => Delivery, { description: 'Its way to the shop.' })
  delivery!: Delivery;
}

export const ProductCommandResult = createUnionType({
  name: 'ProductCommandResult',
  description: 'The product with its way to the shop, or why nothing was changed.',
  types: () => [ProductAccepted, CommandRefused] as const,
});
export const VariantCommandResult = createUnionType({
  name: 'VariantCommandResult',
  description: 'The variant with its way to the shop, or why nothing was changed.',
  types: () => [VariantAccepted, CommandRefused] as const,
});
export const CustomerCommandResult = createUnionType({
  name: 'CustomerCommandResult',
  description: 'The customer with their way to the shop, or why nothing was changed.',
  types: () => [CustomerAccepted, CommandRefused] as const,
});

export type ProductCommandAnswer = ({ __typename: 'ProductAccepted' } & ProductAccepted) | Refusal;
export type VariantCommandAnswer = ({ __typename: 'VariantAccepted' } & VariantAccepted) | Refusal;
export type CustomerCommandAnswer = ({ __typename: 'CustomerAccepted' } & CustomerAccepted) | Refusal;
