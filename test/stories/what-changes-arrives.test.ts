import { clientOf } from '../../connectors/prestashop/sandbox/replay/client.ts';
import type { WebserviceRecord } from '../../connectors/prestashop/sandbox/index.ts';
import { openShopAndHub, type ShopAndHub } from './shop-hub.ts';

let story: ShopAndHub;
beforeAll(async () => {
  story = await openShopAndHub({ shop: { products: 40, customers: 10, orders: 10 }, settings: { pageSize: 5 } });
  await story.sync();
});
afterAll(() => story.close());

const first = (resource: string): WebserviceRecord => {
  const record = story.sandbox.state.resources[resource]?.[0];
  if (!record) throw new Error(`The shop has no ${resource}.`);
  return record;
};

/** The mirrored record as the shop said it last. */
async function mirrored(kind: string, id: number): Promise<Record<string, unknown> | undefined> {
  return (await mirroredAll(kind)).find((record) => Number(record['id']) === id);
}

async function mirroredAll(kind: string): Promise<Record<string, unknown>[]> {
  const records = [];
  for (let after: string | null = null; ;) {
    const page = await story.hub.mirror.reader.latest('shop', kind, after, 100);
    if (page.length === 0) return records;
    records.push(...page.map(({ body }) => body));
    after = page.at(-1)?.id ?? null;
  }
}

describe('with the next sync arrives', () => {
  it('nothing, when nothing changed: no revision is written', async () => {
    expect(await story.sync()).toMatchObject({ state: 'done', revisions: 0, tombstones: 0, held: 0 });
    expect(await story.sync(true)).toMatchObject({ state: 'done', revisions: 0, tombstones: 0, held: 0 });
  });

  it('a price changed in the back office, in what queries see', async () => {
    const { id } = first('products');
    const shown = (): string[] => Object.values(story.facets('Product')).map((facet) => JSON.stringify(facet));
    const before = shown();
    story.sandbox.touch('products', id, { price: '123.450000' });
    expect(await story.sync()).toMatchObject({ state: 'done', revisions: 1 });
    expect(await mirrored('products', id)).toMatchObject({ price: '123.450000' });
    const variants = Object.values(story.facets('Variant')).map((facet) => JSON.stringify(facet));
    expect([...shown(), ...variants].some((json) => json.includes('123.45'))).toBe(true);
    expect(shown()).toHaveLength(before.length);
  });

  it('a stock changed by SQL, which moves no date', async () => {
    const { id } = first('stock_availables');
    story.sandbox.edit('stock_availables', id, { quantity: 4321 });
    expect(await story.sync()).toMatchObject({ state: 'done', revisions: 1 });
    expect(await mirrored('stock_availables', id)).toMatchObject({ quantity: 4321 });
  });

  it('a deletion: gone from what is published, kept as history', async () => {
    const { id } = first('products');
    const client = clientOf(story.sandbox);
    expect((await client.send('DELETE', `products/${String(id)}`)).status).toBe(200);
    const run = await story.sync();
    expect(run).toMatchObject({ state: 'done', held: 0 });
    expect(run.tombstones).toBeGreaterThan(1);
    expect(Object.keys(story.published())).not.toContain(`products/${String(id)}`);
    expect(await mirrored('products', id)).toBeUndefined();
  });

  it('a new order, with its lines, payment and what it took from stock', async () => {
    const orders = (await mirroredAll('orders')).length;
    const id = await placeOrder();
    const run = await story.sync();
    expect(run).toMatchObject({ state: 'done', held: 0 });
    expect(await mirroredAll('orders')).toHaveLength(orders + 1);
    const order = await mirrored('orders', id);
    const ofOrder = (await mirroredAll('order_details')).filter((line) => Number(line['id_order']) === id);
    expect(ofOrder).toMatchObject([{ product_quantity: 2 }]);
    const facet = Object.values(story.facets('Order')).find((each) =>
      JSON.stringify(each).includes(String(order?.['reference'])),
    );
    expect(facet).toMatchObject({ lines: [{ quantity: 2 }] });
  });

  it('a name edited by SQL, which moved no date: within the bound, and not later', async () => {
    const products = story.sandbox.state.resources['products'] ?? [];
    for (const { id } of products) story.sandbox.edit('products', id, { mpn: `SQL-${String(id)}` });
    const found = async (): Promise<number> =>
      (await mirroredAll('products')).filter(({ mpn }) => String(mpn).startsWith('SQL-')).length;
    // Six hours is what the settings promise; a run every half hour, as a quiet shop has it.
    for (let run = 0; run < 12; run += 1) {
      story.pass(0.5);
      await story.sync();
    }
    expect(await found()).toBe(products.length);
    expect((await story.hub.mirror.reader.holds({ first: 10 })).rows).toEqual([]);
  });
});

/** As a checkout does: a cart, then an order of it. */
async function placeOrder(): Promise<number> {
  const client = clientOf(story.sandbox);
  const customer = Number(first('orders')['id_customer']);
  const address = Number(first('orders')['id_address_delivery']);
  const stock = (story.sandbox.state.resources['stock_availables'] ?? []).find(
    (row) => Number(row['quantity']) > 10 && Number(row['id_product_attribute']) === 0,
  );
  const item = `<id_product>${String(stock?.['id_product'])}</id_product><id_product_attribute>0</id_product_attribute>`;
  const who = `<id_currency>1</id_currency><id_lang>1</id_lang><id_customer>${String(customer)}</id_customer>`;
  const where = `<id_address_delivery>${String(address)}</id_address_delivery><id_address_invoice>${String(address)}</id_address_invoice>`;
  const rows = `<associations><cart_rows><cart_row>${item}<quantity>2</quantity></cart_row></cart_rows></associations>`;
  const cart = await newId(await client.send('POST', 'carts', `<cart>${who}${where}${rows}</cart>`));
  const carrier = `<id_cart>${String(cart)}</id_cart><id_carrier>${String(first('carriers').id)}</id_carrier>`;
  const paid = '<module>ps_wirepayment</module><payment>Wire</payment><conversion_rate>1</conversion_rate>';
  const totals =
    '<total_paid>1</total_paid><total_paid_real>1</total_paid_real><total_products>1</total_products><total_products_wt>1</total_products_wt>';
  return newId(await client.send('POST', 'orders', `<order>${who}${where}${carrier}${paid}${totals}</order>`));
}

async function newId(response: Response): Promise<number> {
  const body = await response.text();
  if (response.status !== 201) throw new Error(`The shop refused: ${String(response.status)} ${body}`);
  return Number(/<id><!\[CDATA\[(\d+)/.exec(body)?.[1]);
}
