import { startPrestashopSandbox, type PrestashopSandbox } from './index.ts';
import { clientOf, type SandboxClient } from './replay/client.ts';
import { recordedState } from './replay/recorded-state.ts';

let sandbox: PrestashopSandbox;
let client: SandboxClient;

beforeAll(async () => {
  sandbox = await startPrestashopSandbox({ state: recordedState(), now: () => new Date('2026-11-23T05:00:00Z') });
  client = clientOf(sandbox);
});
afterAll(async () => sandbox.close());

const ids = async (path: string): Promise<unknown[]> => {
  const answer = await client.json(path);
  const [list = []] = Object.values(answer);
  return list.map((row) => row['id']);
};

describe('filters, sorts and limits are read as the vendor reads them', () => {
  it.each([
    ['filter[id]=[1|3]', [1, 3]],
    ['filter[id]=[2,4]', [2, 3, 4]],
    ['filter[id]=[4,2]', [2, 3, 4]],
    ['filter[id]=2', [2]],
    ['filter[id]=>[17]', [18, 19]],
    ['filter[id]=<[3]', [1, 2]],
    ['filter[id]=![1|2]&filter[id_manufacturer]=[1,2]', [3]],
    ['filter[reference]=[DEMO]%', [1, 2, 3]],
    ['filter[reference]=%[_3]%', [2]],
    ['filter[name]=[t-shirt imprime colibri]', [1]],
    ['filter[price]=>[25]', [2, 3]],
    ['filter[date_upd]=[2026-11-23,2026-11-24]&date=1', [1, 2, 3]],
    ['filter[date_upd]=[2026-11-23 05:00:00,]&date=1', []],
    ['filter[reference]=[demo_1,]', []],
  ])('%s', async (filter, expected) => {
    expect(await ids(`products?${encodeURI(filter)}&sort=[id_ASC]`)).toEqual(expected);
  });

  it.each([
    ['limit=2', [1, 2]],
    ['limit=1,2', [2, 3]],
    ['limit=18,5', [19]],
    ['limit=19,5', []],
    ['limit=nonsense', []],
    ['limit=3,', []],
  ])('%s', async (limit, expected) => {
    expect(await ids(`products?sort=[id_ASC]&${limit}`)).toEqual(expected);
  });

  it('sorts by several fields, and not by id when not asked', async () => {
    expect(await ids('products?filter[id]=[1,3]&sort=[id_manufacturer_DESC,id_DESC]')).toEqual([3, 2, 1]);
    expect((await ids('order_histories')).length).toBe(3);
    expect(await ids('order_histories')).not.toEqual([1, 2, 6]);
  });

  it.each([
    ['filter[nope]=1', 32],
    ['filter[date_upd]=>[2026-01-01]', 32],
    ['filter[quantity]=[1]', 34],
    ['filter[id]=', 33],
    ['sort=id', 37],
    ['sort=[nope_ASC]', 38],
    ['sort=[date_upd_ASC]', 38],
    ['limit=1,2,3', 39],
    ['display=[nope]', 35],
  ])('%s is a 500 that shows the server its own warnings', async (query, code) => {
    const response = await client.send('GET', `products?${query}&output_format=JSON`);
    const { errors } = (await response.json()) as { errors: { code: number; message: string }[] };
    expect(response.status).toBe(500);
    expect(errors.map((error) => error.code)).toEqual([code, 3, 3, 3, 3]);
  });

  it('takes a thousand ids in one filter and refuses a URL that is too long', async () => {
    const list = Array.from({ length: 1000 }, (_, index) => index + 1).join('|');
    expect(await ids(`products?filter[id]=[${list}]&sort=[id_ASC]`)).toHaveLength(19);
    expect(await client.status(`products?filter[id]=[${list}|${list}|${list}]`)).toBe(414);
  });
});

describe('languages', () => {
  const name = async (query: string): Promise<unknown> =>
    (await client.json(`products?filter[id]=[1]&display=[name]&${query}`))['products']?.[0]?.['name'];

  it('one asked language is plain text, a range turns its first id into text', async () => {
    expect(await name('language=2')).toBe('T-shirt imprimé colibri');
    expect(await name('language=[1,2]')).toMatchObject([{ id: '1' }, { id: 2 }]);
    expect(await name('')).toMatchObject([{ id: 1 }, { id: 2 }]);
  });

  it('XML keeps the language node even for one', async () => {
    const xml = await (await client.send('GET', 'products/1?language=1')).text();
    expect(xml).toContain('<name><language id="1"');
    expect(xml).not.toContain('<language id="2"');
  });
});

describe('ways to ask', () => {
  it('JSON by parameter or header, in capitals only; Accept is ignored', async () => {
    const type = async (query: string, headers: Record<string, string>): Promise<string | null> => {
      const asked = await fetch(`${sandbox.url}/api/zones?ws_key=${sandbox.key}${query}`, { headers });
      await asked.body?.cancel();
      return asked.headers.get('content-type');
    };
    expect(await type('&output_format=JSON', {})).toBe('application/json');
    expect(await type('', { 'Output-Format': 'JSON' })).toBe('application/json');
    expect(await type('', { 'Io-Format': 'JSON' })).toBe('application/json');
    expect(await type('&output_format=json', { Accept: 'application/json' })).toBe('text/xml;charset=utf-8');
  });

  it('a shop that it does not have is elsewhere', async () => {
    const response = await client.send('GET', 'products?id_shop=7');
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe(`${sandbox.url}/?url=products`);
    expect(await client.status('products?id_shop=1')).toBe(200);
  });

  it('an empty list is [] in JSON and an empty node in XML', async () => {
    expect(await (await client.send('GET', 'tags?output_format=JSON')).text()).toBe('[]');
    expect(await (await client.send('GET', 'tags')).text()).toContain('<tags>\n</tags>');
  });

  it('images answer 304 to the digest they had', async () => {
    const first = await client.send('GET', 'images/products/1/1');
    const sha1 = first.headers.get('content-sha1') ?? '';
    await first.body?.cancel();
    const headers = { 'Local-Content-Sha1': sha1 };
    const again = await fetch(`${sandbox.url}/api/images/products/1/1?ws_key=${sandbox.key}`, { headers });
    expect([first.headers.get('content-type'), again.status]).toEqual(['image/jpeg', 304]);
  });

  it('display may name associations and their fields', async () => {
    const { products } = await client.json('products?filter[id]=[1]&display=[id,stock_availables[id],categories]');
    expect(Object.keys(products?.[0] ?? {})).toEqual(['id', 'associations']);
    expect(products?.[0]?.['associations']).toMatchObject({ categories: [{ id: 2 }, { id: 3 }, { id: 4 }] });
    expect(JSON.stringify(products)).not.toContain('id_product_attribute');
  });
});
