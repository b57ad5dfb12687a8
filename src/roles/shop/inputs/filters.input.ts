import { Field, ID, InputType } from 'type-graphql';
import { DateTimeScalar } from '../../graph/index.ts';
import type { OrderStatus as Status } from '../facets.ts';
import { OrderStatus } from '../types/index.ts';

@InputType('ProductFilter', {
  description: 'Which products to list. What is left out is not filtered; several conditions must all hold.',
})
export class ProductFilter {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those that the shop offers now (true) or does not offer (false).',
  })
  active?: boolean | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Only those in one of these categories. Categories below them are not included.',
  })
  categories?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Only those of one of these brands, written exactly as the shop writes them.',
  })
  brands?: string[] | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Only those changed in the shop at this time or later.' })
  updatedSince?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Only those with one of these hub ids.' })
  ids?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Only those of which the primary fulfilment brick has a variant to sell (true) or has none (false). Refused where no fulfilment brick is configured.',
  })
  available?: boolean | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Only those of which a variant was ordered in this shop or sold at any till, at this time or later.',
  })
  soldSince?: string | null;
}

@InputType('CustomerFilter', {
  description: 'Which customers to list. What is left out is not filtered; several conditions must all hold.',
})
export class CustomerFilter {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those whose account can be used (true) or is closed (false).',
  })
  active?: boolean | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Only those changed in the shop at this time or later.' })
  updatedSince?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Only those with one of these hub ids.' })
  ids?: string[] | null;
}

@InputType('OrderFilter', {
  description: 'Which orders to list. What is left out is not filtered; several conditions must all hold.',
})
export class OrderFilter {
  @Field(() => [OrderStatus], { nullable: true, description: 'Only those with one of these statuses.' })
  status?: Status[] | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Only those placed at this time or later.' })
  placedFrom?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Only those placed before this time.' })
  placedTo?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only those of this customer (hub id).' })
  customer?: string | null;
}

@InputType('InvoiceFilter', {
  description: 'Which invoices to list. What is left out is not filtered; several conditions must all hold.',
})
export class InvoiceFilter {
  @Field(() => DateTimeScalar, { nullable: true, description: 'Only those issued at this time or later.' })
  issuedFrom?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Only those issued before this time.' })
  issuedTo?: string | null;
}
