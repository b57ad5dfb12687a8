import type { RecordFilling } from '#sdk';

/** Facet types that stand for one record each, and the kind under which that was placed. */
const KINDS: Readonly<Record<string, string>> = {
  Product: 'products',
  Category: 'categories',
  Customer: 'customers',
  Order: 'orders',
  Invoice: 'order_invoices',
  PriceList: 'groups',
  Country: 'countries',
  Currency: 'currencies',
  // A carrier goes by its reference, not by the row in force.
  Carrier: 'carrier_references',
};

export const externalId: RecordFilling['externalId'] = (type, id, placed) => {
  if (type !== 'Variant') return KINDS[type] === undefined ? null : placed(KINDS[type], id);
  const [product = '', combination = '0'] = id.split('-');
  const placedProduct = placed('products', product);
  const placedCombination = combination === '0' ? '0' : placed('combinations', combination);
  return placedProduct === null || placedCombination === null ? null : `${placedProduct}-${placedCombination}`;
};
