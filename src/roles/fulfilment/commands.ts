/** What a warehouse can be told to do. Ids are hub ids. A connector that leaves a command out cannot do it. */
import type { Command, PlaceOrder, SetStock } from '#sdk';

/** A paid order to be picked and sent. */
export type FulfilOrder = Pick<
  PlaceOrder,
  'order' | 'reference' | 'placedAt' | 'currency' | 'customer' | 'shippingAddress' | 'lines' | 'note'
> & {
  /** The shop's own number of it. */
  number: string | null;
  carrier: string | null;
};

export interface CreatePurchaseOrder {
  /** Hub id that the purchase order has from the start. */
  purchaseOrder: string;
  reference: string;
  /** Hub id of the Supplier. */
  supplier: string;
  /** Hub id of the Location that is delivered to. */
  location: string | null;
  expectedAt: string | null;
  lines: { variant: string; sku: string; quantity: number; unitPrice: string | null }[];
  currency: string;
}

export interface FulfilmentCommands {
  fulfilOrder: Command<FulfilOrder>;
  setStock: Command<SetStock>;
  createPurchaseOrder: Command<CreatePurchaseOrder>;
}
