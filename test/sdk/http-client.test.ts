import { inspect } from 'node:util';
import nock from 'nock';
import { PermanentError, RetryableError } from '../../src/sdk/errors.ts';
import { testClient } from './brick-http.double.ts';

const BASE = 'https://shop.example';
const KEY = 'KEY-3f9a/7c21+secret';

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());

describe('addresses', () => {
  it('joins paths below the base address, query included', async () => {
    nock(BASE).get('/sub/api/products?display=full&filter[id]=[1|2]').reply(200, 'yes');
    const { http } = testClient({ baseUrl: `${BASE}/sub` });
    await expect(http.text({ path: 'api/products?display=full&filter[id]=[1|2]' })).resolves.toMatchObject({
      status: 200,
      body: 'yes',
    });
  });

  it.each([
    'https://evil.example/x',
    '//evil.example/x',
    '\\\\evil.example',
    '../admin',
    'api/../../x',
    'api/%2E%2e/x',
    'a#b',
    'a\nb',
  ])('refuses %j', async (path) => {
    const { http } = testClient({ baseUrl: `${BASE}/sub/` });
    await expect(http.text({ path })).rejects.toMatchObject({ name: 'PermanentError', code: 'BRICK_PATH_REFUSED' });
  });

  it.each(['ftp://shop.example', 'shop.example', 'https://shop.example/?a=b', ''])('refuses base %j', (baseUrl) => {
    expect(() => testClient({ baseUrl })).toThrow(PermanentError);
  });

  it.each(['http://169.254.169.254', 'http://2852039166/', 'http://[fe80::1]', 'http://[::ffff:169.254.169.254]'])(
    'refuses the link-local base %j unless allowed',
    (baseUrl) => {
      expect(() => testClient({ baseUrl })).toThrow(/link-local/);
      expect(() => testClient({ baseUrl }, { allowLinkLocal: true })).not.toThrow();
    },
  );
});

describe('answers', () => {
  it('does not follow redirects', async () => {
    nock(BASE)
      .get('/a')
      .reply(302, '', { location: `https://elsewhere.example/?ws_key=${KEY}` });
    const { http } = testClient({ baseUrl: BASE });
    const error: unknown = await http.text({ path: 'a' }).catch((e: unknown) => e);
    expect(error).toMatchObject({ name: 'PermanentError', code: 'BRICK_REDIRECTS' });
    expect(inspect(error)).not.toContain(KEY);
  });

  it('gives statuses named as answers back, and asks the connector about the others', async () => {
    nock(BASE).get('/same').reply(304).get('/bad').reply(400, '<errors/>');
    const { http } = testClient({
      baseUrl: BASE,
      answers: [304],
      toError: ({ status, body }) => new PermanentError({ code: 'VENDOR', message: `${status} ${body}`, remedy: '' }),
    });
    await expect(http.text({ path: 'same' })).resolves.toMatchObject({ status: 304, body: '' });
    await expect(http.text({ path: 'bad' })).rejects.toMatchObject({ code: 'VENDOR', message: '400 <errors/>' });
  });

  it.each([
    [400, 'PermanentError', 'BRICK_REFUSED'],
    [401, 'PermanentError', 'BRICK_ACCESS_REFUSED'],
    [404, 'PermanentError', 'BRICK_REFUSED'],
    [429, 'RetryableError', 'BRICK_BUSY'],
    [500, 'RetryableError', 'BRICK_FAILED'],
  ])('turns %i into a %s', async (status, name, code) => {
    nock(BASE).get('/a').reply(status);
    const { http } = testClient({ baseUrl: BASE, retries: 0 });
    await expect(http.text({ path: 'a' })).rejects.toMatchObject({ name, code });
  });

  it('decodes the charset that the answer names, and gives bytes as they are', async () => {
    const latin = Buffer.from('Caf\xe9', 'latin1');
    nock(BASE).get('/a').twice().reply(200, latin, { 'Content-Type': 'text/plain; charset=ISO-8859-1' });
    const { http } = testClient({ baseUrl: BASE });
    expect((await http.text({ path: 'a' })).body).toBe('Café');
    expect(Buffer.from((await http.bytes({ path: 'a' })).body)).toEqual(latin);
  });

  it('sends bodies and headers as given', async () => {
    nock(BASE, { reqheaders: { 'content-type': 'text/xml', 'x-all': '1' } })
      .post('/a', '<é/>')
      .reply(201, 'made');
    const { http } = testClient({ baseUrl: BASE, headers: { 'X-All': '1' } });
    const body = new TextEncoder().encode('<é/>');
    const response = await http.text({ method: 'POST', path: 'a', body, headers: { 'Content-Type': 'text/xml' } });
    expect(response).toMatchObject({ status: 201, body: 'made' });
  });
});

describe('retry', () => {
  it('repeats retryable failures of reads with growing, jittered delays', async () => {
    nock(BASE).get(/^.a/).times(2).reply(500).get(/^.a/).reply(200, 'back');
    const { http, waits, lines } = testClient({ baseUrl: BASE });
    expect((await http.text({ path: 'a?email=jane@shop.example' })).body).toBe('back');
    expect(waits).toHaveLength(2);
    expect(lines).toHaveLength(2);
    expect(lines.join()).toContain('BRICK_FAILED');
    expect(lines.join()).not.toContain('jane');
  });

  it('gives up after the configured number of repeats', async () => {
    const scope = nock(BASE).get('/a').times(4).reply(500);
    const { http, waits } = testClient({ baseUrl: BASE, retries: 2 });
    await expect(http.text({ path: 'a' })).rejects.toBeInstanceOf(RetryableError);
    expect(waits).toHaveLength(2);
    expect(scope.isDone()).toBe(false);
  });

  it('repeats neither writes nor permanent failures, but writes said to be idempotent', async () => {
    nock(BASE).post('/w').reply(500).get('/p').reply(400).put('/i').reply(500).put('/i').reply(200, 'ok');
    const { http, waits } = testClient({ baseUrl: BASE });
    await expect(http.text({ method: 'POST', path: 'w' })).rejects.toMatchObject({ code: 'BRICK_FAILED' });
    await expect(http.text({ path: 'p' })).rejects.toMatchObject({ code: 'BRICK_REFUSED' });
    expect(waits).toHaveLength(0);
    await expect(http.text({ method: 'PUT', path: 'i', idempotent: true })).resolves.toMatchObject({ body: 'ok' });
  });

  it.each([
    ['20', 20_000],
    ['Mon, 23 Nov 2026 08:00:40 GMT', 40_000],
    ['86400', 60_000],
  ])('honours Retry-After: %s', async (retryAfter, ms) => {
    nock(BASE).get('/a').reply(503, '', { 'Retry-After': retryAfter }).get('/a').reply(200, 'back');
    const { http, waits } = testClient({ baseUrl: BASE });
    await http.text({ path: 'a' });
    expect(waits).toEqual([ms]);
  });

  it('lets the other requests rest too when the brick asks for it', async () => {
    nock(BASE).get('/a').reply(429, '', { 'Retry-After': '5' }).get('/b').reply(200);
    const { http, waits } = testClient({ baseUrl: BASE, retries: 0 });
    await expect(http.text({ path: 'a' })).rejects.toMatchObject({ code: 'BRICK_BUSY' });
    await http.text({ path: 'b' });
    expect(waits).toEqual([5000]);
  });
});

describe('network failures', () => {
  it.each(['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'ECONNRESET', 'CERT_HAS_EXPIRED'])('%s', async (code) => {
    nock(BASE)
      .get('/a')
      .replyWithError(Object.assign(new Error(`connect ${KEY}`), { code }));
    const { http } = testClient({ baseUrl: BASE, secrets: [KEY], retries: 0 });
    const error: unknown = await http.text({ path: 'a' }).catch((e: unknown) => e);
    expect(error).toMatchObject({ name: 'RetryableError', code: 'BRICK_UNREACHABLE', detail: code });
    expect((error as RetryableError).remedy).not.toBe('');
    expect(inspect(error, { depth: 10 })).not.toContain(KEY);
  });
});

describe('breaker', () => {
  async function broken() {
    nock(BASE).post('/a').times(8).reply(500);
    const client = testClient({ baseUrl: BASE });
    for (let i = 0; i < 8; i++) await client.http.text({ method: 'POST', path: 'a' }).catch(() => undefined);
    return client;
  }

  it('leaves the brick alone after eight failures in a row, without retrying in vain', async () => {
    const { http, waits, lines } = await broken();
    expect(http.breaker()).toBe('open');
    await expect(http.text({ path: 'b' })).rejects.toMatchObject({ name: 'RetryableError', code: 'BRICK_RESTING' });
    expect(waits).toHaveLength(0);
    expect(lines).toHaveLength(1);
  });

  it('lets one request try after the rest, and closes when it succeeds', async () => {
    const { http, clock } = await broken();
    clock.now += 30_000;
    expect(http.breaker()).toBe('half-open');
    nock(BASE).get('/probe').reply(200, 'back');
    const [probe, other] = await Promise.allSettled([http.text({ path: 'probe' }), http.text({ path: 'other' })]);
    expect(probe.status).toBe('fulfilled');
    expect(other).toMatchObject({ status: 'rejected', reason: { code: 'BRICK_RESTING' } });
    expect(http.breaker()).toBe('closed');
  });

  it('opens again when the probe fails or is abandoned', async () => {
    const { http, clock } = await broken();
    clock.now += 30_000;
    nock(BASE).post('/a').reply(500);
    await expect(http.text({ method: 'POST', path: 'a' })).rejects.toMatchObject({ code: 'BRICK_FAILED' });
    expect(http.breaker()).toBe('open');
    clock.now += 30_000;
    const stop = new AbortController();
    nock(BASE)
      .get('/slow')
      .reply(() => (stop.abort(new Error('stopped')), [200, '']));
    await expect(http.text({ path: 'slow', signal: stop.signal })).rejects.toThrow('stopped');
    expect(http.breaker()).toBe('open');
  });

  it('counts neither refusals nor interruptions', async () => {
    nock(BASE).get('/a').times(20).reply(404);
    const { http } = testClient({ baseUrl: BASE });
    for (let i = 0; i < 20; i++) await http.text({ path: 'a' }).catch(() => undefined);
    expect(http.breaker()).toBe('closed');
  });
});

describe('secrets', () => {
  it('never leave the client: not in messages, details, causes, logs, nor in what the connector is shown', async () => {
    const basic = Buffer.from(`${KEY}:`).toString('base64');
    nock(BASE)
      .get('/a')
      .twice()
      .reply(500, `no ${KEY} ${encodeURIComponent(KEY)} ${basic}`, { 'x-echo': basic });
    const shown: string[] = [];
    const { http, lines } = testClient({
      baseUrl: BASE,
      secrets: [KEY],
      retries: 1,
      headers: { Authorization: `Basic ${basic}` },
      toError(response) {
        shown.push(JSON.stringify(response));
        const cause = new Error(`cause ${KEY}`);
        return new RetryableError({ code: 'VENDOR', message: KEY, remedy: '', detail: response.body }, { cause });
      },
    });
    const error: unknown = await http.text({ path: `a` }).catch((e: unknown) => e);
    const everything = inspect(error, { depth: 10, showHidden: true }) + shown.join() + lines.join();
    expect(everything).not.toContain(KEY);
    expect(everything).not.toContain(encodeURIComponent(KEY));
    expect(everything).not.toContain(basic.slice(0, 20));
    expect(everything).toContain('[redacted]');
  });

  it('include the password of the base address', async () => {
    nock(BASE).get('/a').basicAuth({ user: 'jane', pass: 'pass@word' }).reply(400, 'wrong: pass@word');
    const { http } = testClient({ baseUrl: 'https://jane:pass%40word@shop.example' });
    const error: unknown = await http.text({ path: 'a' }).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'BRICK_REFUSED', detail: 'wrong: [redacted]' });
    expect(inspect(error)).not.toMatch(/pass(@|%40)word/);
  });
});
