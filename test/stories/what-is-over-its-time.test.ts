import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { JsonObject } from '#sdk';
import type { Business } from '../../connectors/memory/index.ts';
import { RETENTION_DEFAULTS, type RetentionSettings } from '../../src/config.ts';
import type { RetentionLine, RetentionReport } from '../../src/people/index.ts';
import { change, fill, openMemoryHub, type MemoryHub } from './memory-hub.ts';

const HOME = {
  ...{ externalId: 'a1', alias: null, firstName: 'Paul', lastName: 'Delormeau', company: null, vatNumber: null },
  ...{ street: '7 rue des Lilas', street2: null, postcode: '29200', city: 'Brest', country: 'FR', state: null },
  ...{ phone: null, mobile: null },
};
const PEOPLE = `{ customers { nodes { id email lastName } } orders { nodes { id reference shippingAddress { lastName } } } }`;
interface People {
  customers: { nodes: { id: string; email: string; lastName: string }[] };
  orders: { nodes: { id: string; reference: string; shippingAddress: { lastName: string } | null }[] };
}

let world: MemoryHub;
let recipient: string;
beforeAll(async () => {
  recipient = await identityToRecipient(await generateX25519Identity());
});
afterEach(() => world.close());

async function open(retention: Partial<RetentionSettings>, { bricks = ['shop'], recipients = [recipient] } = {}) {
  const settings = { ...RETENTION_DEFAULTS, ...retention };
  world = await openMemoryHub(
    bricks,
    { shop: { primary: 'shop' } },
    { backup: { include: [], recipients }, retention: settings, readOnly: ['till'] },
  );
  const shop = business('shop');
  fill(shop, 'shop');
  const closed = { status: 'DELIVERED' };
  change(shop, 'shop', { type: 'Order', id: 'R-1' }, closed);
  const [lea] = shop.things('shop').filter(({ type }) => type === 'Customer');
  const [order] = shop.things('shop').filter(({ type }) => type === 'Order');
  const put = (type: string, id: string, facet: JsonObject): void => shop.put({ role: 'shop', type, id, facet });
  put('Customer', 'paul', { ...lea?.facet, email: 'paul@example.com', lastName: 'Delormeau' });
  put('Customer', 'ida', {
    ...lea?.facet,
    email: 'ida@example.com',
    lastName: 'Kermadec',
    createdAt: '2019-05-01T00:00:00Z',
  });
  put('Customer', 'new', { ...lea?.facet, email: 'new@example.com', lastName: 'Nouvelle' });
  const old = {
    ...order?.facet,
    ...closed,
    placedAt: '2020-02-01T10:00:00Z',
    shippingAddress: HOME,
    billingAddress: HOME,
  };
  put('Order', 'R-2', {
    ...old,
    reference: 'R-2',
    number: '2',
    customer: { $ref: 'Customer/paul' },
    invoices: [{ $ref: 'Invoice/F-2' }],
  });
  put('Order', 'G-1', { ...old, reference: 'G-1', number: '3', customer: null, placedAt: '2014-02-01T10:00:00Z' });
  put('Order', 'G-2', { ...old, reference: 'G-2', number: '4', customer: null });
  const money = { amount: '129.00', currency: 'EUR' };
  put('Invoice', 'F-2', {
    number: 'F-2',
    issuedAt: '2020-02-01T10:00:00Z',
    order: { $ref: 'Order/R-2' },
    total: money,
    totalWithTax: money,
    shippingWithTax: money,
  });
  await world.sync(...bricks);
}

function business(name: string): Business {
  const found = world.businesses[name];
  if (!found) throw new Error('no business');
  return found;
}

const people = async (): Promise<People> => (await world.ask(PEOPLE)) as unknown as People;
const named = ({ customers }: People): string[] => customers.nodes.map(({ lastName }) => lastName).sort();
const line = ({ lines }: RetentionReport, kind: string): RetentionLine | undefined =>
  lines.find((one) => one.kind === kind);
const retain = (apply: boolean): Promise<RetentionReport> => {
  const port = world.hub.operations.people;
  if (!port) throw new Error('no people');
  return port.retain({ apply });
};

it('goes when it is told to: who bought long ago, who never bought, who was named in an old order; nobody else', async () => {
  await open({ customers: { months: 36, untold: 'wait' }, guestOrders: { months: 120 } });
  const before = await people();
  const idOf = (lastName: string): string => before.customers.nodes.find((one) => one.lastName === lastName)?.id ?? '';

  const preview = await retain(false);
  expect(line(preview, 'customers')).toMatchObject({ due: 2, gone: 0, kept: [] });
  expect(line(preview, 'customers')?.ids.toSorted()).toEqual([idOf('Delormeau'), idOf('Kermadec')].toSorted());
  expect(line(preview, 'guestOrders')?.ids).toEqual(
    before.orders.nodes.flatMap(({ id, reference }) => (reference === 'G-1' ? [id] : [])),
  );
  expect(await people()).toEqual(before);

  const done = await retain(true);
  expect(line(done, 'customers')).toMatchObject({ due: 2, gone: 2, kept: [] });
  expect(line(done, 'guestOrders')).toMatchObject({ due: 1, gone: 1, kept: [] });
  const after = await people();
  expect(named(after)).toEqual(['', '', 'Nouvelle', 'Petit']);
  const onParcel = Object.fromEntries(
    after.orders.nodes.map(({ reference, shippingAddress }) => [reference, shippingAddress?.lastName]),
  );
  expect(onParcel).toEqual({ 'R-1': undefined, 'R-2': '', 'G-1': '', 'G-2': 'Delormeau' });

  const erased = await world.hub.mirror.persons.erasures({});
  expect(erased.map(({ by, retained }) => [by, retained]).sort()).toEqual([
    ['retention', 0],
    ['retention', 0],
    ['retention', 1],
  ]);
  const again = await retain(true);
  expect([line(again, 'customers'), line(again, 'guestOrders')]).toMatchObject([
    { due: 0, gone: 0 },
    { due: 0, gone: 0 },
  ]);
  const entries = (await world.hub.audit.page({ first: 20 })).filter(
    ({ operation }) => operation === 'person retention',
  );
  expect(entries.map(({ outcome, detail }) => [outcome, (detail as { customers?: object }).customers])).toContainEqual([
    'ok',
    { gone: 2, kept: 0 },
  ]);
});

it('stays while nothing is configured, while the shop was not read lately, while its invoices have no key', async () => {
  await open({});
  expect((await retain(true)).lines.map(({ kind, before, gone }) => [kind, before !== null, gone])).toEqual([
    ['customers', false, 0],
    ['guestOrders', false, 0],
    ['messages', false, 0],
    ['papers', true, 0],
  ]);
  await world.close();
  await open({ customers: { months: 36, untold: 'wait' } }, { recipients: [] });
  expect(line(await retain(true), 'customers')).toMatchObject({ gone: 1, kept: [{ code: 'PAPERS_KEY_MISSING' }] });
  expect(named(await people())).toEqual(['', 'Delormeau', 'Nouvelle', 'Petit']);
  world.pass(2_000);
  expect(line(await retain(true), 'customers')).toMatchObject({ gone: 0, kept: [{ id: null, code: 'BRICKS_UNSURE' }] });
});

it('stays where a brick that knows them cannot be told, and goes no faster than is said', async () => {
  await open({ customers: { months: 36, untold: 'wait' }, most: 1 }, { bricks: ['shop', 'till'] });
  const customer = { email: 'paul@example.com', firstName: null, lastName: null, phone: null, loyaltyNumber: 'K-7' };
  business('till').put({ role: 'till', type: 'TillCustomer', id: 'p', facet: { ...customer, points: null } });
  await world.sync('till');
  await world.settle();
  const [first] = [line(await retain(true), 'customers')];
  expect(first).toMatchObject({ due: 1, gone: 1 });
  expect(named(await people())).toEqual(['', 'Delormeau', 'Nouvelle', 'Petit']);
  expect(line(await retain(true), 'customers')).toMatchObject({ due: 0, kept: [{ code: 'BRICK_CANNOT_BE_TOLD' }] });
});

it('goes out of messages that were delivered and read back, and out of papers that nobody needs to keep any longer', async () => {
  await open({ customers: { months: 36, untold: 'wait' }, messages: { days: 30 } });
  await retain(true);
  world.hub.relay.start();
  const told = () =>
    business('shop')
      .things('shop')
      .some(({ id, facet }) => id === 'paul' && facet['lastName'] === '');
  while (!told()) await new Promise((resolve) => setImmediate(resolve));
  await world.hub.relay.stop();
  const payloads = async (): Promise<string[]> =>
    (await world.hub.mirror.reader.messages({ state: 'delivered', first: 9 })).rows.map(({ id }) => id);
  expect(await payloads()).toHaveLength(2);
  await world.sync('shop');
  expect(line(await retain(true), 'messages')).toMatchObject({ due: 0, gone: 0 });
  world.pass(31);
  await world.sync('shop');
  expect(line(await retain(false), 'messages')).toMatchObject({ due: 2, gone: 0 });
  expect(line(await retain(true), 'messages')).toMatchObject({ due: 2, gone: 2 });
  expect(line(await retain(true), 'messages')).toMatchObject({ due: 0, gone: 0 });
  expect(await payloads()).toHaveLength(2);
  const [erasure] = (await world.hub.mirror.persons.erasures({})).filter(({ retained }) => retained === 1);
  expect(await world.hub.mirror.persons.papers(erasure?.id ?? '')).toHaveLength(1);
  world.pass(4 * 365);
  expect(line(await retain(true), 'papers')).toMatchObject({ due: 1, gone: 1 });
  expect(await world.hub.mirror.persons.papers(erasure?.id ?? '')).toEqual([]);
});
