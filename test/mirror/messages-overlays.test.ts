import type { NewMessage, Overlay } from '../../src/mirror/index.ts';
import { aMirror, aPage, facetsOf, LATER, projectAll, type TestMirror } from './a-mirror.ts';
import { dialects } from './dialects.ts';
import { aMessage, anOrder, deliver, enqueue, idsOf, kill, lease, minute, statesOf } from './messages-samples.ts';

describe.each(dialects)('overlays, on $name', (dialect) => {
  let mirror: TestMirror;
  let thing: string;
  const commit = (bodies: Parameters<typeof aPage>[1], publish = true): Promise<unknown> =>
    mirror.writer.commitPage(aPage('things', bodies, { at: LATER, publish }));
  const things = (): Promise<Record<string, unknown>> => facetsOf(mirror, 'Thing');
  const aPatch = (patch: Overlay['patch'], changes: Partial<NewMessage> = {}): NewMessage =>
    aMessage({ lane: 'x', overlays: [{ type: 'Thing', hubId: thing, patch, creates: false }], ...changes });
  const search = (text: string): Promise<number> =>
    mirror.reader.facets.count({ type: 'Thing', brick: 'one', search: text });

  beforeEach(async () => {
    mirror = await aMirror(dialect);
    await commit({ '1': { name: 'apple', price: '100' }, '2': { name: 'pear', price: '50' } });
    await projectAll(mirror);
    const { rows } = await mirror.reader.facets.page({ type: 'Thing', brick: 'one', first: 9 });
    thing = rows.find(({ row }) => row.externalId === '1')?.row.id ?? '';
  });
  afterEach(() => mirror.remove());

  it('are seen by the query that follows: in the facet, in columns, links and search', async () => {
    await enqueue(mirror, [aPatch({ price: '90', groups: ['group_g'] })]);
    await enqueue(mirror, [aPatch({ name: 'banana' })]);
    expect(await things()).toMatchObject({ '1': { name: 'banana', price: '90' }, '2': { price: '50' } });
    const where = [{ column: 'price', in: [90] }];
    expect(await mirror.reader.facets.count({ type: 'Thing', brick: 'one', where })).toBe(1);
    expect(await mirror.reader.facets.linked('Thing', 'one', 'group', ['group_g'])).toEqual(
      new Map([['group_g', [thing]]]),
    );
    expect([await search('banana'), await search('apple')]).toEqual([1, 0]);
  });

  it('lie over each other in the order of their messages', async () => {
    const [a, b] = [aPatch({ price: '90', name: 'a' }), aPatch({ price: '80' })];
    await enqueue(mirror, [a]);
    await enqueue(mirror, [b]);
    expect(await things()).toMatchObject({ '1': { name: 'a', price: '80' } });
    const pending = await mirror.reader.pendingMessages('Thing', 'one', [thing, 'thing_none']);
    expect([...pending].map(([id, messages]) => [id, idsOf(messages)])).toEqual([[thing, idsOf([a, b])]]);
  });

  it('outlive pages, publications, a new projection and another release, and go when they are confirmed', async () => {
    const message = aPatch({ price: '90' });
    await enqueue(mirror, [message]);
    await commit({ '1': { name: 'apple', price: '101' } });
    await projectAll(mirror);
    expect(await things()).toMatchObject({ '1': { price: '90' } });
    await commit({ '1': { name: 'apricot', price: '102' } }, false);
    await mirror.writer.publish({ brick: 'one', kind: 'things', at: LATER });
    await projectAll(mirror);
    expect(await things()).toMatchObject({ '1': { name: 'apricot', price: '90' } });
    await mirror.writer.reproject('one');
    await projectAll(mirror);
    await mirror.reopen(undefined, 'another release');
    await projectAll(mirror);
    expect(await things()).toMatchObject({ '1': { name: 'apricot', price: '90' } });
    await lease(mirror, 1);
    await deliver(mirror, message.id, { at: 1 });
    expect(await things()).toMatchObject({ '1': { price: '90' } });
    expect(await mirror.writer.confirm({ ids: [message.id], at: minute(2) })).toBe(1);
    expect(await mirror.writer.confirm({ ids: [message.id], at: minute(2) })).toBe(0);
    expect(await things()).toMatchObject({ '1': { price: '102' } });
    expect(await mirror.reader.pendingMessages('Thing', 'one', [thing])).toEqual(new Map());
    expect(await mirror.reader.messageCounts()).toEqual([]);
  });

  it('go at the end of a complete run that began after the delivery', async () => {
    const [a, b] = [aPatch({ price: '90' }), aPatch({ name: 'late' }, { lane: 'y' })];
    await enqueue(mirror, [a, b]);
    await lease(mirror, 1);
    await deliver(mirror, a.id, { at: 1 });
    await deliver(mirror, b.id, { at: 3 });
    const run = { brick: 'one', before: minute(2), at: minute(5) };
    expect(await mirror.writer.confirm({ ...run, brick: 'two' })).toBe(0);
    expect(await mirror.writer.confirm(run)).toBe(1);
    expect(await things()).toMatchObject({ '1': { price: '100', name: 'late' } });
  });

  it('go when the brick refuses, come back when it is tried again, and go when a person decides', async () => {
    const message = aPatch({ price: '90' });
    await enqueue(mirror, [message]);
    await lease(mirror, 1);
    await kill(mirror, message.id, { at: 1 });
    expect(await things()).toMatchObject({ '1': { price: '100' } });
    await mirror.writer.redrive({ id: message.id, by: 'ada', at: minute(2) });
    expect(await things()).toMatchObject({ '1': { price: '90' } });
    await mirror.writer.discard({ id: message.id, by: 'ada', reason: 'no', at: minute(2) });
    expect(await things()).toMatchObject({ '1': { price: '100' } });
  });

  it('give way to a newer value of the same thing that is sent instead', async () => {
    const price = { replaces: 'price:1' };
    const [a, b, c] = [
      aPatch({ price: '90', name: 'a' }, price),
      aPatch({ name: 'b' }),
      aPatch({ price: '70' }, price),
    ];
    await enqueue(mirror, [a, b]);
    await enqueue(mirror, [c]);
    expect(await statesOf(mirror)).toEqual({ [a.id]: 'superseded', [b.id]: 'queued', [c.id]: 'queued' });
    expect(await things()).toMatchObject({ '1': { name: 'b', price: '70' } });
    expect(idsOf(await lease(mirror, 1))).toEqual([b.id]);
    await deliver(mirror, b.id, { at: 1 });
    expect(idsOf(await lease(mirror, 1))).toEqual([c.id]);
    const d = aPatch({ price: '60' }, price);
    await enqueue(mirror, [d]);
    // It is being sent: nobody knows what of it has arrived.
    expect(await statesOf(mirror)).toMatchObject({ [c.id]: 'queued', [d.id]: 'queued' });
    await kill(mirror, c.id, { at: 1 });
    await mirror.writer.redrive({ id: c.id, by: 'ada', at: minute(2) });
    expect(await statesOf(mirror)).toMatchObject({ [c.id]: 'superseded' });
    expect(idsOf(await lease(mirror, 2))).toEqual([d.id]);
  });

  it('are many: then they are due, and shown when they are projected', async () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`m${n}`, { name: 'm', price: '1' }]));
    await commit(many);
    await projectAll(mirror);
    const { rows } = await mirror.reader.facets.page({ type: 'Thing', brick: 'one', first: 99 });
    const patches = rows.map(({ row: { id: hubId } }) =>
      aMessage({ overlays: [{ type: 'Thing', hubId, patch: { price: '7' }, creates: false }] }),
    );
    await enqueue(mirror, patches);
    expect(await mirror.reader.due('one')).toBe(62);
    await projectAll(mirror, 'one', 20);
    const where = [{ column: 'price', in: [7] }];
    expect(await mirror.reader.facets.count({ type: 'Thing', brick: 'one', where })).toBe(62);
  });

  it('that no facet can hold leave the facet as the brick says it', async () => {
    await enqueue(mirror, [aPatch({ price: 'much' })]);
    expect(await things()).toMatchObject({ '1': { price: '100' } });
  });

  it('of an unknown type or brick refuse the whole order', async () => {
    const overlays = [{ type: 'Nothing', hubId: thing, patch: {}, creates: false }];
    for (const [message, code] of [
      [aMessage({ overlays }), 'FACET_TYPE_UNKNOWN'],
      [aMessage({ brick: 'none' }), 'BRICK_UNKNOWN'],
    ] as const)
      await expect(mirror.writer.enqueue(anOrder([aMessage(), message]))).rejects.toMatchObject({ code });
    expect(await statesOf(mirror)).toEqual({});
  });
});
