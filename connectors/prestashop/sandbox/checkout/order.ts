import { entityXml, type Entity } from '../../commands/entity-xml.ts';
import { columnText } from '../column-text.ts';
import { parseQuery } from '../query.ts';
import type { Webservice } from '../webservice.ts';
import { adjustRow } from '../writes/change.ts';
import { carrierFor, shippingCost } from '../writes/orders.ts';
import { cents, priceLine, six } from '../writes/pricing.ts';
import type { Visit } from './visits.ts';

type Shop = Omit<Webservice, 'reshape'>;

const setting = ({ store }: Shop, name: string): number =>
  Number(store.table('configurations').records.find((row) => row['name'] === name)?.['value'] ?? 0);

export function carriersOf({ store }: Shop): number[] {
  return store
    .table('carriers')
    .records.filter((row) => row['active'] === '1' && row['deleted'] === '0')
    .map(({ id }) => id);
}

/** Makes a row in the shop's own way; its id. */
export function made(shop: Shop, resource: string, entity: Entity): number {
  const query = parseQuery(`/api/${resource}`, {});
  if (!query) throw new Error('no query');
  const table = shop.store.table(resource);
  const body = Buffer.from(entityXml(entity));
  shop.write({ method: 'POST', query, headers: {}, body }, { ...shop, reshape: undefined });
  return table.ids().at(-1) ?? 0;
}

/** Of what is in the cart, with tax and delivery. */
export function shownTotal(shop: Shop, { item, address, carrier }: Visit): number {
  if (!item) return 0;
  const country = Number(
    shop.store.table('addresses').get(address)?.['id_country'] ?? setting(shop, 'PS_COUNTRY_DEFAULT'),
  );
  const buyer = {
    customer: undefined,
    country,
    currency: setting(shop, 'PS_CURRENCY_DEFAULT'),
    language: setting(shop, 'PS_LANG_DEFAULT'),
  };
  const row = { id_product: item.product, id_product_attribute: item.combination, quantity: item.quantity };
  const whole = { ...shop, reshape: undefined };
  const line = priceLine(whole, row, buyer);
  const shipping = carrier === 0 ? 0 : shippingCost(whole, carrierFor(whole, carrier));
  return cents(cents((line?.unitIncl ?? 0) * item.quantity) + shipping);
}

const STATES: Readonly<Record<string, string>> = {
  ps_wirepayment: 'PS_OS_BANKWIRE',
  ps_checkpayment: 'PS_OS_CHEQUE',
  ps_cashondelivery: 'PS_OS_COD_VALIDATION',
};

/** As `PaymentModule::validateOrder`: the total of the cart, and the state of the module. */
export function placed(shop: Shop, visit: Visit, module: string): number {
  const { item, customer, address, carrier } = visit;
  const both = { id_address_delivery: address, id_address_invoice: address };
  const shared = {
    ...both,
    id_currency: setting(shop, 'PS_CURRENCY_DEFAULT'),
    id_lang: setting(shop, 'PS_LANG_DEFAULT'),
    id_customer: customer,
    id_carrier: carrier,
  };
  const row = {
    id_product: String(item?.product),
    id_product_attribute: String(item?.combination),
    quantity: String(item?.quantity),
  };
  const cart = made(shop, 'carts', { fields: shared, associations: { cart_rows: { item: 'cart_row', rows: [row] } } });
  const total = six(shownTotal(shop, visit));
  const sums = {
    total_paid: total,
    total_paid_real: total,
    total_products: total,
    total_products_wt: total,
    conversion_rate: '1',
  };
  const order = made(shop, 'orders', { fields: { ...shared, id_cart: cart, module, payment: module, ...sums } });
  const state = setting(shop, STATES[module] ?? '');
  if (state > 0) made(shop, 'order_histories', { fields: { id_order: order, id_order_state: state } });
  const { surcharge } = shop.store.checkout;
  if (surcharge > 0) {
    const paid = Number(columnText(shop.store.table('orders').get(order)?.['total_paid_tax_incl'])) + surcharge;
    adjustRow({ ...shop, reshape: undefined }, 'orders', order, {
      total_paid: six(paid),
      total_paid_tax_incl: six(paid),
    });
  }
  return order;
}
