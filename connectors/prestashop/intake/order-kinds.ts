import { ref } from '../record.ts';
import type { RecordKind } from './record-kind.ts';

/** An order as it was, whatever the shop made of it: all but its state, which is entered. Found by its cart. */
export const ORDER: RecordKind = {
  kind: 'orders',
  refs: {
    id_address_delivery: 'addresses',
    id_address_invoice: 'addresses',
    id_currency: 'currencies!',
    id_lang: 'languages',
    id_customer: 'customers!',
    id_carrier: 'carriers',
  },
  without: ['id_cart', 'current_state', 'secure_key', 'shipping_number'],
  key: [],
};

export const LINES: RecordKind = {
  kind: 'order_details',
  refs: { product_id: 'products', product_attribute_id: 'combinations', id_tax_rules_group: 'tax_rule_groups' },
  without: ['id_order', 'id_order_invoice', 'id_customization', 'id_warehouse', 'download_hash', 'download_deadline'],
  key: [],
};

export const HISTORY: RecordKind = {
  kind: 'order_histories',
  refs: { id_order_state: 'order_states!' },
  without: ['id_order', 'id_employee'],
  key: [],
};

export const PAYMENTS: RecordKind = {
  kind: 'order_payments',
  refs: { id_currency: 'currencies!' },
  without: ['id_employee'],
  key: [],
};

export const INVOICES: RecordKind = {
  kind: 'order_invoices',
  without: ['id_order'],
  key: [],
};

export const PARCELS: RecordKind = {
  kind: 'order_carriers',
  refs: { id_carrier: 'carriers' },
  without: ['id_order', 'id_order_invoice'],
  key: [],
};

const slips: RecordKind = {
  kind: 'order_slip',
  refs: { id_customer: 'customers!', id_order: 'orders!' },
  associations: {
    order_slip_details: {
      item: 'order_slip_detail',
      fields: {
        id_order_detail: 'order_details',
        product_quantity: null,
        amount_tax_excl: null,
        amount_tax_incl: null,
      },
    },
  },
  filter: ['id_order'],
  key: ['id_order', 'total_products_tax_incl', 'total_shipping_tax_incl'],
  later: ['date_add'],
  lane: ({ id, body }) => ref(body, 'id_order') ?? id,
};

const vouchers: RecordKind = {
  kind: 'order_cart_rules',
  refs: { id_order: 'orders!', id_cart_rule: 'cart_rules' },
  without: ['id_order_invoice'],
  filter: ['id_order'],
  key: ['id_order', 'name', 'value'],
  lane: ({ id, body }) => ref(body, 'id_order') ?? id,
};

/** What is written beside an order once it is there. */
export const OF_ORDERS: readonly RecordKind[] = [slips, vouchers];
