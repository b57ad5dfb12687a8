import type { Delivered } from '#sdk';
import { IDS, killEverywhere, refused, startTestShop } from './test-shop.ts';
import type { TestShop } from './test-shop.ts';
import { testDelivery } from './test-delivery.ts';

let shop: TestShop;
beforeAll(async () => void (shop = await startTestShop()));
beforeEach(() => shop.reset());
afterAll(async () => shop.sandbox.close());

const delivery = (options = {}) => testDelivery(IDS, options);
const euro = (amount: string) => ({ amount, currency: 'EUR' });
const texts = (field: unknown): unknown[] => (field as { value: unknown }[]).map(({ value }) => value);

describe('a price', () => {
  const setPrice = (variant: string, amount: string, currency = 'EUR'): Promise<Delivered> =>
    shop.commands.setVariantPrice({ variant, listPrice: { amount, currency } }, delivery());

  it('of a simple product is its own', async () => {
    expect(await setPrice('boots', '90.50')).toEqual({ touched: [{ kind: 'products', ids: ['1'] }] });
    expect(shop.row('products', 1)).toMatchObject({ price: '90.500000' });
    expect(shop.effects()).toEqual(['PATCH products']);
  });

  it.each([
    ['25.00', '14.099526'],
    ['10.900474', '0.000000'],
    ['5', '-5.900474'],
  ])('of a combination at %s is the difference %s to the product’s, which stays', async (amount, impact) => {
    const others = [shop.row('combinations', 1)['price'], shop.row('combinations', 3)['price']];
    expect(await setPrice('soup', amount)).toEqual({ touched: [{ kind: 'combinations', ids: ['2'] }] });
    expect(shop.row('combinations', 2)).toMatchObject({ price: impact });
    expect(shop.row('products', 6)).toMatchObject({ price: '10.900474' });
    expect([shop.row('combinations', 1)['price'], shop.row('combinations', 3)['price']]).toEqual(others);
    expect(shop.effects()).toEqual(['PATCH combinations']);
  });

  it('that is so already is not written', async () => {
    await setPrice('boots', '100.75');
    expect(shop.effects()).toEqual([]);
  });

  it('is refused in another currency, and for what is gone', async () => {
    expect(await refused(setPrice('boots', '5', 'GBP'))).toMatchObject({ code: 'PRICE_CURRENCY_OTHER' });
    expect(await refused(setPrice('nobody', '5'))).toMatchObject({ code: 'VARIANT_UNKNOWN' });
    shop.sandbox.remove('combinations', 2);
    expect(await refused(setPrice('soup', '5'))).toMatchObject({ code: 'VARIANT_UNKNOWN', detail: 'variant 6-2' });
    shop.sandbox.edit('products', 1, { associations: { combinations: [{ id: 1 }] } });
    expect(await refused(setPrice('boots', '5'))).toMatchObject({ code: 'VARIANT_UNKNOWN', detail: 'variant 1-0' });
    expect(shop.effects()).toEqual([]);
  });

  it('is right though the hub is killed at any request', async () => {
    const payload = { variant: 'soup', listPrice: euro('25.00') };
    const kills = await killEverywhere(shop, shop.commands.setVariantPrice, payload, () => {
      expect(shop.row('combinations', 2)).toMatchObject({ price: '14.099526' });
      expect(shop.effects()).toEqual(['PATCH combinations']);
    });
    expect(kills).toBeGreaterThan(5);
  });
});

describe('a product', () => {
  const update = (changes: object): Promise<Delivered> =>
    shop.commands.updateProduct({ product: 'boots', changes }, delivery());

  it('keeps the languages and fields that are not named', async () => {
    const before = structuredClone(shop.row('products', 1));
    await update({
      name: { 'en-GB': 'Boots & more', es: 'Botas' },
      summary: { fr: '<p class="a">Été &eacute;</p>' },
      active: false,
    });
    const after = shop.row('products', 1);
    expect(texts(after['name'])).toEqual([texts(before['name'])[0], 'Boots & more', 'Botas']);
    expect(texts(after['description_short'])[0]).toBe('<p class="a">Été &eacute;</p>');
    expect(after['active']).toBe('0');
    const written = ['name', 'description_short', 'active', 'date_upd', 'indexed'];
    for (const field of Object.keys(before).filter((name) => !written.includes(name)))
      expect([field, after[field]]).toEqual([field, before[field]]);
  });

  it('is refused in a language that the shop lacks, and when it is gone', async () => {
    expect(await refused(update({ name: { de: 'Stiefel' } }))).toMatchObject({ code: 'PRODUCT_LANGUAGE_UNKNOWN' });
    expect(await refused(update({ name: { fr: 'Un {nom}', en: '#=;' } }))).toMatchObject({
      code: 'BRICK_VALUE_REFUSED',
    });
    shop.sandbox.remove('products', 1);
    expect(await refused(update({ active: true }))).toMatchObject({ code: 'PRODUCT_UNKNOWN', detail: 'product 1' });
  });

  it('reads every language, whatever the brick reads', async () => {
    const french = await startTestShop({ languages: [1] });
    try {
      await french.commands.updateProduct({ product: 'boots', changes: { name: { fr: 'Bottes' } } }, delivery());
      expect(texts(french.row('products', 1)['name'])).toEqual([
        'Bottes',
        ...texts(shop.row('products', 1)['name']).slice(1),
      ]);
    } finally {
      await french.sandbox.close();
    }
  });
});

describe('stock', () => {
  const setStock = (variant: string, quantity: number): Promise<Delivered> =>
    shop.commands.setStock({ variant, sku: null, location: null, quantity }, delivery());
  const rowOf = (product: number, combination: number): Record<string, unknown> | undefined =>
    shop
      .rows('stock_availables')
      .find((row) => row['id_product'] === product && row['id_product_attribute'] === combination);

  it('is what its owner says, and the product’s sum follows', async () => {
    const { touched } = await setStock('soup', 41);
    const sum = [1, 2, 3].reduce((total, combination) => total + Number(rowOf(6, combination)?.['quantity']), 0);
    expect([rowOf(6, 2)?.['quantity'], rowOf(6, 0)?.['quantity']]).toEqual([41, sum]);
    expect(touched).toMatchObject([{ kind: 'stock_availables', ids: { length: 4 } }]);
    await setStock('boots', -2);
    await setStock('boots', -2);
    expect(rowOf(1, 0)?.['quantity']).toBe(-2);
    expect(shop.effects()).toEqual(['PATCH stock_availables', 'PATCH stock_availables']);
  });

  it('is refused where the shop reckons it itself, or keeps none', async () => {
    const id = Number(rowOf(1, 0)?.['id']);
    shop.sandbox.edit('stock_availables', id, { depends_on_stock: '1' });
    expect(await refused(setStock('boots', 3))).toMatchObject({ code: 'STOCK_NOT_WRITABLE' });
    shop.sandbox.remove('stock_availables', id);
    expect(await refused(setStock('boots', 3))).toMatchObject({ code: 'STOCK_ROW_MISSING' });
  });
});

describe('a status', () => {
  const setStatus = (status: 'SHIPPED' | 'CANCELLED', options = {}): Promise<Delivered> =>
    shop.commands.setOrderStatus({ order: 'old', status }, delivery(options));
  const history = (): unknown[] =>
    shop
      .rows('order_histories')
      .filter((row) => row['id_order'] === 1)
      .map((row) => row['id_order_state']);

  beforeEach(() => shop.sandbox.edit('orders', 1, { current_state: 2 }));

  it('enters the shop’s state of that meaning, by a line of history', async () => {
    const before = history();
    const { touched } = await setStatus('CANCELLED');
    expect(shop.row('orders', 1)).toMatchObject({ current_state: 6 });
    expect(history()).toEqual([...before, 6]);
    expect(touched).toContainEqual({ kind: 'orders', ids: ['1'] });
    await setStatus('CANCELLED', { message: 'msg-0002' });
    expect(history()).toEqual([...before, 6]);
  });

  it('is entered once though the hub is killed at any request', async () => {
    const before = history();
    await killEverywhere(shop, shop.commands.setOrderStatus, { order: 'old', status: 'CANCELLED' }, () => {
      expect(history()).toEqual([...before, 6]);
      expect(shop.effects()).toEqual(['POST order_histories']);
    });
  });

  it('is not entered again after the shop went on', async () => {
    const kept = new Map();
    shop.sandbox.faults.set({ rules: [{ match: { method: 'POST' }, effect: { kind: 'drop', after: true } }] });
    await expect(setStatus('SHIPPED', { kept })).rejects.toThrow('fetch failed');
    shop.sandbox.faults.clear();
    shop.sandbox.edit('orders', 1, { current_state: 5 });
    await setStatus('SHIPPED', { kept });
    expect(shop.row('orders', 1)).toMatchObject({ current_state: 5 });
    expect(shop.effects()).toEqual(['POST order_histories']);
  });

  it('is entered though the mail to the buyer fails', async () => {
    const mailing = await startTestShop({ mailBuyers: true });
    try {
      mailing.sandbox.edit('orders', 1, { current_state: 2 });
      await mailing.commands.setOrderStatus({ order: 'old', status: 'SHIPPED' }, delivery());
      expect(mailing.row('orders', 1)).toMatchObject({ current_state: 4 });
      expect(mailing.effects()).toEqual(['POST order_histories']);
    } finally {
      await mailing.sandbox.close();
    }
  });

  it('is the one that the shop’s settings name, where several mean the same', async () => {
    shop.sandbox.insert('configurations', {
      id: 900,
      name: 'PS_OS_CANCELED',
      value: '13',
      id_shop: '',
      id_shop_group: '',
    });
    await setStatus('CANCELLED');
    expect(shop.row('orders', 1)).toMatchObject({ current_state: 13 });
  });

  it('is refused for an order that is gone, and where no state means it', async () => {
    for (const { id } of shop.rows('order_states') as { id: number }[])
      if (id === 6) shop.sandbox.edit('order_states', id, { deleted: '1' });
    expect(await refused(setStatus('CANCELLED'))).toMatchObject({ code: 'ORDER_STATUS_UNKNOWN' });
    shop.sandbox.remove('orders', 1);
    expect(await refused(setStatus('SHIPPED'))).toMatchObject({ code: 'ORDER_UNKNOWN', detail: 'order 1' });
  });
});

describe('tracking', () => {
  const payload = { order: 'old', carrier: null, trackingNumber: 'FR-1', trackingUrl: null, shippedAt: null };
  const numbers = (): unknown[] =>
    shop
      .rows('order_carriers')
      .filter((row) => row['id_order'] === 1)
      .map((row) => row['tracking_number']);

  beforeEach(() => {
    for (const row of shop.rows('order_carriers') as { id: number }[])
      shop.sandbox.edit('order_carriers', row.id, { tracking_number: '' });
  });

  it('goes to the parcel without a number, a further one to a further parcel', async () => {
    await shop.commands.addTracking(payload, delivery());
    expect(numbers()).toEqual(['FR-1']);
    await shop.commands.addTracking(payload, delivery({ message: 'again' }));
    await shop.commands.addTracking({ ...payload, trackingNumber: 'FR-2' }, delivery({ message: 'more' }));
    expect(numbers()).toEqual(['FR-1', 'FR-2']);
  });

  it('is there once though the hub is killed at any request', async () => {
    await killEverywhere(shop, shop.commands.addTracking, { ...payload, trackingNumber: 'FR-9' }, ({ touched }) => {
      expect(numbers().filter((number) => number === 'FR-9')).toHaveLength(1);
      expect(touched.map(({ kind }) => kind)).toEqual(['orders', 'order_carriers']);
    });
  });
});

describe('a customer', () => {
  const person = {
    customer: 'new',
    email: 'ada@example.test',
    firstName: 'Ada',
    lastName: 'Lovelace',
    company: 'R&D',
    newsletter: true,
    locale: 'es',
  };
  const all = (): Record<string, unknown>[] => shop.rows('customers').filter((row) => row['email'] === person.email);

  it('is made once, with a password that nobody knows', async () => {
    const { created } = await shop.commands.upsertCustomer(person, delivery());
    expect(all()).toMatchObject([{ firstname: 'Ada', company: 'R&D', newsletter: '1', id_lang: 3, active: '1' }]);
    expect(created).toEqual([{ type: 'Customer', hubId: 'new', externalId: String(all()[0]?.['id']) }]);
    await shop.commands.upsertCustomer(person, delivery({ message: 'again' }));
    expect(shop.effects()).toEqual(['POST customers']);
  });

  it('is made once though the hub is killed at any request', async () => {
    await killEverywhere(shop, shop.commands.upsertCustomer, person, () => {
      expect(all()).toHaveLength(1);
      expect(shop.effects()).toEqual(['POST customers']);
    });
  });

  it('that is known is changed, and keeps its key, its password and what is not named', async () => {
    const before = structuredClone(shop.row('customers', 1));
    const change = { ...person, customer: 'known', company: null, newsletter: null, locale: null };
    expect(await shop.commands.upsertCustomer(change, delivery())).toEqual({
      touched: [{ kind: 'customers', ids: ['1'] }],
    });
    const { date_upd, ...after } = shop.row('customers', 1);
    expect(date_upd).not.toBe(before['date_upd']);
    expect(after).toEqual({
      ...Object.fromEntries(Object.entries(before).filter(([name]) => name !== 'date_upd')),
      email: person.email,
      firstname: 'Ada',
      lastname: 'Lovelace',
    });
  });

  it('is refused the e-mail of another', async () => {
    const email = String(shop.row('customers', 2)['email']);
    const work = shop.commands.upsertCustomer({ ...person, customer: 'known', email }, delivery());
    expect(await refused(work)).toMatchObject({ code: 'CUSTOMER_EMAIL_TAKEN', detail: 'customer 2' });
  });

  it('that signs up in the same second is the same', async () => {
    let asked = 0;
    shop.sandbox.faults.transform = (resource, records) => (resource === 'customers' && asked++ === 0 ? [] : records);
    shop.sandbox.edit('customers', 3, { email: person.email });
    const { created } = await shop.commands.upsertCustomer(person, delivery());
    expect(created).toEqual([{ type: 'Customer', hubId: 'new', externalId: '3' }]);
  });
});

describe('rights', () => {
  it('that the key lacks are named with their method', async () => {
    shop.sandbox.faults.set({ denied: { products: ['PATCH'] } });
    const work = shop.commands.updateProduct({ product: 'boots', changes: { active: false } }, delivery());
    const answer = await refused(work);
    expect(answer).toMatchObject({ name: 'PermanentError', code: 'BRICK_RIGHT_MISSING' });
  });
});

describe('an erased customer', () => {
  const erase = (customer: string): Promise<Delivered> => shop.commands.eraseCustomer({ customer }, delivery());

  it('is nobody, with their addresses, and stays so', async () => {
    const before = shop.rows('addresses').filter((row) => row['id_customer'] === 1);
    expect(before.length).toBeGreaterThan(0);
    const first = await erase('known');
    expect(first.touched.map(({ kind }) => kind)).toEqual(['customers', 'addresses']);
    expect(shop.row('customers', 1)).toMatchObject({
      email: 'erased-1@anonymous.invalid',
      lastname: 'Anonyme',
      note: '',
    });
    for (const { id } of before)
      expect(shop.row('addresses', Number(id))).toMatchObject({ lastname: 'Anonyme', address1: 'Anonyme', phone: '' });
    const effects = shop.effects();
    expect(await erase('known')).toEqual(first);
    expect(shop.effects()).toEqual(effects);
  });

  it('whom the shop has removed is erased; whom the hub does not know is not said to be', async () => {
    const customers = shop.rows('customers');
    customers.splice(0, Infinity, ...customers.filter((row) => row['id'] !== 1));
    expect(await erase('known')).toEqual({ touched: [] });
    expect(await refused(erase('somebody'))).toMatchObject({ code: 'CUSTOMER_UNKNOWN' });
    expect(shop.effects()).toEqual([]);
  });
});
