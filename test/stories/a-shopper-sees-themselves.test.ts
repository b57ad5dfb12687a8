import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { parse } from 'graphql';
import { pino } from 'pino';
import { createAccess, createShopperAuth, customerOf } from '../../src/access/index.ts';
import { createTokenAuth, hashToken, localSubgraphs } from '../../src/gateway/index.ts';
import { createLocalExecutor } from '../../src/gateway/local-executor.ts';
import type { GatewayRequest } from '../../src/gateway/supergraph.ts';
import { ReadBudget } from '../../src/roles/graph/index.ts';
import { startGateway, TOKEN, type Answer, type TestGateway } from '../gateway/a-gateway.ts';
import { FakeOutbox } from '../roles/fake-outbox.ts';
import { FakeMirror } from '../roles/fake-reader.ts';
import { aCustomer, anOrder, fillShop } from '../roles/shop-samples.ts';
import { MemoryTokens } from '../access/memory-tokens.ts';
import { codesOf } from '../access/a-guarded-gateway.ts';

const NOW = new Date('2026-11-15T12:00:00Z');
const SECONDS = NOW.getTime() / 1000;
const log = pino({ level: 'silent' });
const mirror = new FakeMirror();

let folder: string;
let storefront: CryptoKey;
let stranger: CryptoKey;
let gateway: TestGateway;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mortar-shopper-'));
  const pair = await generateKeyPair('ES256');
  storefront = pair.privateKey;
  stranger = (await generateKeyPair('ES256')).privateKey;
  const jwks = join(folder, 'jwks.json');
  await writeFile(jwks, JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'ES256' }] }));

  fillShop(mirror);
  mirror.add('Customer', 'k2', aCustomer({ email: 'bob@example.com', firstName: 'Bob' }));
  mirror.add('Customer', 'k3', aCustomer({ email: 'ada@example.com', guest: true }));
  mirror.add('Order', 'o2', anOrder({ reference: 'OTHER', customer: 'k2' }));

  const access = createAccess(new MemoryTokens(), { now: () => NOW, log });
  const customer = customerOf(mirror.reader, () => 'shop-fr');
  const settings = { jwks, issuer: 'https://shop.example', audience: 'mortar' };
  const shoppers = createShopperAuth(settings, { now: () => NOW, log, customer });
  const fixed = createTokenAuth(() => [{ name: 'admin', sha256: hashToken(TOKEN) }]);
  gateway = await startGateway({ reader: mirror.reader, auth: access.auth(fixed, shoppers) });
});
afterAll(async () => {
  await gateway.stop();
  await rm(folder, { recursive: true });
});

const CLAIMS: JWTPayload = {
  ...{ iss: 'https://shop.example', aud: 'mortar', exp: SECONDS + 600, email: 'Ada@Example.com' },
};

function signed(claims: JWTPayload = {}, key = storefront): Promise<string> {
  return new SignJWT({ ...CLAIMS, ...claims }).setProtectedHeader({ alg: 'ES256', kid: 'one' }).sign(key);
}

const asShopper = async (query: string, claims: JWTPayload = {}): Promise<Answer> =>
  gateway.ask(query, {}, { authorization: `Bearer ${await signed(claims)}` });

it('sees their own account and orders', async () => {
  const { body } = await asShopper(`{ me { name scopes expiresAt
    customer { id email addresses { city } orders { reference } }
    orders { reference totals { totalWithTax { amount } } lines { name quantity } customer { email }
      shippingAddress { city } invoices { number } } } }`);
  expect(body).toMatchObject({
    data: {
      me: {
        ...{ name: 'shopper', scopes: [], expiresAt: '2026-11-15T12:10:00.000Z' },
        customer: {
          ...{ id: 'k1', email: 'Ada@example.com', addresses: [{ city: 'Grenoble' }] },
          orders: [{ reference: 'XKBKNABJK' }],
        },
        orders: [
          {
            ...{ reference: 'XKBKNABJK', totals: { totalWithTax: { amount: '34.68' } } },
            ...{ lines: [{ name: 'Robe - S', quantity: 2 }], customer: { email: 'Ada@example.com' } },
            ...{ shippingAddress: { city: 'Grenoble' }, invoices: [{ number: '#IN000001' }] },
          },
        ],
      },
    },
  });
});

it.each([
  '{ customers { nodes { email } } }',
  '{ customer(id: "k1") { email } }',
  '{ orders { totalCount } }',
  '{ products { totalCount } }',
  '{ bricks { name } }',
  '{ __schema { types { name } } }',
  '{ me { customer { note } } }',
  '{ me { customer { orders { origins { externalId } } } } }',
  '{ me { orders { lines { variant { costPrice { amount } } } } } }',
  'mutation { syncBrick(name: "shop-fr") { __typename } }',
])('does not reach %s', async (query) => {
  const { body, status } = await asShopper(query);
  expect(codesOf({ body } as Answer)).toEqual(['FORBIDDEN']);
  expect(status).toBe(403);
});

it('may not look at the metrics either', async () => {
  const headers = { authorization: `Bearer ${await signed()}` };
  expect((await fetch(`${gateway.url}/metrics`, { headers })).status).toBe(403);
  expect((await fetch(`${gateway.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })).status).toBe(200);
});

it.each([
  ['another issuer', { iss: 'https://elsewhere.example' }],
  ['another audience', { aud: 'elsewhere' }],
  ['a time that is over', { exp: SECONDS - 60 }],
  ['no end', { exp: undefined as never }],
])('does not come in with %s', async (_what, claims) => {
  expect((await asShopper('{ me { name } }', claims)).status).toBe(401);
});

it('does not come in with somebody else’s signature, or none', async () => {
  const { status } = await gateway.ask(
    '{ me { name } }',
    {},
    { authorization: `Bearer ${await signed({}, stranger)}` },
  );
  expect(status).toBe(401);
  const [, payload] = (await signed()).split('.');
  const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.x`;
  expect((await gateway.ask('{ me { name } }', {}, { authorization: `Bearer ${none}` })).status).toBe(401);
});

it.each([
  ['an address that was not verified', { email_verified: false }],
  ['an address that nobody has', { email: 'nobody@example.com' }],
  ['no address', { email: undefined as never }],
])('sees nobody with %s', async (_what, claims) => {
  const { body } = await asShopper('{ me { customer { email } orders { reference } } }', claims);
  expect(body).toMatchObject({ data: { me: { customer: null, orders: [] } } });
});

it('finds nobody else even where the gateway is passed by', async () => {
  const shop = (await localSubgraphs()).find(({ name }) => name === 'shop')!;
  const inside = async (query: string): Promise<string> => {
    const viewer = { name: 'shopper', admin: false, scopes: new Set<never>(), shopper: { customer: 'k1' } };
    const request: GatewayRequest = {
      ...{ requestId: 'r', viewer, reader: mirror.reader, budget: new ReadBudget(), status: gateway.status },
      ...{ outbox: new FakeOutbox(), primary: () => 'shop-fr', bricksOf: () => ['shop-fr'], hasBrick: () => true },
      ...{ defaultLocale: 'en', now: () => NOW },
    };
    const context = shop.contextFor(request);
    return JSON.stringify(await createLocalExecutor(shop.schema)({ document: parse(query), variables: {}, context }));
  };
  const entity = (type: string, id: string, field: string): string =>
    `{ _entities(representations: [{ __typename: "${type}", id: "${id}" }]) { ... on ${type} { ${field} } } }`;
  expect(await inside(entity('Customer', 'k1', 'email'))).toContain('Ada@example.com');
  expect(await inside(entity('Order', 'o1', 'customer { email }'))).toContain('Ada@example.com');
  for (const query of [
    entity('Customer', 'k2', 'email'),
    entity('Order', 'o2', 'customer { email }'),
    '{ customer(id: "k1") { email } }',
    '{ customers { nodes { email } } }',
  ]) {
    const answer = await inside(query);
    expect(answer).toContain('FORBIDDEN');
    expect(answer).not.toContain('@example.com');
  }
});
