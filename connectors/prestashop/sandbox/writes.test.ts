import { startPrestashopSandbox, type PrestashopSandbox } from './index.ts';
import { clientOf, type SandboxClient } from './replay/client.ts';
import { put, recordedState, texts } from './replay/recorded-state.ts';

let sandbox: PrestashopSandbox;
let client: SandboxClient;
let time = '';

beforeEach(async () => {
  time = '2026-12-01T08:00:00Z';
  const state = recordedState();
  put(state, 'countries', { id: 8, active: '1' });
  put(state, 'tax_rules', { id: 4, id_tax_rules_group: 1, id_country: 8, id_tax: 1 });
  put(state, 'addresses', { id: 5, id_customer: 2, id_country: 8, deleted: '0' });
  put(state, 'product_option_values', { id: 8, id_attribute_group: 2, name: texts('White', 'Blanc') });
  const stock = state.resources['stock_availables'] ?? [];
  for (const id of [20, 21]) stock.push({ ...stock[0], id, id_product_attribute: id - 19, quantity: 300 });
  sandbox = await startPrestashopSandbox({ state, now: () => new Date(time) });
  client = clientOf(sandbox);
});
afterEach(async () => sandbox.close());

const NOW = '2026-12-01 09:00:00';
const code = async (response: Response): Promise<[number, string | undefined]> => [
  response.status,
  /<code><!\[CDATA\[(\d+)/.exec(await response.text())?.[1],
];
const newId = async (response: Response): Promise<number> =>
  Number(/<id><!\[CDATA\[(\d+)/.exec(await response.text())?.[1]);
const quantity = async (id: number): Promise<unknown> => (await client.record('stock_availables', id))?.['quantity'];
const effects = (): string[] => sandbox.writes.map((entry) => `${entry.effect} ${entry.resource}`);

describe('refusals', () => {
  it.each([
    ['POST', 'products', '<product><name><language id="1">x</language></name></product>', 400, '41'],
    ['POST', 'products', '<product><price>free</price></product>', 400, '84'],
    ['POST', 'products', '<product><price>1</price><name><language id="1">a;b</language></name></product>', 400, '84'],
    ['PATCH', 'products/1', '<product><price>1</price></product>', 400, '90'],
    ['PATCH', 'products/1', '<product><id>777</id></product>', 404, '92'],
    ['PUT', 'products/1', '<product><id>777</id><price>1</price></product>', 404, '92'],
    ['PATCH', 'categories/3', '<category><id>3</id><level_depth>2</level_depth></category>', 400, '93'],
    ['PATCH', 'manufacturers/1', '<manufacturer><id>1</id><link_rewrite>x</link_rewrite></manufacturer>', 400, '93'],
    ['DELETE', 'products/777', undefined, 404, '87'],
    ['DELETE', 'stock_availables/1', undefined, 405, '101'],
    ['POST', 'nothings', '<nothing/>', 400, '27'],
  ])('%s %s %s: %i, code %s', async (method, path, body, status, expected) => {
    expect(await code(await client.send(method, path, body))).toEqual([status, expected]);
    expect(sandbox.writes).toHaveLength(0);
  });
});

describe('products', () => {
  const post = async (fields: string): Promise<Response> =>
    client.send('POST', 'products', `<product>${fields}</product>`);

  it('without state are invisible, are dated now whatever was sent, and bring their stock row', async () => {
    const id = await newId(await post('<price>3</price><date_add>2020-01-01 00:00:00</date_add>'));
    expect(await client.record('products', id)).toMatchObject({ state: 0, price: '3.000000', date_add: NOW });
    const { stock_availables } = await client.json(`stock_availables?display=full&filter[id_product]=[${id}]`);
    expect(stock_availables).toMatchObject([{ id_product_attribute: 0, quantity: 0, out_of_stock: 2 }]);
    expect(effects()).toEqual(['insert products', 'insert stock_availables']);
  });

  it('may share a reference, ignore unknown fields, never get a used id', async () => {
    const first = await newId(await post('<price>3</price><reference>demo_1</reference><nope>1</nope>'));
    await client.send('DELETE', `products/${first}`);
    expect(await newId(await post('<price>3</price><reference>demo_1</reference>'))).toBe(first + 1);
  });

  it('PATCH changes what it names, moves date_upd, may set date_add but never date_upd', async () => {
    const dates = '<date_add>2020-01-02 03:04:05</date_add><date_upd>2020-01-01 00:00:00</date_upd>';
    const before = await client.record('products', 1);
    await client.send('PATCH', 'products/1', `<product><id>1</id>${dates}<weight>1</weight></product>`);
    const changed = { weight: '1.000000', date_add: '2020-01-02 03:04:05', date_upd: NOW };
    expect(await client.record('products', 1)).toEqual({ ...before, ...changed });
  });

  it('text comes back without carriage returns, as from any XML reader', async () => {
    const text = '<name><language id="1">a &amp; &#233;\r\nb</language></name>';
    await client.send('PATCH', 'products/1', `<product><id>1</id>${text}</product>`);
    const name = (await client.record('products', 1))?.['name'];
    expect(name).toEqual(texts('a & é\nb', 'T-shirt imprimé colibri'));
  });

  it('a virtual one with an empty bundle is a 500 that has written', async () => {
    const bundle = '<associations><product_bundle/></associations>';
    const response = await post(`<price>1</price><reference>V</reference><is_virtual>1</is_virtual>${bundle}`);
    expect([response.status, await response.text()]).toEqual([500, '']);
    const { products } = await client.json('products?filter[reference]=[V]');
    expect(products).toHaveLength(1);
  });

  it('are gone when deleted, with their stock and combinations', async () => {
    expect((await client.send('DELETE', 'products/1')).status).toBe(200);
    expect(await client.status('products/1')).toBe(404);
    expect(await (await client.send('GET', 'combinations?filter[id_product]=[1]&output_format=JSON')).text()).toBe(
      '[]',
    );
    expect(await quantity(1)).toBeUndefined();
  });
});

describe('what does not move the date of a product', () => {
  const date = async (): Promise<unknown> => (await client.record('products', 1))?.['date_upd'];

  it('stock, of which the total follows', async () => {
    const before = await date();
    await client.send(
      'PATCH',
      'stock_availables/20',
      '<stock_available><id>20</id><quantity>7</quantity></stock_available>',
    );
    expect([await quantity(20), await quantity(1), await date()]).toEqual([7, 307, before]);
  });

  it('a combination, an image', async () => {
    const before = await date();
    const fields = '<id_product>1</id_product><minimal_quantity>1</minimal_quantity><price>2</price>';
    const values =
      '<product_option_values><product_option_value><id>3</id></product_option_value></product_option_values>';
    const body = `<combination>${fields}<associations>${values}</associations></combination>`;
    const id = await newId(await client.send('POST', 'combinations', body));
    const form = new FormData();
    form.set('image', new Blob([Buffer.from('GIF89a')]), 'a.gif');
    const target = `${sandbox.url}/api/images/products/1?ws_key=${sandbox.key}`;
    expect((await fetch(target, { method: 'POST', body: form })).status).toBe(200);
    const associations = (await client.record('products', 1))?.['associations'] as Record<string, { id: number }[]>;
    expect(associations['combinations']?.at(-1)).toEqual({ id });
    expect(associations['images']).toHaveLength(3);
    expect(await date()).toBe(before);
  });

  it('a second default combination is refused by the database, without a word', async () => {
    const body =
      '<combination><id_product>1</id_product><minimal_quantity>1</minimal_quantity><default_on>1</default_on></combination>';
    const response = await client.send('POST', 'combinations', body);
    expect([response.status, await response.text()]).toEqual([500, '']);
    expect(sandbox.writes).toHaveLength(0);
  });
});

describe('customers and addresses', () => {
  const hash = async (): Promise<unknown> => (await client.record('customers', 2))?.['passwd'];
  const patch = async (fields: string): Promise<Response> =>
    client.send('PATCH', 'customers/2', `<customer><id>2</id>${fields}</customer>`);

  it('a password is hashed, a hash is hashed again, its own hash stays', async () => {
    const before = await hash();
    await patch(`<passwd>${String(before)}</passwd>`);
    expect(await hash()).toBe(before);
    await patch('<passwd>$2y$10$another</passwd>');
    const after = await hash();
    expect(after).toMatch(/^\$2y\$10\$/);
    expect([before, '$2y$10$another']).not.toContain(after);
  });

  it('an e-mail that is taken: 500, code 140', async () => {
    expect(await code(await patch('<email>anonymous@psgdpr.com</email>'))).toEqual([500, '140']);
  });

  it('PUT wipes the secure key', async () => {
    const fields = '<passwd>x</passwd><lastname>Doe</lastname><firstname>J</firstname><email>j@example.test</email>';
    await client.send('PUT', 'customers/2', `<customer><id>2</id>${fields}</customer>`);
    expect(await client.record('customers', 2)).toMatchObject({ secure_key: '', active: '0', email: 'j@example.test' });
  });

  it('a used address is only marked, an unused one is gone; no customer moves', async () => {
    const before = (await client.record('customers', 2))?.['date_upd'];
    await client.send('DELETE', 'addresses/5');
    await client.send('DELETE', 'addresses/3');
    expect([await client.status('addresses/5'), await client.status('addresses/3')]).toEqual([200, 404]);
    expect(await client.record('addresses', 5)).toMatchObject({ deleted: '1' });
    expect((await client.record('customers', 2))?.['date_upd']).toBe(before);
  });
});

describe('orders', () => {
  const cart = async (): Promise<number> => {
    const row =
      '<cart_row><id_product>1</id_product><id_product_attribute>1</id_product_attribute><quantity>2</quantity></cart_row>';
    const fields =
      '<id_currency>1</id_currency><id_lang>1</id_lang><id_customer>2</id_customer><id_address_delivery>5</id_address_delivery>';
    const body = `<cart>${fields}<associations><cart_rows>${row}</cart_rows></associations></cart>`;
    return newId(await client.send('POST', 'carts', body));
  };
  const order = async (cartId: number, paid: string, module = 'ps_wirepayment'): Promise<Response> => {
    const ids = `<id_address_delivery>5</id_address_delivery><id_address_invoice>5</id_address_invoice><id_cart>${cartId}</id_cart>`;
    const people =
      '<id_currency>1</id_currency><id_lang>1</id_lang><id_customer>2</id_customer><id_carrier>2</id_carrier>';
    const totals = `<total_paid>${paid}</total_paid><total_paid_real>${paid}</total_paid_real><total_products>1</total_products>`;
    const rest = '<total_products_wt>1</total_products_wt><conversion_rate>1</conversion_rate>';
    const how = `<module>${module}</module><payment>Wire</payment><reference>MINE</reference><current_state>5</current_state>`;
    return client.send('POST', 'orders', `<order>${ids}${people}${how}${totals}${rest}</order>`);
  };

  it('are priced from the catalogue, take stock, and ignore the submitted reference and state', async () => {
    const id = await newId(await order(await cart(), '45.89'));
    const made = await client.record('orders', id);
    expect(made).toMatchObject({
      current_state: 11,
      total_paid: '45.890000',
      total_products: '38.240000',
      date_add: NOW,
    });
    expect(made?.['reference']).toMatch(/^[A-Z]{9}$/);
    expect(made?.['reference']).not.toBe('MINE');
    expect([await quantity(20), await quantity(1)]).toEqual([298, 598]);
    for (const resource of ['order_details', 'order_carriers', 'order_histories', 'order_invoices']) {
      expect(await client.json(`${resource}?filter[id_order]=[${id}]`)).toMatchObject({ [resource]: [{}] });
    }
  });

  it('end in state 8 when another amount was paid', async () => {
    const id = await newId(await order(await cart(), '45.88'));
    expect(await client.record('orders', id)).toMatchObject({ current_state: 8, valid: '0', invoice_number: 0 });
  });

  it.each([
    ['a cart that has an order', 1, 'ps_wirepayment'],
    ['no such cart', 99, 'ps_wirepayment'],
    ['a module that is not installed', undefined, 'ps_unknown'],
  ])('%s: 500 without a word', async (_, cartId, module) => {
    const response = await order(cartId ?? (await cart()), '1', module);
    expect([response.status, await response.text()]).toEqual([500, '']);
    expect(effects().filter((effect) => effect.endsWith('orders'))).toEqual([]);
  });

  it('fail for a country that is switched off', async () => {
    sandbox.edit('countries', 8, { active: '0' });
    expect((await order(await cart(), '45.89')).status).toBe(500);
  });

  it('get their reference, date, totals and state back by PATCH', async () => {
    const id = await newId(await order(await cart(), '45.89'));
    const fields =
      '<reference>OLDORDER1</reference><date_add>2025-01-01 10:00:00</date_add><current_state>4</current_state>';
    await client.send('PATCH', `orders/${id}`, `<order><id>${id}</id>${fields}<total_paid>40</total_paid></order>`);
    const restored = {
      reference: 'OLDORDER1',
      date_add: '2025-01-01 10:00:00',
      current_state: 4,
      total_paid: '40.000000',
    };
    expect(await client.record('orders', id)).toMatchObject(restored);
  });

  it('a new state moves the date of its order, tracking does not; a mail that cannot be sent fails too late', async () => {
    const id = await newId(await order(await cart(), '45.89'));
    time = '2026-12-01T08:10:00Z';
    const [carrier] = (await client.json(`order_carriers?filter[id_order]=[${id}]`))['order_carriers'] ?? [];
    const tracking = `<order_carrier><id>${String(carrier?.['id'])}</id><tracking_number>T1</tracking_number></order_carrier>`;
    await client.send('PATCH', `order_carriers/${String(carrier?.['id'])}`, tracking);
    expect(await client.record('orders', id)).toMatchObject({ date_upd: NOW });
    const history = `<order_history><id_order>${id}</id_order><id_order_state>3</id_order_state></order_history>`;
    expect((await client.send('POST', 'order_histories?sendemail=1', history)).status).toBe(500);
    expect(await client.record('orders', id)).toMatchObject({ current_state: 3, date_upd: '2026-12-01 09:10:00' });
  });

  it('leave their lines when they are deleted', async () => {
    await client.send('DELETE', 'orders/1');
    expect(await client.status('orders/1')).toBe(404);
    expect((await client.json('order_details?filter[id_order]=[1]'))['order_details']).toHaveLength(2);
  });
});

describe('images', () => {
  it('the cover is set by naming one of the product', async () => {
    const cover = async (id: number): Promise<unknown> => {
      await client.send(
        'PATCH',
        'products/1',
        `<product><id>1</id><id_default_image>${id}</id_default_image></product>`,
      );
      return (await client.record('products', 1))?.['id_default_image'];
    };
    expect([await cover(2), await cover(21)]).toEqual([2, 2]);
  });

  it('come back with other bytes than were sent', async () => {
    const sent = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);
    const form = new FormData();
    form.set('image', new Blob([sent]), 'a.jpg');
    const posted = await fetch(`${sandbox.url}/api/images/products/5?ws_key=${sandbox.key}`, {
      method: 'POST',
      body: form,
    });
    const id = await newId(posted);
    const stored = Buffer.from(await (await client.send('GET', `images/products/5/${id}`)).arrayBuffer());
    expect(stored.subarray(0, 2)).toEqual(sent.subarray(0, 2));
    expect(stored).not.toEqual(sent);
    expect(await client.record('products', 5)).toMatchObject({ id_default_image: id });
    await client.send('DELETE', `images/products/5/${id}`);
    expect(await client.record('products', 5)).toMatchObject({ id_default_image: '' });
  });
});

describe('bodies that are not XML', () => {
  it.each([['{"product":{}}'], ['<prestashop><product></prestashop>'], ['<a/><b/>'], ['<a>&</a>'], ['']])(
    '%s is a 500 with the text in it',
    async (body) => {
      const target = `${sandbox.url}/api/products?ws_key=${sandbox.key}&output_format=JSON`;
      const response = await fetch(target, { method: 'POST', body });
      const { errors } = (await response.json()) as { errors: { code: number; message: string }[] };
      expect([response.status, errors.at(-1)?.code]).toEqual([500, 127]);
      expect(errors.at(-1)?.message).toContain(`Original XML : ${body}`);
    },
  );
});

it('a field that has a setter of its own is stored as its kind', async () => {
  const fields = '<name>Bike</name><active>1</active><id_tax_rules_group>2</id_tax_rules_group>';
  const delay = '<delay><language id="1">today</language></delay>';
  const id = await newId(await client.send('POST', 'carriers', `<carrier>${fields}${delay}</carrier>`));
  const stored = { id_reference: id, id_tax_rules_group: 0, deleted: '0', delay: texts('today', '') };
  expect(await client.record('carriers', id)).toMatchObject(stored);
  // It is set on a carrier that has an id already; a new one loses it.
  const change = `<carrier><id>${id}</id><id_tax_rules_group>2</id_tax_rules_group></carrier>`;
  await client.send('PATCH', `carriers/${id}`, change);
  expect(await client.record('carriers', id)).toMatchObject({ ...stored, id_tax_rules_group: 2 });
});
