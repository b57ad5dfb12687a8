import { aMirror, aPage, AT, bricks, projectAll, type TestMirror } from './a-mirror.ts';
import { dialects } from './dialects.ts';

type Bodies = Parameters<typeof aPage>[1];

const HAND = { type: 'Part', by: 'marie', at: AT };

describe.each(dialects)('matching, on $name', (dialect) => {
  let mirror: TestMirror;
  beforeEach(async () => {
    mirror = await aMirror(dialect);
  });
  afterEach(() => mirror.remove());

  /** A brick's parts, all of one thing unless said otherwise. */
  async function read(brick: string, parts: Bodies, things: Bodies = { T: { name: 'a' } }): Promise<void> {
    await mirror.writer.commitPage(aPage('things', things, { brick }));
    const filled = Object.entries(parts).map(([id, body]) => [id, body && { parent: 'T', ...body }] as const);
    await mirror.writer.commitPage(aPage('parts', Object.fromEntries(filled), { brick }));
    await projectAll(mirror, brick);
  }

  async function settle(limit = 50): Promise<void> {
    for (let rounds = 0; rounds < 20; rounds++) {
      let changed = 0;
      for (let due = 1; due > 0;) {
        const step = await mirror.writer.match({ limit });
        due = step.due;
        changed += step.changed;
      }
      for (const { name } of bricks) await projectAll(mirror, name);
      if (changed === 0) return;
    }
    throw new Error('matching does not come to an end');
  }

  /** Hub ids by external id, as the facets have them. */
  async function ids(brick: string, type = 'Part'): Promise<Record<string, string>> {
    const { rows } = await mirror.reader.facets.page({ type, brick, first: 100 });
    return Object.fromEntries(rows.map(({ row }) => [row.externalId, row.id]));
  }

  async function conflicts(): Promise<unknown[]> {
    const { rows } = await mirror.reader.bindingConflicts({ first: 50 });
    return rows.map(({ externalId, reason, scheme }) => ({ externalId, reason, scheme }));
  }

  it('makes one of what has the same SKU, else the same GTIN', async () => {
    await read('one', { a: { code: 'S1' }, b: { code: 'S2', ean: 'E2' } });
    await read('two', { x: { code: 'S1' }, y: { code: 'other', ean: 'E2' }, z: { code: 'S9' } });
    await settle();
    const [one, two] = [await ids('one'), await ids('two')];
    expect([two['x'], two['y']]).toEqual([one['a'], one['b']]);
    expect(Object.values(one)).not.toContain(two['z']);
    expect(await conflicts()).toEqual([]);
    const rows = await mirror.reader.bindings('Part', [one['a'] ?? '']);
    expect(rows.map(({ brick, method }) => [brick, method])).toEqual([
      ['one', 'own'],
      ['two', 'sku'],
    ]);
    const origins = await mirror.reader.facets.origins('Part', [one['a'] ?? '']);
    expect(origins.get(one['a'] ?? '')?.map(({ brick }) => brick)).toEqual(['one', 'two']);
  });

  it('ends alike in whatever order bricks are read, however small the steps', async () => {
    await read('two', { x: { code: 'S1' }, y: { code: 'o', ean: 'E2' } });
    await settle(1);
    const born = await ids('two');
    await read('one', { a: { code: 'S1' }, b: { code: 'S2', ean: 'E2' } });
    await settle(1);
    const [one, two] = [await ids('one'), await ids('two')];
    expect(two).toEqual({ x: one['a'], y: one['b'] });
    expect(two['x']).not.toBe(born['x']);
    const alias = await mirror.reader.facets.byIds('Part', 'two', [born['x'] ?? '']);
    expect(alias.get(born['x'] ?? '')).toMatchObject({ id: one['a'], externalId: 'x' });
    const entity = (await mirror.reader.facets.origins('Part', [one['a'] ?? ''])).get(one['a'] ?? '');
    expect((await mirror.reader.facets.origins('Part', [born['x'] ?? ''])).get(born['x'] ?? '')).toEqual(entity);
    expect(entity?.map(({ brick }) => brick)).toEqual(['one', 'two']);
    expect((await mirror.reader.bindings('Part', [born['x'] ?? ''])).map(({ hubId }) => hubId)).toEqual([
      one['a'],
      one['a'],
    ]);
  });

  it('lets what has no key follow: a thing its parts', async () => {
    await read('one', { a: { code: 'S1' } });
    await read('two', { x: { code: 'S1' } });
    await settle();
    expect((await ids('two', 'Thing'))['T']).toBe((await ids('one', 'Thing'))['T']);
    const part = (await mirror.reader.facets.page<{ thing: string }>({ type: 'Part', brick: 'two', first: 1 })).rows[0];
    expect(part?.row.facet.thing).toBe((await ids('one', 'Thing'))['T']);
  });

  it('lets the second key decide between several, and leaves the rest to a person', async () => {
    await read('one', { a: { code: 'S1', ean: 'E1' }, b: { code: 'S1', ean: 'E2' } });
    await read('two', { x: { code: 'S1', ean: 'E2' }, y: { code: 'S1' } });
    await settle();
    expect((await ids('two'))['x']).toBe((await ids('one'))['b']);
    expect(await conflicts()).toEqual([{ externalId: 'y', reason: 'duplicate', scheme: 'sku' }]);
    await read('two', { x: null });
    await settle();
    expect(await conflicts()).toEqual([{ externalId: 'y', reason: 'ambiguous', scheme: 'sku' }]);
    await read('one', { b: { code: 'S2' } });
    await settle();
    expect(await conflicts()).toEqual([]);
    expect((await ids('two'))['y']).toBe((await ids('one'))['a']);
  });

  it('binds none of two that have one key, until one of them has another', async () => {
    await read('one', { a: { code: 'S1' } });
    await read('two', { x: { code: 'S1' }, y: { code: 'S1' } });
    await settle();
    expect(await conflicts()).toHaveLength(2);
    await read('two', { y: { code: 'S2' } });
    await settle();
    expect(await conflicts()).toEqual([]);
    expect((await ids('two'))['x']).toBe((await ids('one'))['a']);
  });

  it('keeps what it found when the key is gone, and moves with another key', async () => {
    await read('one', { a: { code: 'S1' }, b: { code: 'S2' } });
    await read('two', { x: { code: 'S1' } });
    await settle();
    await read('two', { x: { code: 'nowhere' } });
    await settle();
    expect((await ids('two'))['x']).toBe((await ids('one'))['a']);
    await read('two', { x: { code: 'S2' } });
    await settle();
    expect((await ids('two'))['x']).toBe((await ids('one'))['b']);
  });

  it('does what a person says, and does not undo it', async () => {
    await read('one', { a: { code: 'S1' }, b: { code: 'S2' } });
    await read('two', { x: { code: 'S1' }, y: { code: 'S3' } });
    await settle();
    const one = await ids('one');
    const order = { ...HAND, brick: 'two' };
    const a = one['a'] ?? '';
    expect(await mirror.writer.bind({ ...order, externalId: 'y', hubId: a })).toEqual({
      outcome: 'taken',
      externalId: 'x',
    });
    expect(await mirror.writer.bind({ ...order, externalId: 'n', hubId: a })).toEqual({ outcome: 'unknown-record' });
    expect(await mirror.writer.bind({ ...order, externalId: 'y', hubId: 'n' })).toEqual({ outcome: 'unknown-entity' });
    expect(await mirror.writer.unbind({ ...order, externalId: 'x' })).toMatchObject({ outcome: 'done' });
    expect(await mirror.writer.bind({ ...order, externalId: 'y', hubId: a })).toEqual({ outcome: 'done', hubId: a });
    await read('two', { x: { code: 'S1', ean: 'E' }, y: { code: 'S2' } });
    await settle();
    const two = await ids('two');
    expect(two['y']).toBe(a);
    expect(Object.values(one)).not.toContain(two['x']);
  });

  it('gives the same facets when all is projected again, and after a stop between projecting and matching', async () => {
    await read('one', { a: { code: 'S1' } });
    await read('two', { x: { code: 'S1' } });
    await mirror.reopen();
    await settle();
    const before = [await ids('two'), await ids('two', 'Thing')];
    expect(before[0]).toEqual({ x: (await ids('one'))['a'] });
    await mirror.writer.reproject(null);
    for (const { name } of bricks) await projectAll(mirror, name);
    await settle();
    expect([await ids('two'), await ids('two', 'Thing')]).toEqual(before);
  });
});
