import { readFileSync, readdirSync } from 'node:fs';
import nock from 'nock';
import { isCoded } from '#sdk';
import type { BrickTools, OpenBrick, RawRecord, Stream } from '#sdk';
import { toError } from './errors.ts';
import connector from './index.ts';
import { readRows, toRecords } from './reading/list-answer.ts';
import { TestMirror, recording, testTools } from './test-brick.ts';

const SHOP = 'https://shop.test';
const NOW = new Date('2026-11-23T12:00:00Z');

function open(tools: BrickTools = testTools(NOW), settings: Record<string, unknown> = {}): OpenBrick {
  return connector.open(connector.settings.parse({ url: SHOP, key: 'K'.repeat(32), ...settings }), tools);
}

function stream(kind: string, brick = open()): Stream {
  const found = brick.streams.find((candidate) => candidate.kind === kind);
  if (!found) throw new Error(`no stream ${kind}`);
  return found;
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return 'none';
  } catch (error) {
    if (isCoded(error)) return error.code;
    throw error;
  }
}

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

describe('the connector', () => {
  it('refuses settings that it does not know', () => {
    expect(connector.settings.safeParse({ url: SHOP, key: 'x', pagesize: 5 }).success).toBe(false);
    expect(connector.settings.safeParse({ url: 'ftp://shop.test', key: 'x' }).success).toBe(false);
    expect(connector.settings.safeParse({ url: SHOP, key: 'x', timezone: 'Europe/Atlantis' }).success).toBe(false);
  });

  it.each([
    ['https://shop.test', 'https://shop.test/'],
    ['https://shop.test/boutique/', 'https://shop.test/boutique/'],
    ['https://shop.test/boutique/api/', 'https://shop.test/boutique/'],
  ])('takes the address %s as %s', (url, base) => {
    expect(connector.settings.parse({ url, key: 'x' })).toMatchObject({ url: base, concurrency: 2, pageSize: 100 });
  });

  it('names each stream once, after those that it refers to', () => {
    const kinds = open().streams.map(({ kind }) => kind);
    expect(new Set(kinds).size).toBe(kinds.length);
    for (const { kind, after = [] } of open().streams) {
      for (const earlier of after) expect(kinds.slice(0, kinds.indexOf(kind))).toContain(earlier);
    }
  });

  it('reads only kinds that are streams', () => {
    const kinds = new Set(open().streams.map(({ kind }) => kind));
    for (const { root, reads } of connector.aggregates) {
      expect(kinds).toContain(root);
      for (const { kind } of reads) expect(kinds).toContain(kind);
    }
  });

  it('never puts the key into an address', async () => {
    const tools = testTools(NOW);
    nock(SHOP)
      .get(/.*/)
      .basicAuth({ user: 'K'.repeat(32), pass: '' })
      .reply(200, '[]');
    await new TestMirror().run(stream('taxes', open(tools)), NOW);
    expect(tools.asked.join()).not.toContain('KKK');
  });
});

const LISTS = readdirSync(new URL('./fixtures/', import.meta.url))
  .filter((name) => /\.list\.full(\.page1|\.empty-associations)?\.json$/.test(name))
  .map((name) => name.replace(/\.json$/, ''))
  .filter((name) => !name.startsWith('supply_orders'));

describe('a recorded list', () => {
  it.each(LISTS)('%s is stored exactly as it was sent', (name) => {
    const { body } = recording(name).response;
    const resource = name.split('.')[0] ?? '';
    const rows = readRows(body, resource, [resource]);
    const sent = JSON.parse(body) as unknown[] | Record<string, unknown[]>;
    expect(JSON.stringify(rows)).toBe(JSON.stringify(Array.isArray(sent) ? sent : sent[resource]));
    for (const row of rows) expect(toRecords([row], resource)[0]?.body).toBe(row);
  });

  it('of products goes through a stream unchanged', async () => {
    const { body } = recording('products.list.full.page1').response;
    nock(SHOP).get('/api/products').query(true).reply(200, body).get('/api/products').query(true).reply(200, '[]');
    const mirror = new TestMirror();
    expect(await mirror.run(stream('products'), NOW)).toEqual(['1', '2', '3']);
    expect(JSON.stringify({ products: mirror.records('products').map((one) => one.body) })).toBe(
      JSON.stringify(JSON.parse(body)),
    );
  });

  it('of order slips is found under its own name', async () => {
    nock(SHOP).get('/api/order_slip').query(true).reply(200, '{"order_slips":[{"id":4,"id_order":9}]}');
    nock(SHOP).get('/api/order_slip').query(true).reply(200, '[]');
    expect(await new TestMirror().run(stream('order_slip'), NOW)).toEqual(['4']);
  });

  it('keeps the settings of the shop and leaves secrets and modules out', async () => {
    const names = ['PS_LANG_DEFAULT', 'PS_MAIL_PASSWD', 'STRIPE_KEY', 'PS_TIMEZONE', 'PS_SMARTBLOG_CRON'];
    const configurations = names.map((name, index) => ({ id: index + 1, name, value: 'x' }));
    nock(SHOP).get('/api/configurations').query(true).reply(200, { configurations });
    nock(SHOP).get('/api/configurations').query(true).reply(200, '[]');
    expect(await new TestMirror().run(stream('configurations'), NOW)).toEqual(['1', '4', '5']);
  });
});

describe('an error of the shop', () => {
  it.each([
    ['error.401.badkey', 'BRICK_KEY_REFUSED'],
    ['error.401.nokey', 'BRICK_KEY_NOT_RECEIVED'],
    ['error.401.no-permission-resource', 'BRICK_RIGHT_MISSING'],
    ['error.405.method-not-allowed-for-key.xml', 'BRICK_RIGHT_MISSING'],
    ['error.404.product', 'BRICK_RESOURCE_ABSENT'],
    ['error.302.wrong-host', 'BRICK_REDIRECTED'],
    ['error.500.api-root-as-json', 'BRICK_SERVER_ERROR'],
    ['error.500.bad-filter-field', 'BRICK_QUERY_REFUSED'],
    ['error.503.webservice-disabled', 'BRICK_WEBSERVICE_OFF'],
    ['images.products.list-as-json.500', 'BRICK_IMAGE_ABSENT'],
    ['supply_orders.list.full', 'BRICK_RESOURCE_ABSENT'],
  ])('recorded as %s is %s, with words of ours', (name, code) => {
    const { request, response } = recording(name);
    const headers = Object.fromEntries(
      Object.entries(response.headers).map(([key, value]) => [key.toLowerCase(), value]),
    );
    const error = toError({ ...response, headers }, { path: request.path });
    if (!isCoded(error)) throw error;
    expect(error.code).toBe(code);
    expect(error.remedy.length).toBeGreaterThan(20);
    const said = `${error.message} ${error.remedy} ${error.detail}`;
    expect(said).not.toMatch(/PHP (Warning|Notice)|\/srv\/|\.php/);
  });

  it.each([
    [403, '<html>Forbidden</html>', 'PermanentError', 'BRICK_BLOCKED_BY_HOST'],
    [404, '<html>Not found</html>', 'PermanentError', 'BRICK_ADDRESS_WRONG'],
    [405, '<html>no</html>', 'PermanentError', 'BRICK_METHOD_BLOCKED'],
    [429, '', 'RetryableError', 'BRICK_BUSY'],
    [500, 'Fatal error in /home/shop/www/classes/Db.php', 'RetryableError', 'BRICK_SERVER_ERROR'],
    [502, '<html>bad gateway</html>', 'RetryableError', 'BRICK_UNAVAILABLE'],
    [503, '<html>maintenance</html>', 'RetryableError', 'BRICK_UNAVAILABLE'],
    [504, '', 'RetryableError', 'BRICK_UNAVAILABLE'],
  ])('%i of a host is %s %s', (status, body, family, code) => {
    expect(toError({ status, headers: {}, body }, { path: 'api/products' })).toMatchObject({ name: family, code });
  });

  it('on one resource names it and the remedy', async () => {
    const { body } = recording('error.401.no-permission-resource').response;
    nock(SHOP).get('/api/orders').query(true).reply(401, body, { 'PSWS-Version': '9.1.4' });
    await expect(new TestMirror().run(stream('orders'), NOW)).rejects.toMatchObject({
      code: 'BRICK_RIGHT_MISSING',
      message: expect.stringContaining('"orders"') as string,
      remedy: expect.stringContaining('tick GET') as string,
    });
  });

  it('that says the version has no such resource is an empty stream and one warning', async () => {
    const { body } = recording('supply_orders.list.full').response;
    nock(SHOP).get('/api/warehouses').query(true).times(2).reply(400, body, { 'PSWS-Version': '1.7.6.0' });
    const tools = testTools(NOW);
    const warehouses = stream('warehouses', open(tools));
    const mirror = new TestMirror();
    expect([await mirror.run(warehouses, NOW), await mirror.run(warehouses, NOW)]).toEqual([[], []]);
    expect(tools.warnings).toHaveLength(1);
  });
});

describe('an answer that cannot be true', () => {
  const rows = (...ids: unknown[]): string => JSON.stringify({ taxes: ids.map((id) => ({ id, rate: '20.000' })) });

  it.each([
    ['cut off', rows(1, 2).slice(0, -4), 'BRICK_ANSWER_BROKEN'],
    ['empty', '', 'BRICK_ANSWER_BROKEN'],
    ['null', 'null', 'BRICK_ANSWER_BROKEN'],
    ['a page', '<!doctype html><html><body>Maintenance</body></html>', 'BRICK_ANSWER_BROKEN'],
    ['preceded by a PHP warning', `<br /><b>Warning</b>: x in /srv/a.php${rows(1)}`, 'BRICK_ANSWER_BROKEN'],
    ['accompanied by errors', '{"taxes":[],"errors":[{"code":3,"message":"[PHP Warning #2]"}]}', 'BRICK_ANSWER_BROKEN'],
    ['of another resource', '{"products":[{"id":1}]}', 'BRICK_ANSWER_INCONSISTENT'],
    ['a bare list', '[{"id":1}]', 'BRICK_ANSWER_INCONSISTENT'],
    ['twice the same id', rows(1, 1), 'BRICK_ANSWER_INCONSISTENT'],
    ['out of order', rows(2, 1), 'BRICK_ANSWER_INCONSISTENT'],
    ['without id', rows(undefined), 'BRICK_ANSWER_INCONSISTENT'],
    ['with id 0', rows(0), 'BRICK_ANSWER_INCONSISTENT'],
    ['rows that are no objects', '{"taxes":[1]}', 'BRICK_ANSWER_INCONSISTENT'],
  ])('%s: %#', async (_what, body, code) => {
    nock(SHOP).get('/api/taxes').query(true).reply(200, body);
    expect(await codeOf(new TestMirror().run(stream('taxes'), NOW))).toBe(code);
  });

  it('repeats the first page whatever is asked', async () => {
    nock(SHOP).get('/api/taxes').query(true).times(2).reply(200, rows(1, 2));
    expect(await codeOf(new TestMirror().run(stream('taxes'), NOW))).toBe('BRICK_ANSWER_INCONSISTENT');
  });

  it('is forgiven a byte order mark', async () => {
    nock(SHOP)
      .get('/api/taxes')
      .query(true)
      .reply(200, `\uFEFF${rows(1)}`)
      .get('/api/taxes')
      .query(true)
      .reply(200, '[]');
    expect(await new TestMirror().run(stream('taxes'), NOW)).toEqual(['1']);
  });

  it('does not end the read by being short', async () => {
    const answers = [rows(1, 2), rows(5), rows(9, 10), '[]'];
    for (const body of answers) nock(SHOP).get('/api/taxes').query(true).reply(200, body);
    expect(await new TestMirror().run(stream('taxes'), NOW)).toEqual(['1', '2', '5', '9', '10']);
    expect(nock.isDone()).toBe(true);
  });

  it('fails a list of ids, too: an incomplete one must not look like deletions', async () => {
    nock(SHOP).get('/api/products').query(true).reply(200, '{"products":[{"id":1}]}');
    nock(SHOP).get('/api/products').query(true).reply(200, '{"products":[{"id":2},');
    const mirror = new TestMirror();
    expect(await codeOf(mirror.prune(stream('products'), NOW))).toBe('BRICK_ANSWER_BROKEN');
  });
});

describe('an image', () => {
  const jpeg = Buffer.from('ffd8ffe000104a46494600', 'hex');
  const product: RawRecord = { id: '1', body: { id: 1, associations: { images: [{ id: 7 }] } } };
  const noOthers = (): void => {
    const empty = '<?xml version="1.0"?><prestashop><image_types></image_types><images></images></prestashop>';
    for (const kind of ['categories', 'manufacturers', 'suppliers', 'stores']) {
      nock(SHOP).get(`/api/images/${kind}`).reply(200, empty, { 'Content-Type': 'text/xml' });
    }
  };

  it('becomes a blob and a record that names it', async () => {
    noOthers();
    const headers = { 'Content-Type': 'image/jpeg', 'Content-Sha1': 'abc' };
    nock(SHOP).get('/api/images/products/1/7').reply(200, jpeg, headers);
    const mirror = new TestMirror();
    mirror.store('products', [product]);
    await mirror.run(stream('images'), NOW);
    const body = { id: 'products/1/7', size: jpeg.length, mime: 'image/jpeg', sha1: 'abc' };
    expect(mirror.records('images')).toEqual([{ id: body.id, body: expect.objectContaining(body) as object }]);
  });

  it.each([
    [
      'is listed but has no file',
      500,
      '<?xml version="1.0"?><prestashop><errors><error><code>61</code><message>x</message></error></errors></prestashop>',
    ],
    ['is answered by a page', 200, '<html></html>'],
  ])('that %s is a record without a blob, asked for once', async (_what, status, body) => {
    noOthers();
    noOthers();
    nock(SHOP).get('/api/images/products/1/7').reply(status, body, { 'Content-Type': 'text/html' });
    const mirror = new TestMirror();
    mirror.store('products', [product]);
    await mirror.run(stream('images'), NOW);
    await mirror.run(stream('images'), NOW);
    expect(mirror.records('images')[0]?.body).toMatchObject({ sha256: null, size: 0 });
  });

  it('is asked again within the bound, by its hash', async () => {
    noOthers();
    noOthers();
    nock(SHOP)
      .get('/api/images/products/1/7')
      .reply(200, jpeg, { 'Content-Type': 'image/jpeg', 'Content-Sha1': 'abc' });
    const mirror = new TestMirror();
    mirror.store('products', [product]);
    const images = stream('images');
    await mirror.run(images, NOW);
    const again = nock(SHOP, { reqheaders: { 'Local-Content-Sha1': 'abc' } })
      .get('/api/images/products/1/7')
      .reply(304);
    expect(await mirror.run(images, new Date(NOW.getTime() + 168 * 3_600_000))).toEqual([]);
    expect(again.isDone()).toBe(true);
  });

  it('that is gone is left out when asked for by its id', async () => {
    const { body } = recording('images.products.list-as-json.500').response;
    nock(SHOP).get('/api/images/products/1/7').reply(500, body, { 'PSWS-Version': '9.1.4' });
    const images = stream('images');
    expect(await images.byIds?.(['products/1/7'], new TestMirror().context(images, NOW))).toEqual([]);
  });

  it('is asked for its hash when everything is to be read, and taken again when it differs', async () => {
    noOthers();
    const mirror = new TestMirror();
    mirror.store('products', [product]);
    mirror.store('images', [{ id: 'products/1/7', body: { id: 'products/1/7', sha256: 'old', sha1: 'abc' } }]);
    const other = { 'Content-Type': 'image/jpeg', 'Content-Sha1': 'def' };
    nock(SHOP, { reqheaders: { 'Local-Content-Sha1': 'abc' } })
      .get('/api/images/products/1/7')
      .reply(200, jpeg, other);
    const images = stream('images');
    const read: string[] = [];
    for await (const { records } of images.read({ ...mirror.context(images, NOW), full: true })) {
      read.push(...records.map(({ body }) => String(body['sha1'] as string)));
    }
    expect(read).toEqual(['def']);
  });
});

describe('the check', () => {
  const root = recording('api.root.xml').response.body;
  const psws = { 'PSWS-Version': '9.1.4', 'Content-Type': 'text/xml' };
  const zone = (value: string): object => ({ configurations: [{ id: 9, name: 'PS_TIMEZONE', value }] });

  it('names the version and finds all rights of a full key', async () => {
    nock(SHOP).get('/api/').reply(200, root, psws);
    nock(SHOP).get('/api/configurations').query(true).reply(200, zone('Europe/Paris'));
    const findings = await open().check();
    expect(findings[0]).toMatchObject({ subject: 'webservice', state: 'ok', message: 'PrestaShop 9.1.4 answers.' });
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(findings.map(({ subject }) => subject)).toEqual(expect.arrayContaining(['orders', 'images', 'timezone']));
  });

  it('names a missing right, a resource that the version lacks, and a wrong time zone', async () => {
    const less = root.replace(/<orders [\s\S]*?<\/orders>/, '').replace(/<warehouses [\s\S]*?<\/warehouses>/, '');
    nock(SHOP).get('/api/').reply(200, less, psws);
    nock(SHOP).get('/api/configurations').query(true).reply(200, zone('America/New_York'));
    nock(SHOP)
      .get('/api/orders')
      .query(true)
      .reply(401, recording('error.401.no-permission-resource').response.body, psws);
    nock(SHOP).get('/api/warehouses').query(true).reply(400, recording('supply_orders.list.full').response.body, psws);
    const findings = await open().check();
    const states = Object.fromEntries(findings.map(({ subject, state }) => [subject, state]));
    expect(states).toMatchObject({ orders: 'missing', warehouses: 'ok', timezone: 'error', products: 'ok' });
    expect(findings.find(({ subject }) => subject === 'orders')?.remedy).toContain('tick GET for "orders"');
  });

  it('takes a key that only reads, and says what it cannot be told to do', async () => {
    nock(SHOP)
      .get('/api/')
      .reply(200, root.replace(/(post|patch|put|delete)="true"/g, '$1="false"'), psws);
    nock(SHOP).get('/api/configurations').query(true).reply(200, zone('Europe/Paris'));
    const findings = await open().check();
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
    const hints = findings.filter(({ subject }) => Object.keys(open().commands ?? {}).includes(subject));
    expect(hints.map(({ subject }) => subject).sort()).toEqual(Object.keys(open().commands ?? {}).sort());
    const stock = hints.find(({ subject }) => subject === 'setStock');
    expect(stock?.message).toContain('the key may not PATCH stock_availables');
  });

  it.each([
    ['a page', 200, '<!doctype html><html></html>', {}],
    ['a page that is not found', 404, '<html></html>', {}],
    ['a redirect', 302, '', { Location: 'https://shop.test/?url=' }],
    ['a refusal of the key', 401, recording('error.401.badkey').response.body, psws],
    ['a webservice that is off', 503, recording('error.503.webservice-disabled').response.body, psws],
  ])('says what to do when %s answers', async (_what, status, body, headers) => {
    nock(SHOP).get('/api/').reply(status, body, headers);
    const [finding, ...others] = await open().check();
    expect(finding).toMatchObject({ subject: 'webservice', state: 'error', remedy: expect.any(String) as string });
    expect(others).toEqual([]);
  });
});

describe('the README', () => {
  it('says of every resource how it is read', () => {
    const text = readFileSync(new URL('./README.md', import.meta.url), 'utf8');
    for (const { kind } of open().streams) expect(text).toMatch(new RegExp(`\\b${kind}\\b`));
  });
});
