import { readdirSync } from 'node:fs';
import { isCoded } from '#sdk';
import type { JsonObject, JsonValue } from '#sdk';
import { openOdoo } from './odoo.ts';
import type { Call } from './odoo.ts';
import { settingsSchema } from './settings.ts';
import { codeOf, recording, testTools } from './test-brick.ts';
import type { Replier, TestTools } from './test-brick.ts';

const SETTINGS = { url: 'https://erp.test', database: 'shop', user: 'admin', key: 'ODOO_PASSWORD' };
const UID = '{"jsonrpc":"2.0","id":1,"result":2}';
const READING = new Set(['search_read', 'read', 'search_count']);

function names(pattern: RegExp): string[] {
  const files = readdirSync(new URL('./fixtures/', import.meta.url)).map((name) => name.replace(/\.json$/, ''));
  return files.filter((name) => pattern.test(name));
}

function odoo(tools: TestTools, settings: Record<string, unknown> = {}) {
  return openOdoo(settingsSchema.parse({ ...SETTINGS, protocol: 'jsonrpc', ...settings }), tools);
}

/** Logs in, then answers everything with one recorded body. */
function replying(name: string): Replier {
  const { response } = recording(name);
  return ({ body }) =>
    String(body).includes('"authenticate"')
      ? { status: 200, body: UID }
      : { status: response.status, body: response.body };
}

/** The call that a recorded JSON-RPC request stands for, in our terms. */
function recordedCall(name: string): Call {
  const { params } = JSON.parse(recording(name).request.body) as { params: { args: JsonValue[] } };
  const [model, method, positional, named] = params.args.slice(3) as [string, string, JsonValue[], JsonObject];
  const [first = [], fields] = positional;
  const args = method === 'read' ? { ids: first, fields: fields ?? [], ...named } : { domain: first, ...named };
  return { model, method, args };
}

const EXECUTED = names(/\.200/).filter((name) => recording(name).request.body.includes('execute_kw'));
const READ = EXECUTED.filter((name) => READING.has(recordedCall(name).method) && !name.startsWith('error'));

describe('JSON-RPC', () => {
  it('has recordings to be compared with', () => {
    expect(READ.length).toBeGreaterThan(10);
  });

  it.each(READ.filter((name) => recordedCall(name).method !== 'read'))('asks %s as it was recorded', async (name) => {
    const tools = testTools(replying(name));
    const result = await odoo(tools).call(recordedCall(name));
    const { request, response } = recording(name);
    expect(JSON.parse(String(tools.sent[1]?.body))).toEqual(JSON.parse(request.body));
    expect(`/${tools.sent[1]?.path ?? ''}`).toBe(request.path);
    expect(result).toEqual((JSON.parse(response.body) as { result: unknown }).result);
  });

  it('logs in once, as it was recorded, and each request may be repeated', async () => {
    const tools = testTools(replying('product.product.search_read.200.empty'));
    const brick = odoo(tools, { key: 'faux' });
    const call = recordedCall('product.product.search_read.200.empty');
    await brick.call(call);
    await brick.call(call);
    const login = recording('common.authenticate.200-false-bad-password').request.body;
    expect(tools.sent.map(({ body }) => String(body).includes('"authenticate"'))).toEqual([true, false, false]);
    expect(JSON.parse(String(tools.sent[0]?.body))).toEqual(JSON.parse(login));
    expect(tools.sent.every(({ idempotent, method }) => idempotent === true && method === 'POST')).toBe(true);
  });

  it('takes false for a wrong user or key', async () => {
    const { body } = recording('common.authenticate.200-false-bad-password').response;
    const brick = odoo(testTools(() => ({ status: 200, body })));
    expect(await codeOf(brick.call({ model: 'res.partner', method: 'search', args: {} }))).toBe('BRICK_KEY_REFUSED');
  });

  it('logs in anew once when a known login is refused', async () => {
    const refusal = recording('error.200.AccessDenied-bad-password').response.body;
    const answers = [UID, '{"result":[1]}', refusal, '{"result":3}', '{"result":[2]}'];
    const tools = testTools(() => ({ status: 200, body: answers.shift() ?? refusal }));
    const brick = odoo(tools);
    const call = { model: 'res.partner', method: 'search', args: { domain: [] } };
    expect(await brick.call(call)).toEqual([1]);
    expect(await brick.call(call)).toEqual([2]);
    expect(String(tools.sent[4]?.body)).toContain('["shop",3,"ODOO_PASSWORD"');
    expect(await codeOf(brick.call(call))).toBe('BRICK_KEY_REFUSED');
  });

  it.each([
    ['a page', '<!DOCTYPE html>'],
    ['a cut body', '{"jsonrpc": "2.0", "id": 1, "resu'],
    ['no result', '{"jsonrpc": "2.0", "id": 1}'],
  ])('takes %s for a broken answer', async (_what, body) => {
    const brick = odoo(testTools(() => ({ status: 200, body })));
    expect(await codeOf(brick.call({ model: 'res.partner', method: 'search', args: {} }))).toBe('BRICK_ANSWER_BROKEN');
  });
});

describe('the protocol', () => {
  it.each([
    ['17.0-20240709', 'jsonrpc'],
    ['18.0+e', 'jsonrpc'],
    ['saas~18.4+e', 'jsonrpc'],
    ['19.0-20260101', 'json2'],
    ['saas~19.1+e', 'json2'],
  ])('of %s is %s', async (version, protocol) => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, result: { server_version: version } });
    expect(
      await odoo(
        testTools(() => ({ status: 200, body })),
        { protocol: 'auto' },
      ).protocol(),
    ).toBe(protocol);
  });

  it('is asked for as it was recorded, once', async () => {
    const { request, response } = recording('common.version.200');
    const tools = testTools(() => response);
    const brick = odoo(tools, { protocol: 'auto' });
    expect([await brick.protocol(), await brick.protocol(), await brick.version()]).toEqual([
      'jsonrpc',
      'jsonrpc',
      '17.0-20240709',
    ]);
    expect(tools.sent.map(({ body }) => JSON.parse(String(body)) as unknown)).toEqual([JSON.parse(request.body)]);
  });

  it('of a server without JSON-RPC is JSON-2', async () => {
    const brick = odoo(
      testTools(() => ({ status: 404, body: '<html>' })),
      { protocol: 'auto' },
    );
    expect(await brick.protocol()).toBe('json2');
  });
});

describe('JSON-2', () => {
  it('asks as it was recorded, with the database named', async () => {
    const { request, response } = recording('json2.product.product.search_read.200');
    const tools = testTools(() => response);
    const args = JSON.parse(request.body) as JsonObject;
    const brick = odoo(tools, { protocol: 'json2', key: 'API_KEY' });
    expect(await brick.call({ model: 'product.product', method: 'search_read', args })).toEqual(
      JSON.parse(response.body),
    );
    expect(tools.sent[0]).toMatchObject({
      method: request.method,
      path: request.path.slice(1),
      headers: { Authorization: request.headers['Authorization'], 'X-Odoo-Database': 'shop' },
      idempotent: true,
    });
    expect(JSON.parse(String(tools.sent[0]?.body))).toEqual(args);
  });
});

describe('a recorded error', () => {
  it.each([
    ['error.200.AccessDenied-bad-password', 'jsonrpc', 'BRICK_KEY_REFUSED'],
    ['error.200.UserError-unlink-used-product', 'jsonrpc', 'BRICK_VALUE_REFUSED'],
    ['error.200.ValidationError-duplicate-barcode', 'jsonrpc', 'BRICK_VALUE_REFUSED'],
    ['error.404.json2-absent-in-17', 'json2', 'BRICK_ADDRESS_WRONG'],
    ['json2.error.401.no-key', 'json2', 'BRICK_KEY_REFUSED'],
    ['json2.error.404.missing-record', 'json2', 'BRICK_RECORD_ABSENT'],
    ['json2.error.422.duplicate-barcode', 'json2', 'BRICK_VALUE_REFUSED'],
    ['json2.error.500.wrong-argument', 'json2', 'BRICK_QUERY_REFUSED'],
  ])('%s by %s is %s, without its traceback', async (name, protocol, code) => {
    const brick = odoo(testTools(replying(name)), { protocol });
    const error: unknown = await brick
      .call({ model: 'product.product', method: 'write', args: {} })
      .catch((failure: unknown) => failure);
    if (!isCoded(error)) throw error;
    expect(error.code).toBe(code);
    const { message, remedy, detail, stack } = error;
    expect([message, remedy, detail].join()).not.toMatch(/Traceback|\/var\/www|odoo_session|csrf/);
    expect(stack).not.toMatch(/\/var\/www/);
  });

  it('is mapped, every one', () => {
    expect(names(/error/)).toHaveLength(8);
  });

  it.each([
    ['odoo.exceptions.AccessError', 'You are not allowed to access Product', 'BRICK_RIGHT_MISSING'],
    ['builtins.KeyError', "'pos.order'", 'BRICK_MODEL_ABSENT'],
    ['odoo.exceptions.UserError', "L'objet pos.order n'existe pas", 'BRICK_MODEL_ABSENT'],
    ['odoo.exceptions.UserError', 'Close the session first.', 'BRICK_VALUE_REFUSED'],
    ['psycopg2.errors.SerializationFailure', 'could not serialize access', 'BRICK_BUSY'],
    ['psycopg2.OperationalError', 'FATAL:  database "shop" does not exist', 'BRICK_DATABASE_UNKNOWN'],
    ['builtins.ZeroDivisionError', 'division by zero at /opt/odoo/x.py', 'BRICK_SERVER_ERROR'],
  ])('%s (%s) would be %s', async (name, message, code) => {
    const error = { code: 200, message: 'Odoo Server Error', data: { name, message, debug: 'Traceback' } };
    const brick = odoo(
      testTools(({ body }) => ({
        status: 200,
        body: String(body).includes('"authenticate"') ? UID : JSON.stringify({ jsonrpc: '2.0', id: 1, error }),
      })),
    );
    expect(await codeOf(brick.call({ model: 'pos.order', method: 'search', args: {} }))).toBe(code);
  });

  it('of rights names the model that is refused and the groups that Odoo names, in any language', async () => {
    const message =
      "Vous n'êtes pas autorisé à accéder aux enregistrements 'Commandes' (pos.order).\n\n" +
      'Cette opération est autorisée pour les groupes suivants :\n\t- Point de vente/Utilisateur\n\t- Inventaire/Utilisateur\n\n' +
      "Contactez votre administrateur pour demander l'accès si nécessaire.";
    const data = { name: 'odoo.exceptions.AccessError', message, debug: 'Traceback' };
    const reply: Replier = ({ body }) => ({
      status: 200,
      body: String(body).includes('"authenticate"')
        ? UID
        : JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code: 200, message: 'Odoo Server Error', data } }),
    });
    const error: unknown = await odoo(testTools(reply))
      .call({ model: 'pos.order.line', method: 'search', args: {} })
      .catch((failure: unknown) => failure);
    expect(error).toMatchObject({
      code: 'BRICK_RIGHT_MISSING',
      message: 'The user may not read "pos.order", to which "pos.order.line" leads.',
      remedy: expect.stringContaining('Point de vente/Utilisateur, Inventaire/Utilisateur') as string,
    });
  });
});
