import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { JsonObject } from '#sdk';
import { change, fill, openMemoryHub, type MemoryHub } from './memory-hub.ts';

const euro = (amount: string): JsonObject => ({ amount, currency: 'EUR' });
const HOME = {
  ...{ externalId: 'a1', alias: null, firstName: 'Léa', lastName: 'Petitjean', company: null, vatNumber: null },
  ...{ street: '7 rue des Lilas', street2: null, postcode: '29200', city: 'Brest', country: 'FR', state: null },
  ...{ phone: '0298000000', mobile: null },
};
/** What must be nowhere any more. */
const TRACES = ['lea@example.com', 'Petitjean', 'rue des Lilas', '0298000000'];

const PERSON = `{
  customers { nodes { id email firstName lastName addresses { street phone } orders { reference } } }
  orders { nodes { reference customer { email lastName } shippingAddress { street } billingAddress { lastName }
    totals { totalWithTax { amount } } invoices { number totalWithTax { amount } } } }
  found: customers(search: "petitj") { nodes { id } }
  byMail: customer(email: "lea@example.com") { id }
}`;
interface Seen {
  customers: { nodes: { id: string }[] };
  orders: { nodes: { totals: object; invoices: object[] }[] };
  found: { nodes: { id: string }[] };
  byMail: { id: string } | null;
}

const ERASE = `outcome: __typename
  ... on PersonErased { id retained isRepeated: already bricks { brick told } }
  ... on ErasureRefused { code }`;

let world: MemoryHub;
let identity: string;
beforeEach(async () => {
  identity = await generateX25519Identity();
  const recipients = [await identityToRecipient(identity)];
  world = await openMemoryHub(['shop'], { shop: { primary: 'shop' } }, { backup: { include: [], recipients } });
  const shop = world.businesses['shop'];
  if (!shop) throw new Error('no business');
  fill(shop, 'shop');
  change(shop, 'shop', { type: 'Customer', id: 'lea' }, { lastName: 'Petitjean', addresses: [HOME] });
  const invoice = { number: 'F-1', issuedAt: null, order: { $ref: 'Order/R-1' } };
  const totals = { total: euro('107.50'), totalWithTax: euro('129.00'), shippingWithTax: euro('0.00') };
  shop.put({ role: 'shop', type: 'Invoice', id: 'F-1', facet: { ...invoice, ...totals } });
  const papers = { shippingAddress: HOME, billingAddress: HOME, invoices: [{ $ref: 'Invoice/F-1' }] };
  change(shop, 'shop', { type: 'Order', id: 'R-1' }, papers);
  await world.sync('shop');
});
afterEach(() => world.close());

const seen = async (): Promise<Seen> => (await world.ask(PERSON)) as unknown as Seen;
const erase = async (id: string, confirm = id): Promise<Record<string, unknown>> =>
  (
    await world.ask(
      `mutation { erased: erasePerson(customer: "${id}", reason: "a letter", confirm: "${confirm}") { ${ERASE} } }`,
    )
  )['erased'] as Record<string, unknown>;

async function delivered(): Promise<string> {
  const shop = world.businesses['shop'];
  if (!shop) throw new Error('no business');
  change(shop, 'shop', { type: 'Order', id: 'R-1' }, { status: 'DELIVERED' });
  await world.sync('shop');
  const { customers } = await seen();
  return customers.nodes[0]?.id ?? '';
}

/** All bytes of the hub's folder. */
async function bytesOnDisk(): Promise<string> {
  const files = await readdir(world.data, { recursive: true, withFileTypes: true });
  const found = await Promise.all(
    files.filter((one) => one.isFile()).map((one) => readFile(join(one.parentPath, one.name), 'latin1')),
  );
  return found.join('\n');
}

it('from queries, search and disk; what tax law keeps is there, and the brick is told', async () => {
  const id = await delivered();
  const before = await seen();
  expect(JSON.stringify(before)).toContain('lea@example.com');
  expect(before.found.nodes).toEqual([{ id }]);
  expect(before.byMail).toEqual({ id });
  const { exportPerson } = await world.ask(`{ exportPerson(customer: "${id}") { json } }`);
  for (const trace of TRACES) expect(JSON.stringify(exportPerson)).toContain(trace);
  const given = (await world.hub.operations.people?.export({ customer: id })) as { readBy: object[] };
  expect(given.readBy).toEqual([]);
  const again = (await world.hub.operations.people?.export({ email: 'lea@example.com' })) as { readBy: object[] };
  expect(again.readBy).toEqual([
    { at: expect.any(String) as string, who: 'cli', operation: 'person export', outcome: 'ok' },
  ]);

  expect(await erase(id)).toMatchObject({
    outcome: 'PersonErased',
    bricks: [{ brick: 'shop', told: true }],
    retained: 1,
  });

  const after = await seen();
  for (const trace of TRACES) expect(JSON.stringify(after)).not.toContain(trace);
  expect(after.found.nodes).toEqual([]);
  expect(after.byMail).toBeNull();
  expect(after.orders.nodes).toMatchObject([
    {
      reference: 'R-1',
      totals: { totalWithTax: { amount: '129.00' } },
      invoices: [{ number: 'F-1', totalWithTax: { amount: '129.00' } }],
    },
  ]);

  world.hub.relay.start();
  const shop = world.businesses['shop'];
  const told = () => shop?.things('shop').find((thing) => thing.id === 'lea')?.facet['lastName'] === '';
  while (!told()) await new Promise((resolve) => setImmediate(resolve));
  await world.hub.relay.stop();
  await world.sync('shop');
  for (const trace of TRACES) expect(JSON.stringify(await seen())).not.toContain(trace);
  const bytes = await bytesOnDisk();
  for (const trace of TRACES) expect(bytes).not.toContain(Buffer.from(trace).toString('latin1'));
  expect(await erase(id)).toMatchObject({ outcome: 'PersonErased', isRepeated: true });
});

it('and the owner alone can open the invoice with the name', async () => {
  const id = await delivered();
  const erased = await erase(id);
  const papers = await world.hub.mirror.persons.papers(String(erased['id']));
  expect(papers).toHaveLength(1);
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const opened = await decrypter.decrypt(papers[0]?.sealed ?? new Uint8Array(), 'text');
  expect(JSON.parse(opened)).toMatchObject({ invoice: { number: 'F-1' }, buyer: { lastName: 'Petitjean' } });
});

it('but not while an order is under way, nor without the id once more', async () => {
  const id = (await seen()).customers.nodes[0]?.id ?? '';
  expect(await erase(id)).toMatchObject({ outcome: 'ErasureRefused', code: 'ORDERS_UNDELIVERED' });
  expect(await erase(id, 'somebody')).toMatchObject({ outcome: 'ErasureRefused', code: 'CONFIRMATION_WRONG' });
  expect(await erase('customer_nobody')).toMatchObject({ outcome: 'UnknownPerson' });
  expect(JSON.stringify(await seen())).toContain('lea@example.com');
});
