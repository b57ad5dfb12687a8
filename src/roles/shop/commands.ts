/**
 * What a shop can be told to do. Ids are hub ids, amounts exact decimals, times RFC 3339 UTC. A connector that leaves a
 * command out cannot do it.
 */
import type { Command, Money } from '#sdk';
import type { Localized, OrderStatus } from './facets.ts';

/** An address as it is written on a parcel. */
export interface PostalAddress {
  firstName: string;
  lastName: string;
  company: string | null;
  vatNumber: string | null;
  street: string;
  street2: string | null;
  postcode: string;
  city: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  phone: string | null;
}

export interface PlacedLine {
  /** Hub id of the Variant. */
  variant: string;
  sku: string | null;
  name: string;
  quantity: number;
  unitPrice: Money;
  unitPriceWithTax: Money;
  /** Percent. */
  taxRate: string;
}

/** An order that the hub took. The shop takes it over with these totals, whatever its catalogue says by now. */
export interface PlaceOrder {
  /** Hub id that the order has from the start. */
  order: string;
  /** Given to the buyer; 9 capital letters. */
  reference: string;
  placedAt: string;
  currency: string;
  /** BCP 47. */
  locale: string | null;
  customer: { /** Hub id. */ id: string; email: string; firstName: string; lastName: string };
  shippingAddress: PostalAddress;
  billingAddress: PostalAddress;
  lines: PlacedLine[];
  /** Hub id of the Carrier. */
  carrier: string;
  totals: {
    products: string;
    productsWithTax: string;
    shipping: string;
    shippingWithTax: string;
    discountsWithTax: string;
    total: string;
    totalWithTax: string;
  };
  payment: { method: string; transactionId: string | null; paid: boolean };
  /** More was sold than there is: the shop puts it on backorder. */
  onBackorder: boolean;
  note: string | null;
}

export interface SetOrderStatus {
  order: string;
  status: OrderStatus;
}

/** The parcel's number, told to the shop and by it to the buyer. */
export interface AddTracking {
  order: string;
  carrier: string | null;
  trackingNumber: string;
  trackingUrl: string | null;
  shippedAt: string | null;
}

/** List price without tax. */
export interface SetVariantPrice {
  variant: string;
  listPrice: Money;
}

/** Absent: as it is. Texts: only the locales that are named. */
export interface ProductChanges {
  name?: Localized;
  description?: Localized;
  summary?: Localized;
  slug?: Localized;
  metaTitle?: Localized;
  metaDescription?: Localized;
  active?: boolean;
}

export interface UpdateProduct {
  product: string;
  changes: ProductChanges;
}

/** Pieces that may be sold, as the owner of stock says. Never a difference. */
export interface SetStock {
  variant: string;
  sku: string | null;
  /** Hub id of the Location; null: the brick has one only. */
  location: string | null;
  quantity: number;
}

export interface UpsertCustomer {
  /** Hub id; a new customer's is given by the hub. */
  customer: string;
  email: string;
  firstName: string;
  lastName: string;
  company: string | null;
  newsletter: boolean | null;
  locale: string | null;
}

/** A person is to be nobody any more; orders, invoices and tickets stay. Whom the brick has removed already is erased. */
export interface EraseCustomer {
  /** Hub id of the Customer. */
  customer: string;
}

export interface ShopCommands {
  /** Of a brick of any role; without it, somebody does it there by hand. */
  eraseCustomer: Command<EraseCustomer>;
  placeOrder: Command<PlaceOrder>;
  setOrderStatus: Command<SetOrderStatus>;
  addTracking: Command<AddTracking>;
  setVariantPrice: Command<SetVariantPrice>;
  updateProduct: Command<UpdateProduct>;
  setStock: Command<SetStock>;
  upsertCustomer: Command<UpsertCustomer>;
}
