import { Decimal } from 'decimal.js';
import type { WebserviceRecord } from '../state.ts';
import { DAY, stamp } from './calendar.ts';
import { generateShop } from './index.ts';
import { taxRate } from './taxes.ts';

const NOW = new Date('2026-11-01T08:00:00Z');

const sum = (values: readonly unknown[]): Decimal =>
  values.reduce<Decimal>((total, value) => total.plus(String(value)), new Decimal(0));
const groupBy = (records: readonly WebserviceRecord[], field: string): Map<unknown, WebserviceRecord[]> =>
  Map.groupBy(records, (record) => record[field]);

describe.each([1, 2, 3])('orders of seed %i', (seed) => {
  const shop = generateShop({ seed, now: NOW, images: false });
  const all = (resource: string): WebserviceRecord[] => shop.resources[resource] ?? [];
  const details = groupBy(all('order_details'), 'id_order');
  const payments = groupBy(all('order_payments'), 'order_reference');
  const histories = groupBy(all('order_histories'), 'id_order');
  const slips = groupBy(all('order_slip'), 'id_order');
  const exact = (value: Decimal) => value.toFixed(6);
  const countryOf = (order: WebserviceRecord) =>
    Number(all('addresses')[Number(order['id_address_delivery']) - 1]?.['id_country']);

  it('price every line to the cent', () => {
    for (const order of all('orders')) {
      for (const line of details.get(order.id) ?? []) {
        const quantity = Number(line['product_quantity']);
        const rate = taxRate(countryOf(order), Number(line['id_tax_rules_group']));
        const excl = new Decimal(String(line['unit_price_tax_excl']));
        const incl = excl
          .times(100_000 + rate)
          .div(100_000)
          .toDecimalPlaces(6, Decimal.ROUND_HALF_UP);
        expect(line['unit_price_tax_incl']).toBe(exact(incl));
        expect(line['total_price_tax_excl']).toBe(
          exact(excl.times(quantity).toDecimalPlaces(2, Decimal.ROUND_HALF_UP)),
        );
        expect(line['total_price_tax_incl']).toBe(
          exact(incl.times(quantity).toDecimalPlaces(2, Decimal.ROUND_HALF_UP)),
        );
        expect(quantity).toBeGreaterThan(0);
      }
    }
  });

  it('add up', () => {
    for (const order of all('orders')) {
      const lines = details.get(order.id) ?? [];
      expect(lines.length).toBeGreaterThan(0);
      expect(order['total_products']).toBe(exact(sum(lines.map((line) => line['total_price_tax_excl']))));
      expect(order['total_products_wt']).toBe(exact(sum(lines.map((line) => line['total_price_tax_incl']))));
      for (const [tax, products] of [
        ['excl', 'total_products'],
        ['incl', 'total_products_wt'],
      ] as const) {
        const parts = sum([order[products], order[`total_shipping_tax_${tax}`], order[`total_wrapping_tax_${tax}`]]);
        expect(order[`total_paid_tax_${tax}`]).toBe(exact(parts.minus(String(order[`total_discounts_tax_${tax}`]))));
      }
      for (const total of ['total_paid', 'total_shipping', 'total_wrapping', 'total_discounts'])
        expect(order[total]).toBe(order[`${total}_tax_incl`]);
      expect(order['total_paid_real']).toBe(
        exact(sum((payments.get(order['reference']) ?? []).map(({ amount }) => amount))),
      );
    }
  });

  it('tax their shipping at the rate that they name', () => {
    for (const order of all('orders')) {
      const rate = new Decimal(String(order['carrier_tax_rate'])).div(100).plus(1);
      const incl = new Decimal(String(order['total_shipping_tax_excl']))
        .times(rate)
        .toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
      expect(order['total_shipping_tax_incl']).toBe(exact(incl));
    }
  });

  it('cost what the carrier asks for their weight or price, or nothing from the threshold on', () => {
    const threshold = all('configurations').find(({ name }) => name === 'PS_SHIPPING_FREE_PRICE')?.['value'];
    const within = (range: WebserviceRecord, size: Decimal) =>
      size.gte(String(range['delimiter1'])) && size.lt(String(range['delimiter2']));
    for (const parcel of all('order_carriers')) {
      const order = all('orders')[Number(parcel['id_order']) - 1] as WebserviceRecord;
      const carrier = all('carriers')[Number(order['id_carrier']) - 1] as WebserviceRecord;
      const paidBefore = (tax: string) =>
        new Decimal(String(order[`total_paid_tax_${tax}`]))
          .minus(String(order[`total_shipping_tax_${tax}`]))
          .plus(
            all('order_cart_rules').some((rule) => rule['id_order'] === order.id && rule['free_shipping'] === '1')
              ? String(order[`total_discounts_tax_${tax}`])
              : 0,
          )
          .div(String(order['conversion_rate']));
      const isByPrice = carrier['shipping_method'] === 2;
      const [resource, field] = isByPrice ? ['price_ranges', 'id_range_price'] : ['weight_ranges', 'id_range_weight'];
      const size = isByPrice ? paidBefore('excl') : new Decimal(String(parcel['weight']));
      const range = all(resource).find(
        (candidate) => candidate['id_carrier'] === carrier.id && within(candidate, size),
      );
      const zone = all('countries')[countryOf(order) - 1]?.['id_zone'];
      const delivery = all('deliveries').find(
        (row) => row['id_carrier'] === carrier.id && row['id_zone'] === zone && row[field] === range?.id,
      );
      const isFree = carrier['is_free'] === '1' || paidBefore('incl').gte(String(threshold));
      const price = new Decimal(isFree ? 0 : String(delivery?.['price'])).times(String(order['conversion_rate']));
      expect(order['total_shipping_tax_excl']).toBe(exact(price.toDecimalPlaces(2, Decimal.ROUND_HALF_UP)));
    }
  });

  it('show the same rows, states, invoices, discounts and carts in all their records', () => {
    for (const order of all('orders')) {
      const lines = details.get(order.id) ?? [];
      const rows = order.associations?.['order_rows'] ?? [];
      expect(rows.map(({ id }) => id)).toEqual(lines.map(({ id }) => id));
      rows.forEach(({ id: _id, ...row }, index) => expect(lines[index]).toMatchObject(row));
      const steps = (histories.get(order.id) ?? []).map((step) => step['id_order_state']);
      expect(order['current_state']).toBe(steps[steps.length - 1]);
      const cart = all('carts')[Number(order['id_cart']) - 1];
      expect(
        cart?.associations?.['cart_rows']?.map((row) => [
          row['id_product'],
          row['id_product_attribute'],
          row['quantity'],
        ]),
      ).toEqual(rows.map((row) => [row['product_id'], row['product_attribute_id'], row['product_quantity']]));
    }
    for (const invoice of all('order_invoices')) {
      const order = all('orders')[Number(invoice['id_order']) - 1];
      expect(invoice['number']).toBe(order?.['invoice_number']);
      for (const total of ['total_paid_tax_incl', 'total_paid_tax_excl', 'total_products', 'total_products_wt'])
        expect(invoice[total]).toBe(order?.[total]);
    }
    for (const rule of all('order_cart_rules'))
      expect(all('orders')[Number(rule['id_order']) - 1]?.['total_discounts']).toBe(rule['value']);
  });

  it('never give back more than was paid', () => {
    expect(all('order_slip').length).toBeGreaterThan(3);
    for (const [id, ofOrder] of slips) {
      const order = all('orders')[Number(id) - 1];
      const slip = ofOrder[0];
      const amounts = slip?.associations?.['order_slip_details'] ?? [];
      expect(slip?.['total_products_tax_incl']).toBe(exact(sum(amounts.map((line) => line['amount_tax_incl']))));
      const refunded = sum([slip?.['amount'], slip?.['total_shipping_tax_incl']]);
      expect(refunded.lte(String(order?.['total_paid_real']))).toBe(true);
      if (order?.['current_state'] === 7) expect(exact(refunded)).toBe(order['total_paid_real']);
    }
  });

  it('lie in the last twelve months, ids and papers in the order of time, nothing in the future', () => {
    const dates = all('orders').map((order) => String(order['date_add']));
    expect(dates).toEqual(dates.toSorted());
    expect(String(dates[0]) >= stamp(NOW.getTime() - 366 * DAY)).toBe(true);
    for (const resource of ['order_invoices', 'order_payments', 'order_histories', 'order_slip', 'carts']) {
      const added = all(resource).map((record) => String(record['date_add']));
      expect(added).toEqual(added.toSorted());
    }
    const present = stamp(NOW.getTime());
    const dated = Object.values(shop.resources).flatMap((records) =>
      records.flatMap(({ date_add: added = '', date_upd: updated = '' }) => [added as string, updated as string]),
    );
    expect(dated.filter((date) => date > present)).toEqual([]);
  });

  it('include other currencies, countries, vouchers, parcels and every usual end', () => {
    const values = (resource: string, field: string) => new Set(all(resource).map((record) => record[field]));
    expect(values('orders', 'id_currency').size).toBe(2);
    for (const state of [2, 3, 4, 5, 6, 7, 8]) expect(values('order_histories', 'id_order_state')).toContain(state);
    expect(all('order_cart_rules').length).toBeGreaterThan(10);
    expect([...values('order_carriers', 'tracking_number')].length).toBeGreaterThan(200);
    expect(all('order_details').some((line) => line['reduction_percent'] !== '0.00')).toBe(true);
  });
});
