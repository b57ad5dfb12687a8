import type { Where } from '../../mirror/index.ts';
import type { CustomerFilter, InvoiceFilter, OrderFilter, ProductFilter } from './inputs/filters.input.ts';

type Maybe<Value> = Value | null | undefined;

/** Conditions on facet columns and links, as `facet-types.ts` declares them. */
export function productWhere(filter: Maybe<ProductFilter>): Where[] {
  return [
    ...flag('active', filter?.active),
    ...oneOf('brand', filter?.brands),
    ...period('updated_at', filter?.updatedSince, null),
    ...(filter?.categories ? [{ link: 'category', to: filter.categories }] : []),
    ...(filter?.ids ? [{ ids: filter.ids }] : []),
  ];
}

export function customerWhere(filter: Maybe<CustomerFilter>): Where[] {
  return [
    ...flag('active', filter?.active),
    ...period('updated_at', filter?.updatedSince, null),
    ...(filter?.ids ? [{ ids: filter.ids }] : []),
  ];
}

export function orderWhere(filter: Maybe<OrderFilter>): Where[] {
  return [
    ...oneOf('status', filter?.status),
    ...oneOf('customer', filter?.customer ? [filter.customer] : null),
    ...period('placed_at', filter?.placedFrom, filter?.placedTo),
  ];
}

export function invoiceWhere(filter: Maybe<InvoiceFilter>): Where[] {
  return period('issued_at', filter?.issuedFrom, filter?.issuedTo);
}

function flag(column: string, value: Maybe<boolean>): Where[] {
  return typeof value === 'boolean' ? [{ column, in: [value ? 1 : 0] }] : [];
}

function oneOf(column: string, values: Maybe<readonly string[]>): Where[] {
  return values ? [{ column, in: values }] : [];
}

function period(column: string, atLeast: Maybe<string>, below: Maybe<string>): Where[] {
  if (!atLeast && !below) return [];
  return [{ column, ...(atLeast ? { atLeast } : {}), ...(below ? { below } : {}) }];
}
