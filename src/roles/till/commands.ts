/** What a till can be told. A connector that leaves a command out cannot do it. */
import type { Command, Money } from '#sdk';

/** Items and prices, as a till shows them on its buttons. */
export interface PutItems {
  items: {
    /** Hub id of the Variant. */
    variant: string;
    sku: string;
    gtin: string | null;
    name: string;
    priceWithTax: Money;
    /** Percent. */
    taxRate: string;
    active: boolean;
  }[];
}

export interface TillCommands {
  putItems: Command<PutItems>;
}
