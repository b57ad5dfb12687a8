import { pino } from 'pino';
import { PeopleMeter } from '../../src/access/index.ts';
import type { RecordChange } from '../../src/mirror/index.ts';
import { SCOPES } from '../../src/roles/graph/index.ts';
import { aCustomer, anOrder } from '../roles/shop-samples.ts';
import { BLIND, codesOf, startGuarded, type GuardedGateway } from '../access/a-guarded-gateway.ts';

const HOUR = 3_600_000;
const clock = { now: Date.parse('2026-11-15T12:00:00Z') };
const logged: { level: number; token: string; span: string }[] = [];
let people: PeopleMeter;
let gateway: GuardedGateway;

beforeEach(async () => {
  clock.now = Date.parse('2026-11-15T12:00:00Z');
  logged.length = 0;
  const log = pino(
    { level: 'warn' },
    { write: (line: string) => void logged.push(JSON.parse(line) as (typeof logged)[number]) },
  );
  people = new PeopleMeter({
    ...{ hour: { soft: 2, hard: 3 }, day: { soft: 4, hard: 5 } },
    ...{ now: () => new Date(clock.now), log },
  });
  gateway = await startGuarded({ people });
  gateway.mirror.facets.length = 0;
  gateway.mirror.kinds.push('customers');
  for (let n = 1; n <= 8; n++) {
    gateway.mirror.add('Customer', `k${n}`, aCustomer({ email: `person-${n}@example.com` }));
    gateway.mirror.add('Order', `o${n}`, anOrder({ reference: `REF${n}`, customer: `k${n}` }));
  }
});
afterEach(() => gateway.stop());

const one = async (n: number): Promise<unknown> => {
  const answer = await gateway.as(SCOPES, `{ customer(id: "k${n}") { email } }`);
  return codesOf(answer)[0] ?? (answer.body.data as { customer: { email: string } }).customer.email;
};
const LIMIT = 'PERSONAL_DATA_LIMIT';

it('stops at the hard limit, whoever was read before may be read again', async () => {
  expect([await one(1), await one(2), await one(3)]).toEqual([
    ...['person-1@example.com', 'person-2@example.com', 'person-3@example.com'],
  ]);
  expect(await one(4)).toBe(LIMIT);
  expect(await one(2)).toBe('person-2@example.com');
  expect(people.counts('hour')).toEqual({ [SCOPES.join('+')]: 3 });
});

it('gives nothing of an answer that goes too far', async () => {
  const answer = await gateway.as(SCOPES, '{ customers(first: 8) { nodes { email } } }');
  expect(codesOf(answer)).toEqual([LIMIT]);
  expect(answer.text).not.toContain('@example.com');
});

it.each([
  [
    'a page at a time',
    '{ a: customers(first: 2) { nodes { email } } b: customer(id: "k8") { email } c: customer(id: "k7") { email } }',
  ],
  [
    'by other names',
    '{ a: customer(id: "k1") { email } b: customer(id: "k2") { email } c: customer(id: "k3") { email } d: customer(id: "k4") { email } }',
  ],
  ['by their orders', '{ orders(first: 4) { nodes { customer { email } } } }'],
  ['by addresses only', '{ orders(first: 4) { nodes { shippingAddress { city } } } }'],
  ['by the address on a bill', '{ orders(first: 4) { edges { node { billingAddress { lastName } } } } }'],
])('counts them however they are read: %s', async (_how, query) => {
  expect(codesOf(await gateway.as(SCOPES, query))).toEqual([LIMIT]);
});

it('counts one person once, whichever way they are read', async () => {
  const query =
    '{ customer(id: "k1") { email orders { customer { email } shippingAddress { city } } } order(reference: "REF1") { billingAddress { city } } }';
  expect(codesOf(await gateway.as(SCOPES, query))).toEqual([]);
  expect(people.counts('hour')).toEqual({ [SCOPES.join('+')]: 1 });
});

const CHANGES = `{ changesBetween(from: "2026-11-01T00:00:00Z", to: "2026-11-02T00:00:00Z", brick: "shop-fr",
  stream: "customers", first: 8) { nodes { record personalFields { path after } } } }`;
const aChange = (id: string, personal: boolean): RecordChange => ({
  ...{ id, change: 'updated', more: 0 },
  fields: [{ path: 'email', before: null, after: `"person-${id}@example.com"`, personal }],
});

it('counts those whose values differ between two times, each record as a person', async () => {
  gateway.mirror.recordChanges.push(...['1', '2', '3'].map((id) => aChange(id, true)));
  expect(codesOf(await gateway.as(SCOPES, CHANGES))).toEqual([]);
  expect(people.counts('hour')).toEqual({ [SCOPES.join('+')]: 3 });
  gateway.mirror.recordChanges.push(aChange('4', true));
  const answer = await gateway.as(SCOPES, CHANGES);
  expect(codesOf(answer)).toEqual([LIMIT]);
  expect(answer.text).not.toContain('@example.com');
});

it('counts nobody where what differs is of goods', async () => {
  gateway.mirror.recordChanges.push(...['1', '2', '3', '4'].map((id) => aChange(id, false)));
  expect(codesOf(await gateway.as(SCOPES, CHANGES))).toEqual([]);
  expect(people.counts('hour')).toEqual({});
});

it('counts nobody where nobody is shown', async () => {
  expect(
    codesOf(await gateway.as(BLIND, '{ orders(first: 8) { nodes { reference totals { paid { amount } } } } }')),
  ).toEqual([]);
  expect(people.counts('hour')).toEqual({});
});

it('goes on in the next hour, until the day is full', async () => {
  for (const n of [1, 2, 3]) await one(n);
  clock.now += HOUR;
  expect([await one(4), await one(5), await one(6)]).toEqual(['person-4@example.com', 'person-5@example.com', LIMIT]);
  clock.now += 24 * HOUR;
  expect(await one(6)).toBe('person-6@example.com');
});

it('lets another token read on', async () => {
  for (const n of [1, 2, 3, 4]) await one(n);
  const { body } = await gateway.as(['customers:read'], '{ customer(id: "k4") { email } }');
  expect(body).toMatchObject({ data: { customer: { email: 'person-4@example.com' } } });
});

it('warns once at the soft limit, and tells how high the count stands', async () => {
  for (const n of [1, 2, 3, 4]) await one(n);
  const token = SCOPES.join('+');
  expect(logged.map(({ level, span }) => [level, span])).toEqual([
    [40, 'hour'],
    [50, 'hour'],
  ]);
  expect(logged.every((line) => line.token === token)).toBe(true);
  expect(JSON.stringify(logged)).not.toContain('person-');
  expect([people.levels('hour'), people.levels('day')]).toEqual([{ [token]: 2 }, { [token]: 0 }]);
});
