import type { WebserviceRecord } from '../state.ts';
import { adjustRow, type Behaviour, type Change } from './change.ts';

/** A cart answers its rows by product, and forgets the address that each row was sent with. */
export const CARTS: Behaviour = {
  prepare({ draft }) {
    draft['id_shop'] ||= '1';
    draft['id_shop_group'] ||= '1';
  },
  saved(record, change) {
    if (change.sent.associations?.has('cart_rows')) storeRows(record, change);
  },
};

function storeRows(record: WebserviceRecord, { shop }: Change): void {
  const rows = (record.associations?.['cart_rows'] ?? []).map((row) => ({
    id_product: Number(row['id_product']),
    id_product_attribute: Number(row['id_product_attribute'] ?? 0),
    id_address_delivery: 0,
    id_customization: Number(row['id_customization'] ?? 0),
    quantity: Number(row['quantity'] ?? 0),
  }));
  rows.sort((a, b) => a.id_product - b.id_product || a.id_product_attribute - b.id_product_attribute);
  adjustRow(shop, 'carts', record.id, { associations: { ...record.associations, cart_rows: rows } });
}
