import { Vault } from '../../src/mirror/persons/index.ts';
import type { NewMessage } from '../../src/mirror/index.ts';
import { ADDRESS, aCustomer, anOrder } from '../roles/shop-samples.ts';
import { AT, LATER } from './a-mirror.ts';
import { aPersonalMirror, type PersonalMirror } from './a-personal-mirror.ts';
import { dialects } from './dialects.ts';
import { aMessage, anOrder as aMessageOrder, deliver, lease } from './messages-samples.ts';

/** Nothing of it may be found where it lies. */
const SECRETS = ['Quetzal', 'Xylophone', 'Zweibrücken', 'quetzal.x@mail.example', '0612349876', 'Wombat'];
const ADDRESSES = [{ ...ADDRESS, lastName: 'Xylophone', city: 'Zweibrücken', phone: '0612349876' }];
const PERSON = { firstName: 'Quetzal', lastName: 'Xylophone', email: 'quetzal.x@mail.example', addresses: ADDRESSES };
const QUETZAL = aCustomer({ ...PERSON, groups: [], defaultGroup: null });
const OTHER = aCustomer({
  firstName: 'Bo',
  lastName: 'Aalto',
  email: 'bo@mail.example',
  groups: [],
  defaultGroup: null,
});
const ORDER = {
  ...anOrder({ note: 'Leave it with Wombat', status: 'DELIVERED', invoices: [], lines: [] }),
  ...{ customer: { $ref: 'Customer/c1' }, shippingAddress: ADDRESSES[0], billingAddress: ADDRESSES[0] },
};
const THINGS = { 'Customer/c1': QUETZAL, 'Customer/c2': OTHER, 'Order/o1': ORDER };

describe.each(dialects)('what is personal, on $name', (dialect) => {
  let mirror: PersonalMirror;
  beforeEach(async () => {
    mirror = await aPersonalMirror(dialect);
    await mirror.say(THINGS);
  });
  afterEach(() => mirror.remove());

  const customers = async (query: object = {}): Promise<string[]> => {
    const page = await mirror.reader.facets.page<typeof QUETZAL>({
      type: 'Customer',
      brick: 'shop',
      first: 9,
      ...query,
    });
    return page.rows.map(({ row }) => row.facet.lastName);
  };
  const idOf = async (externalId: string, type = 'Customer'): Promise<string> => {
    const { rows } = await mirror.reader.facets.page({ type, brick: 'shop', first: 9 });
    return rows.find(({ row }) => row.externalId === externalId)?.row.id ?? '';
  };
  const begin = async (customer: string): Promise<string> => {
    const erasure = { id: 'erasure_1', customer, at: LATER, by: 'ada', reason: 'asked', bricks: [], papers: [] };
    await mirror.writer.enqueue(aMessageOrder([], { erasure }));
    return erasure.id;
  };
  const erase = async (customer: string): Promise<boolean> => {
    const id = await begin(customer);
    const done = await mirror.writer.destroy({ id, follows: [], at: LATER });
    await mirror.project();
    return done;
  };

  it('lies nowhere in the clear, and reads as it was said', async () => {
    const bytes = await mirror.bytes();
    expect(SECRETS.filter((secret) => bytes.includes(secret))).toEqual([]);
    const [found] = await mirror.reader.latestByIds('shop', 'shop', ['Customer/c1']);
    expect(found?.body['facet']).toEqual(QUETZAL);
    expect(await customers({ orderBy: { column: 'last_name', descending: false } })).toEqual(['Aalto', 'Xylophone']);
    const order = await mirror.reader.facets.byIds<typeof ORDER>('Order', 'shop', [await idOf('o1', 'Order')]);
    expect([...order.values()][0]?.facet).toMatchObject({ note: ORDER.note, shippingAddress: ADDRESSES[0] });
  });

  it('is found by whole addresses, and by beginnings of words', async () => {
    const { facets } = mirror.reader;
    const byEmail = await facets.byColumn('Customer', 'shop', 'email', [QUETZAL.email, 'nobody@mail.example']);
    expect([...byEmail.keys()]).toEqual([QUETZAL.email]);
    expect(await customers({ search: 'xylo quetz' })).toEqual(['Xylophone']);
    expect(await customers({ search: 'ylophone' })).toEqual([]);
    expect(await customers({ where: [{ column: 'email', in: [OTHER.email] }] })).toEqual(['Aalto']);
    const ranged = customers({ where: [{ column: 'email', atLeast: 'a' }] });
    await expect(ranged).rejects.toMatchObject({ code: 'FACET_COLUMN_SEALED' });
    const sorted = customers({ orderBy: { column: 'email', descending: true } });
    await expect(sorted).rejects.toMatchObject({ code: 'FACET_COLUMN_SEALED' });
  });

  it('goes on page by page in the order of names, both ways', async () => {
    for (const descending of [false, true]) {
      const query = { type: 'Customer', brick: 'shop', orderBy: { column: 'last_name', descending }, first: 1 };
      const one = await mirror.reader.facets.page<typeof QUETZAL>(query);
      const two = await mirror.reader.facets.page<typeof QUETZAL>({ ...query, after: one.rows[0]?.cursor ?? '' });
      const names = [...one.rows, ...two.rows].map(({ row }) => row.facet.lastName);
      expect(names).toEqual(descending ? ['Xylophone', 'Aalto'] : ['Aalto', 'Xylophone']);
      expect([one.hasNext, two.hasNext]).toEqual([true, false]);
    }
  });

  it('is no change when it is said again', async () => {
    const before = (await mirror.reader.persons.personRevisions(await idOf('c1'), [])).length;
    await mirror.say(THINGS);
    expect(await mirror.reader.persons.personRevisions(await idOf('c1'), [])).toHaveLength(before);
  });

  it('is not opened by another master key, nor where it was altered; nothing is lost by trying', async () => {
    await mirror.reopen(new Vault(Buffer.alloc(32, 8)));
    const wrong = mirror.reader.latestByIds('shop', 'shop', ['Customer/c1']);
    await expect(wrong).rejects.toMatchObject({ code: 'PERSON_KEY_BROKEN' });
    await mirror.reopen();
    const { sql } = mirror.database;
    const where = `where external_id = 'Customer/c1'`;
    const [row] = await sql.all<{ body: Uint8Array }>(`select body from revisions ${where}`, []);
    const altered = Buffer.from(row?.body ?? []);
    altered[40] = (altered[40] ?? 0) ^ 1;
    await sql.run(`update revisions set body = ? ${where}`, [altered]);
    const broken = mirror.reader.latestByIds('shop', 'shop', ['Customer/c1']);
    await expect(broken).rejects.toMatchObject({ code: 'PERSON_KEY_BROKEN' });
    await sql.run(`update revisions set body = ? ${where}`, [row?.body ?? null]);
    expect((await mirror.reader.latestByIds('shop', 'shop', ['Customer/c1']))[0]?.body['facet']).toEqual(QUETZAL);
  });

  it('is sealed in messages and in what they lay over queries', async () => {
    const id = await idOf('c1');
    const order: NewMessage = aMessage({
      ...{ brick: 'shop', command: 'upsertCustomer', lane: `Customer:${id}`, payload: { lastName: 'Wombat' } },
      overlays: [{ type: 'Customer', hubId: id, patch: { lastName: 'Wombat' }, creates: false }],
    });
    await mirror.writer.enqueue(aMessageOrder([order]));
    expect(await mirror.bytes()).not.toContain('Wombat');
    expect(await customers({ orderBy: { column: 'last_name', descending: true } })).toEqual(['Wombat', 'Aalto']);
    expect(await lease(mirror, 1, { bricks: ['shop'] })).toMatchObject([{ payload: { lastName: 'Wombat' } }]);
    await deliver(mirror, order.id, { at: 1 });
    expect(await mirror.reader.persons.personMessages(id)).toMatchObject([{ payload: { lastName: 'Wombat' } }]);
    await erase(id);
    expect(await mirror.reader.persons.personMessages(id)).toMatchObject([{ id: order.id, payload: {} }]);
  });

  it('that an earlier release took in messages is sealed, and is delivered as it was', async () => {
    const id = await idOf('c1');
    const patch = { lastName: 'Wombat' };
    const order: NewMessage = aMessage({
      ...{ brick: 'shop', command: 'upsertCustomer', lane: `Customer:${id}`, payload: patch },
      overlays: [{ type: 'Customer', hubId: id, patch, creates: false }],
    });
    const other = aMessage({ brick: 'shop', command: 'setStock', lane: 'Variant:v', payload: { quantity: 3 } });
    await mirror.writer.enqueue(aMessageOrder([order, other]));
    const { sql } = mirror.database;
    const plain = JSON.stringify(patch);
    await sql.run('update messages set payload = ? where id = ?', [plain, order.id]);
    await sql.run('update overlays set patch = ? where message = ?', [plain, order.id]);
    await sql.run('delete from person_keys where erased_at is null and id not in (select person from revisions)', []);
    expect(await mirror.bytes()).toContain('Wombat');
    await mirror.reopen();
    expect(await mirror.writer.sealMessages({ limit: 10, at: LATER })).toBe(1);
    expect(await mirror.writer.sealMessages({ limit: 10, at: LATER })).toBe(0);
    const [{ stored } = { stored: '' }] = await mirror.database.sql.all<{ stored: string }>(
      'select m.payload || o.patch as stored from messages m join overlays o on o.message = m.id where m.id = ?',
      [order.id],
    );
    expect(stored).not.toContain('Wombat');
    await mirror.project();
    expect(await customers({ orderBy: { column: 'last_name', descending: true } })).toEqual(['Wombat', 'Aalto']);
    const leased = await lease(mirror, 2, { bricks: ['shop'] });
    expect(leased.map(({ payload }) => payload)).toEqual([patch, { quantity: 3 }]);
  });

  it('of an erased person is gone from queries, search and history; what tax law keeps is there', async () => {
    const id = await idOf('c1');
    expect(await erase(id)).toBe(true);
    expect(await erasedFacet(id)).toMatchObject({ firstName: '', lastName: '', email: '' });
    expect(await customers({ search: 'xylo' })).toEqual([]);
    expect(await customers({ orderBy: { column: 'last_name', descending: false } })).toEqual(['', 'Aalto']);
    const byEmail = await mirror.reader.facets.byColumn('Customer', 'shop', 'email', [QUETZAL.email, '']);
    expect(byEmail.size).toBe(0);
    const [order] = (await mirror.reader.facets.page<typeof ORDER>({ type: 'Order', brick: 'shop', first: 9 })).rows;
    expect(order?.row.facet).toMatchObject({
      ...{ totals: ORDER.totals, reference: ORDER.reference, note: '' },
      shippingAddress: { lastName: '', city: '', country: ADDRESS.country },
    });
    const history = JSON.stringify(await mirror.reader.persons.personRevisions(id, []));
    expect(SECRETS.filter((secret) => history.includes(secret))).toEqual([]);
    expect(await mirror.reader.persons.erasure(id)).toMatchObject({ state: 'destroyed', destroyedAt: LATER });
    expect(await mirror.writer.destroy({ id: 'erasure_1', follows: [], at: LATER })).toBe(false);

    async function erasedFacet(customer: string): Promise<object | undefined> {
      return (await mirror.reader.facets.byIds('Customer', 'shop', [customer])).get(customer)?.facet;
    }
  });

  it('of who is named in an order of no customer goes with that order alone', async () => {
    await mirror.say({ 'Order/g1': { ...ORDER, customer: null }, 'Order/g2': { ...ORDER, customer: null } });
    const [id, other] = [await idOf('g1', 'Order'), await idOf('g2', 'Order')];
    expect(await mirror.reader.persons.erasedAmong([id, other])).toEqual([]);
    expect(await erase(id)).toBe(true);
    expect(await mirror.reader.persons.erasedAmong([id, other])).toEqual([id]);
    const orders = await mirror.reader.facets.byIds<typeof ORDER>('Order', 'shop', [id, other]);
    expect(orders.get(id)?.facet).toMatchObject({ note: '', shippingAddress: { lastName: '' }, totals: ORDER.totals });
    expect(orders.get(other)?.facet).toMatchObject({ shippingAddress: { lastName: 'Xylophone' } });
    expect(await customers({ search: 'xylo' })).toEqual(['Xylophone']);
    expect(await mirror.reader.persons.erasure(id)).toMatchObject({ customer: id, state: 'destroyed' });
  });

  it('goes out of messages that are over, in time, and out of no other', async () => {
    const id = await idOf('c1');
    const order = (lane: string): NewMessage =>
      aMessage({ brick: 'shop', command: 'upsertCustomer', lane, payload: { lastName: 'Wombat' }, overlays: [] });
    const [over, waiting] = [order(`Customer:${id}`), order(`Customer:${await idOf('c2')}`)];
    await mirror.writer.enqueue(aMessageOrder([over, waiting]));
    await mirror.writer.discard({ id: over.id, by: 'ada', reason: 'not wanted', at: AT });
    const due = (messagesBefore: string | null) =>
      mirror.reader.persons.overdue({ messagesBefore, papersBefore: LATER });
    const after = new Date(Date.parse(LATER) + 400 * 86_400_000).toISOString();
    expect([await due(null), await due('2000-01-01T00:00:00.000Z'), await due(after)]).toMatchObject([
      { messages: 0 },
      { messages: 0 },
      { messages: 1, papers: 0 },
    ]);
    expect(await mirror.writer.redactMessages({ before: after, limit: 10, at: LATER })).toBe(1);
    expect(await mirror.writer.redactMessages({ before: after, limit: 10, at: LATER })).toBe(0);
    expect(await mirror.reader.persons.personMessages(id)).toMatchObject([{ state: 'discarded', payload: {} }]);
    expect(await lease(mirror, 2, { bricks: ['shop'] })).toMatchObject([{ payload: { lastName: 'Wombat' } }]);
  });

  it('of an erased person does not come back with what is read next', async () => {
    const id = await idOf('c1');
    await erase(id);
    const before = await mirror.reader.persons.personRevisions(id, []);
    await mirror.say(THINGS);
    expect(await mirror.reader.persons.personRevisions(id, [])).toEqual(before);
    await mirror.say({ 'Customer/c1': { ...QUETZAL, newsletter: !QUETZAL.newsletter, company: 'Wombat' } });
    const after = await mirror.reader.persons.personRevisions(id, []);
    expect(after).toHaveLength(before.length + 1);
    expect(SECRETS.filter((secret) => JSON.stringify(after).includes(secret))).toEqual([]);
    expect(await mirror.bytes()).not.toContain('Wombat');
    expect(await customers({ search: 'bo aalto' })).toEqual(['Aalto']);
  });

  it('that was stored before is sealed, and says the same', async () => {
    const { sql } = mirror.database;
    const { writer, reader } = mirror;
    const plain = Buffer.from(JSON.stringify({ changedAt: AT, facet: QUETZAL, type: 'Customer' }));
    await sql.run(`update revisions set body = ?, hash = 'plain', person = null where external_id = 'Customer/c1'`, [
      plain,
    ]);
    await sql.run(
      `update records set head_hash = 'plain', published_hash = 'plain' where external_id = 'Customer/c1'`,
      [],
    );
    expect(await mirror.bytes()).toContain('Xylophone');
    const [found] = await reader.persons.revisions('shop', 'shop', null, 1);
    expect(found).toMatchObject({ id: 'Customer/c1', seq: 1, body: { facet: QUETZAL } });
    const personal = { person: 'c1', open: '{"facet":{"lastName":""}}', values: '{"facet":{"lastName":"Xylophone"}}' };
    const revisions = [{ id: 'Customer/c1', seq: 1, hash: 'plain', personal }];
    const step = { brick: 'shop', kind: 'shop', revisions, after: null, declaration: 'd', at: AT };
    await writer.sealAgain(step);
    await reader.latestByIds('shop', 'shop', ['Customer/c2']);
    const [sealed] = await reader.latestByIds('shop', 'shop', ['Customer/c1']);
    expect(sealed?.body).toEqual({ facet: { lastName: 'Xylophone' } });
    expect(await reader.persons.sealing('shop', 'shop')).toEqual({ declaration: 'd', after: null });
  });
});
