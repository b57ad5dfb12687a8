/**
 * What a till says: the canonical facets of the role till. Ids are hub ids, times RFC 3339 UTC, amounts exact decimals
 * as text with a dot. Absent means unknown. A sale that was said is never rewritten: see `Stream.appendOnly`.
 */

import type { Money } from '#sdk';

/** What the till calls a thing that the shop sells: a facet of the hub's Variant. */
export interface TillItemFacet {
  sku: string | null;
  gtin: string | null;
  name: string | null;
  priceWithTax: Money | null;
}

/** Who buys at the till: a facet of the hub's Customer. */
export interface TillCustomerFacet {
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  phone: string | null;
  loyaltyNumber: string | null;
}

/** Where tills stand: a facet of the hub's Location. */
export interface StoreFacet {
  code: string | null;
  name: string;
}

export interface SaleFacet {
  /** As printed on the ticket. */
  number: string;
  /** The running number by which gaps are seen, per till; null: this till has none. */
  sequence: number | null;
  /** Name or code of the till. */
  till: string;
  /** Hub id of a Location. */
  location: string | null;
  soldAt: string;
  lines: SaleLineFacet[];
  payments: { method: string; amount: Money }[];
  /** Without tax; null where the till tells only what was paid. */
  total: Money | null;
  totalWithTax: Money;
  /** Hub id of a Customer. */
  customer: string | null;
  loyaltyNumber: string | null;
  /** The till's own signature or chain hash. */
  hash: string | null;
  session: string | null;
}

export interface SaleLineFacet {
  /** Hub id, or null where the item is not known. */
  variant: string | null;
  sku: string | null;
  gtin: string | null;
  name: string;
  /** Negative for goods brought back. */
  quantity: number;
  unitPriceWithTax: Money | null;
  /** Without tax, after discounts; null where the till does not tell it and no rate is known. */
  total: Money | null;
  totalWithTax: Money;
  /** Percent, exact decimal. */
  taxRate: string | null;
}

/** A Z report. */
export interface TillSessionFacet {
  number: string;
  till: string;
  location: string | null;
  openedAt: string | null;
  /** Null: still open. */
  closedAt: string | null;
  saleCount: number | null;
  total: Money | null;
  totalWithTax: Money | null;
  /** Grand total since the till's beginning. */
  cumulativeTotal: Money | null;
  payments: { method: string; amount: Money }[];
  taxes: { rate: string; amount: Money }[];
  hash: string | null;
}

export interface LoyaltyCardFacet {
  number: string;
  /** Hub id of a Customer. */
  customer: string | null;
  points: string | null;
  balance: Money | null;
  level: string | null;
  updatedAt: string | null;
}

/** Something about the till's data that a person must look at; nothing of it was applied. */
export interface TillAlarmFacet {
  kind: 'FILE_REFUSED' | 'FILE_REPEATED' | 'LINE_DOUBTFUL' | 'TICKET_CHANGED' | 'TICKET_VANISHED';
  /** A sentence for staff. */
  message: { en: string; fr: string };
  /** What it is about: a file's name or a ticket's number. */
  subject: string;
  at: string;
  file: string | null;
  /** Counted from 1 as a spreadsheet shows it. */
  row: number | null;
  column: string | null;
}

/** Facet type name to its shape. */
export interface TillFacets {
  TillItem: TillItemFacet;
  TillCustomer: TillCustomerFacet;
  Store: StoreFacet;
  Sale: SaleFacet;
  TillSession: TillSessionFacet;
  LoyaltyCard: LoyaltyCardFacet;
  TillAlarm: TillAlarmFacet;
}
