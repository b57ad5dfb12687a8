import nock from 'nock';
import type { BrickHttpOptions } from '#sdk';
import connector from '../index.ts';
import { recording, testTools } from '../test-brick.ts';
import { openWebservice } from '../webservice.ts';
import type { Webservice } from '../webservice.ts';
import { entityXml } from './entity-xml.ts';
import { refused } from './test-shop.ts';

const SHOP = 'https://shop.test';
const PSWS = { 'PSWS-Version': '9.1.4' };
const signal = new AbortController().signal;

function open(settings: Record<string, unknown> = {}): { webservice: Webservice; clients: BrickHttpOptions[] } {
  const tools = testTools();
  const clients: BrickHttpOptions[] = [];
  const http = (options: BrickHttpOptions): ReturnType<typeof tools.http> => {
    clients.push(options);
    return tools.http(options);
  };
  const parsed = connector.settings.parse({ url: SHOP, key: 'K'.repeat(32), ...settings });
  return { webservice: openWebservice(parsed, { ...tools, http }), clients };
}

const post = (resource: string, parameters: Record<string, string> = {}): Promise<string> =>
  open().webservice.write({ method: 'POST', resource, xml: '<prestashop/>', parameters }, signal);

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

describe('what goes over the wire', () => {
  it('is escaped, in every language, without what no XML may hold', () => {
    const fields = {
      id: '7',
      name: new Map([
        ['1', 'A & <B>'],
        ['2', 'Été "x"'],
      ]),
      active: true,
      note: 'a\u0000\uFFFF]]>',
    };
    expect(entityXml({ fields, associations: { groups: { item: 'group', rows: [{ id: '3' }] } } })).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><prestashop><entity><id>7</id>' +
        '<name><language id="1">A &amp; &lt;B&gt;</language><language id="2">Été &quot;x&quot;</language></name>' +
        '<active>1</active><note>a]]&gt;</note>' +
        '<associations><groups><group><id>3</id></group></groups></associations></entity></prestashop>',
    );
    expect(() => entityXml({ fields: { 'a><b': '1' } })).toThrow('no name of an XML element');
  });

  it.each([
    ['carts', 'carts.post.201.xml', '6'],
    ['orders', 'orders.post.201.xml', '7'],
    ['customers', 'customers.post.201.xml', '3'],
    ['order_histories', 'order_histories.post.201.xml', '10'],
  ])('a new record of %s is known by its id', async (resource, name, id) => {
    const { status, body } = recording(name).response;
    nock(SHOP).post(`/api/${resource}`).reply(status, body, PSWS);
    expect(await post(resource)).toBe(id);
  });

  it('an answer that is cut off is no id', async () => {
    const { body } = recording('carts.post.201.xml').response;
    nock(SHOP).post('/api/carts').reply(201, body.slice(0, 90), PSWS);
    expect(await refused(post('carts'))).toMatchObject({ name: 'RetryableError', code: 'BRICK_ANSWER_BROKEN' });
  });

  it.each([
    ['products.post.400-forced-id.xml', 'PermanentError', 'BRICK_VALUE_REFUSED', '91: id is forbidden'],
    ['products.post.400-readonly-field.xml', 'PermanentError', 'BRICK_VALUE_REFUSED', '93: parameter'],
    ['error.405.method-not-allowed-for-key.xml', 'PermanentError', 'BRICK_RIGHT_MISSING', '25: '],
    ['orders.post.500-empty-body.same-cart.xml', 'RetryableError', 'BRICK_SERVER_ERROR', 'HTTP 500'],
  ])('%s is a %s %s in the shop’s own words', async (name, kind, code, words) => {
    const { status, body } = recording(name).response;
    nock(SHOP).post('/api/products').reply(status, body, PSWS);
    const answer = await refused(post('products'));
    expect(answer).toMatchObject({ name: kind, code });
    expect(answer.detail).toContain(words);
  });

  it('a missing right to write says which box to tick', async () => {
    const { status, body } = recording('error.405.method-not-allowed-for-key.xml').response;
    nock(SHOP).post('/api/orders').reply(status, body, PSWS);
    await expect(post('orders')).rejects.toMatchObject({
      message: 'The webservice key may not write "orders".',
      remedy: expect.stringContaining('tick POST for "orders"') as string,
    });
  });

  it('goes to the brick’s shop of a multi-shop, with what the call asks for', async () => {
    nock(SHOP).patch('/api/orders/7').query({ sendemail: '1', id_shop: '4' }).reply(200, '');
    const query = {
      method: 'PATCH',
      resource: 'orders',
      id: '7',
      xml: '<a/>',
      parameters: { sendemail: '1' },
    } as const;
    expect(await open({ shopId: 4 }).webservice.write(query, signal)).toBe('7');
  });

  it.each([
    [8, [8, 2]],
    [1, [1, 1]],
  ])('of %i requests at once, writes are never more than two', (concurrency, expected) => {
    expect(open({ concurrency }).clients.map((client) => client.concurrency)).toEqual(expected);
  });
});
