import type { NewMessage } from '../../src/mirror/index.ts';
import { aMirror, aPage, AT, LATER, projectAll, type TestMirror } from './a-mirror.ts';
import { dialects } from './dialects.ts';
import { aMessage, deliver, enqueue, idsOf, kill, lease, minute } from './messages-samples.ts';

const H = 'thing_given';
const facet = { name: 'ordered', price: '10', parts: [], groups: ['group_g'], tax: '', city: null, updatedAt: AT };
const made = { type: 'Thing', hubId: H, externalId: '17' };

describe.each(dialects)('what a message creates, on $name', (dialect) => {
  let mirror: TestMirror;
  let order: NewMessage;
  /** A brick that sees its own as the sync does. */
  const sync = async (bodies: Parameters<typeof aPage>[1], brick = 'one'): Promise<void> => {
    await mirror.writer.commitPage(aPage('things', bodies, { brick, at: LATER }));
    await projectAll(mirror, brick);
  };
  const shown = async (brick = 'one'): Promise<string[]> => {
    const { rows } = await mirror.reader.facets.page<{ name: string }>({ type: 'Thing', brick, first: 9 });
    return rows.map(({ row }) => `${row.id} ${row.externalId} ${row.facet.name}`);
  };
  const anOrderOf = (brick: string): NewMessage =>
    aMessage({
      ...{ brick, command: 'placeOrder', lane: `Thing:${H}`, creates: true },
      overlays: [{ type: 'Thing', hubId: H, patch: facet, creates: true }],
    });
  const aChange = (patch: { name: string }): NewMessage =>
    aMessage({ lane: `Thing:${H}`, overlays: [{ type: 'Thing', hubId: H, patch, creates: false }] });

  beforeEach(async () => {
    mirror = await aMirror(dialect);
    order = anOrderOf('one');
    await enqueue(mirror, [order]);
  });
  afterEach(() => mirror.remove());

  it('is there before its brick has it, with what later messages change, and outlives a new projection', async () => {
    expect(await shown()).toEqual([`${H} ${order.id} ordered`]);
    await enqueue(mirror, [aChange({ name: 'changed' })]);
    await sync({ '1': { name: 'other' } });
    await mirror.writer.reproject('one');
    await projectAll(mirror);
    await mirror.reopen(undefined, 'another release');
    await projectAll(mirror);
    expect(await shown()).toEqual(expect.arrayContaining([`${H} ${order.id} changed`]));
    const { facets } = mirror.reader;
    expect((await facets.byIds('Thing', 'one', [H])).get(H)?.facet).toMatchObject({ price: '10' });
    expect(await facets.linked('Thing', 'one', 'group', ['group_g'])).toEqual(new Map([['group_g', [H]]]));
    expect(await facets.count({ type: 'Thing', brick: 'one', search: 'changed' })).toBe(1);
    expect(await mirror.reader.bindings('Thing', [H])).toEqual([]);
  });

  it('is one entity with the record that is read back', async () => {
    await lease(mirror, 1);
    await deliver(mirror, order.id, { at: 1 }, [made]);
    expect(await shown()).toEqual([`${H} ${order.id} ordered`]);
    await sync({ '17': { name: 'as the brick says it' } });
    expect(await shown()).toEqual([`${H} 17 ordered`]);
    await mirror.writer.confirm({ ids: [order.id], at: minute(3) });
    expect(await shown()).toEqual([`${H} 17 as the brick says it`]);
    expect(await mirror.reader.bindings('Thing', [H])).toMatchObject([{ externalId: '17', bornAs: H, method: 'own' }]);
    expect(await mirror.reader.due('one')).toBe(0);
    await mirror.writer.reproject('one');
    await projectAll(mirror);
    expect(await shown()).toEqual([`${H} 17 as the brick says it`]);
  });

  it('is never absent while its record is read and its message confirmed', async () => {
    await lease(mirror, 1);
    await deliver(mirror, order.id, { at: 1 }, [made]);
    await mirror.writer.commitPage(aPage('things', { '0': {}, '17': { name: 'read' }, '18': {} }));
    await mirror.writer.confirm({ ids: [order.id], at: minute(3) });
    for (let due = 1; due > 0;) {
      ({ due } = await mirror.writer.project({ brick: 'one', limit: 1 }));
      const byId = await mirror.reader.facets.byIds('Thing', 'one', [H]);
      expect(byId.has(H)).toBe(true);
    }
    expect(await shown()).toEqual(expect.arrayContaining([`${H} 17 read`]));
  });

  it('is one entity with a record that a sync saw before its message was settled; both ids answer', async () => {
    await lease(mirror, 1);
    await sync({ '17': { name: 'half made' } });
    await mirror.writer.commitPage(
      aPage('sales', { s: { lines: [{ thing: '17', quantity: 2, micros: 5 }], at: AT } }, { at: LATER }),
    );
    await projectAll(mirror);
    const seen = await mirror.reader.facets.page({ type: 'Thing', brick: 'one', first: 9 });
    const alias = seen.rows.find(({ row }) => row.externalId === '17')?.row.id ?? '';
    expect(seen.rows).toHaveLength(2);
    await deliver(mirror, order.id, { at: 1 }, [made]);
    expect(await shown()).toEqual([`${H} 17 ordered`]);
    await sync({ '17': { name: 'read back' } });
    await mirror.writer.confirm({ ids: [order.id], at: minute(3) });
    expect(await shown()).toEqual([`${H} 17 read back`]);
    const { facets } = mirror.reader;
    expect((await facets.byIds('Thing', 'one', [alias])).get(alias)).toMatchObject({ id: H, externalId: '17' });
    for (const id of [alias, H])
      expect(await mirror.reader.bindings('Thing', [id])).toMatchObject([{ brick: 'one', hubId: H, bornAs: H }]);
    expect(await facets.measured('Sale', 'one', 'thing', [H], {})).toEqual(new Map([[H, { quantity: 2, micros: 5 }]]));
    // A person finds later that it is one with another brick's: all three ids answer.
    await sync({ m: { name: 'main' } }, 'two');
    const main = (await mirror.reader.facets.page({ type: 'Thing', brick: 'two', first: 1 })).rows[0]?.row.id ?? '';
    const bind = { type: 'Thing', brick: 'one', externalId: '17', hubId: main, by: 'ada', at: LATER };
    expect(await mirror.writer.bind(bind)).toEqual({ outcome: 'done', hubId: main });
    await projectAll(mirror);
    const rows = await facets.byIds('Thing', 'one', [alias, H, main]);
    expect([...rows.values()].map(({ id, externalId }) => [id, externalId])).toEqual(Array(3).fill([main, '17']));
    expect(await mirror.writer.bind({ ...bind, hubId: alias })).toMatchObject({ outcome: 'done', hubId: main });
  });

  it('is the entity of the brick that had it first, where another brick makes its own of it', async () => {
    await lease(mirror, 1);
    await deliver(mirror, order.id, { at: 1 }, [made]);
    await sync({ '17': { name: 'in one' } });
    const second = anOrderOf('two');
    await enqueue(mirror, [second]);
    expect(await shown('two')).toEqual([`${H} ${second.id} ordered`]);
    await lease(mirror, 2);
    await sync({ x9: { name: 'in two' } }, 'two');
    await deliver(mirror, second.id, { at: 2 }, [{ ...made, externalId: 'x9' }]);
    await sync({ x9: { name: 'read back' } }, 'two');
    await mirror.writer.confirm({ ids: [second.id], at: minute(3) });
    await projectAll(mirror, 'two');
    expect(await shown('two')).toEqual([`${H} x9 read back`]);
    const bound = await mirror.reader.bindings('Thing', [H]);
    expect(bound.map(({ brick, method }) => [brick, method])).toEqual([
      ['one', 'own'],
      ['two', 'command'],
    ]);
    // What the hub had made is no question for keys.
    await mirror.writer.match({ limit: 1_000 });
    await projectAll(mirror, 'two');
    expect(await shown('two')).toEqual([`${H} x9 read back`]);
  });

  it('stays visible when the brick refuses it, and holds back what would change it, until a person decides', async () => {
    const change = aChange({ name: 'changed' });
    await enqueue(mirror, [change]);
    await lease(mirror, 1);
    await kill(mirror, order.id, { at: 1 });
    expect(await lease(mirror, 9)).toEqual([]);
    await mirror.writer.reproject('one');
    await projectAll(mirror);
    expect(await shown()).toEqual([`${H} ${order.id} changed`]);
    const pending = await mirror.reader.pendingMessages('Thing', 'one', [H]);
    expect(pending.get(H)?.map(({ state }) => state)).toEqual(['dead', 'queued']);
    await mirror.writer.discard({ id: order.id, by: 'ada', reason: 'no', at: minute(2) });
    expect(await shown()).toEqual([]);
    expect(idsOf(await lease(mirror, 9))).toEqual([change.id]);
  });

  it('answers to every id that messages gave it, if several name the same record', async () => {
    await sync({ '17': { name: 'known for long' } });
    const known = (await mirror.reader.facets.page({ type: 'Thing', brick: 'one', first: 9 })).rows.find(
      ({ row }) => row.externalId === '17',
    );
    const other = aMessage({
      lane: 'other',
      creates: true,
      overlays: [{ type: 'Thing', hubId: 'thing_other', patch: facet, creates: true }],
    });
    await enqueue(mirror, [other]);
    await lease(mirror, 1);
    await deliver(mirror, order.id, { at: 1 }, [made]);
    await deliver(mirror, other.id, { at: 1 }, [{ ...made, hubId: 'thing_other' }]);
    await mirror.writer.confirm({ ids: [order.id, other.id], at: minute(3) });
    await projectAll(mirror);
    expect(await shown()).toEqual(['thing_other 17 known for long']);
    const ids = [known?.row.id ?? '', H, 'thing_other'];
    expect((await mirror.reader.facets.byIds('Thing', 'one', ids)).size).toBe(3);
    const bind = { type: 'Thing', brick: 'one', externalId: '17', by: 'ada', at: LATER };
    for (const hubId of ids)
      expect(await mirror.writer.bind({ ...bind, hubId })).toEqual({ outcome: 'done', hubId: 'thing_other' });
  });

  it('takes along what was changed of it when it turns out to be another entity', async () => {
    await lease(mirror, 1);
    await deliver(mirror, order.id, { at: 1 }, [made]);
    await sync({ '17': { name: 'read' } });
    await mirror.writer.confirm({ ids: [order.id], at: minute(2) });
    await sync({ m: { name: 'main' } }, 'two');
    const main = (await mirror.reader.facets.page({ type: 'Thing', brick: 'two', first: 1 })).rows[0]?.row.id ?? '';
    await enqueue(mirror, [aChange({ name: 'changed' })]);
    await mirror.writer.bind({ type: 'Thing', brick: 'one', externalId: '17', hubId: main, by: 'ada', at: LATER });
    await projectAll(mirror);
    expect(await shown()).toEqual([`${main} 17 changed`]);
    // Who still knows it by the id that it had changes the same entity.
    await enqueue(mirror, [aChange({ name: 'again' })]);
    expect(await shown()).toEqual([`${main} 17 again`]);
    expect((await mirror.reader.pendingMessages('Thing', 'one', [H])).get(H)).toHaveLength(2);
  });
});
