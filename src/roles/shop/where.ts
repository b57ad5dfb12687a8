import type { Where } from '../../mirror/index.ts';
import { refuse } from '../graph/index.ts';
import type { CustomerFilter, InvoiceFilter, OrderFilter, ProductFilter } from './inputs/filters.input.ts';

type Maybe<Value> = Value | null | undefined;

/** Whom a filter that crosses roles asks. */
export interface AskedBricks {
  shop: string;
  /** The owner of stock, or null where there is none. */
  fulfilment: string | null;
  tills: readonly string[];
}

/** Conditions on facet columns and links, as `facet-types.ts` declares them. */
export function productWhere(filter: Maybe<ProductFilter>, bricks: AskedBricks): Where[] {
  return [
    ...flag('active', filter?.active),
    ...oneOf('brand', filter?.brands),
    ...period('updated_at', filter?.updatedSince, null),
    ...(filter?.categories ? [{ link: 'category', to: filter.categories }] : []),
    ...(filter?.ids ? [{ ids: filter.ids }] : []),
    ...availability(filter?.available, bricks),
    ...(filter?.soldSince ? [soldSince(filter.soldSince, bricks)] : []),
  ];
}

/** Facet types of other roles are named, not imported: roles meet in the mirror. */
function availability(available: Maybe<boolean>, { shop, fulfilment }: AskedBricks): Where[] {
  if (typeof available !== 'boolean') return [];
  if (fulfilment === null) {
    throw refuse('NO_BRICK', 'Which products are available, a fulfilment brick knows, and none is configured yet.');
  }
  const stocked: Where = {
    same: { type: 'StockItem', brick: fulfilment, where: [{ column: 'available', atLeast: 1 }] },
  };
  const some: Where = ofVariant(shop, stocked);
  return [available ? some : { not: [some] }];
}

function soldSince(from: string, { shop, tills }: AskedBricks): Where {
  const ordered: Where = { linkedFrom: { type: 'Order', brick: shop, link: 'variant', from } };
  const sold = tills.map((brick): Where => ({ linkedFrom: { type: 'Sale', brick, link: 'variant', from } }));
  return ofVariant(shop, { any: [ordered, ...sold].map((one) => [one]) });
}

function ofVariant(shop: string, where: Where): Where {
  return { some: { type: 'Variant', brick: shop, column: 'product', where: [where] } };
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
