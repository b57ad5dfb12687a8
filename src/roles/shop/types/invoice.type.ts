import { Field, ID, ObjectType, Directive } from 'type-graphql';
import { connectionOf, DateTimeScalar, MoneyType, Scopes } from '../../graph/index.ts';
import type { InvoiceFacet } from '../facets.ts';
import type { Row } from '../loaders.ts';

/** An invoice; its order is in the resolver. */
@Directive('@key(fields: "id")')
@Scopes('orders:read')
@ObjectType('Invoice', { description: 'An invoice that the shop issued for an order.', simpleResolvers: true })
export class Invoice {
  @Field(() => ID, { description: "The hub's own id, stable for ever, whichever shop software is behind." })
  id!: string;

  @Field(() => String, { description: 'Number of the invoice, as printed on it.' })
  number!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was issued.' })
  issuedAt!: string | null;

  @Field(() => MoneyType, { description: 'Total without tax.' })
  total!: MoneyType;

  @Field(() => MoneyType, { description: 'Total with tax.' })
  totalWithTax!: MoneyType;

  @Field(() => MoneyType, { description: 'Shipping with tax, part of the total.' })
  shippingWithTax!: MoneyType;

  /** Not in the graph. */
  brick!: string;
  facet!: InvoiceFacet;
}

export const InvoiceConnection = connectionOf('Invoice', () => Invoice, 'invoices');

export function toInvoice({ id, brick, facet }: Row<'Invoice'>): Invoice {
  return { ...facet, id, brick, facet };
}
