import { openDatabase } from '../../src/mirror/database.ts';
import { aMirror, aPage, AT, facetsOf, LATER, projectAll, type TestMirror } from './a-mirror.ts';
import { dialects } from './dialects.ts';

const business = {
  taxes: { t1: { rate: '20' } },
  places: { p1: { parent: 'owner', city: 'Lyon' } },
  things: {
    '1': { name: 'a', key: 'ref-1', parent: 'owner', groups: 'g1 g2' },
    '2': { name: 'b', key: 'ref-2' },
  },
  parts: { '1-1': { parent: '1', code: 'P11' }, '1-2': { parent: '1', code: 'P12' } },
  notes: { n1: { parent: 'ref-2', text: 'fragile' } },
};

describe.each(dialects)('projection, on $name', (dialect) => {
  let mirror: TestMirror;
  const commit = (kind: string, bodies: Parameters<typeof aPage>[1], at = LATER): Promise<unknown> =>
    mirror.writer.commitPage(aPage(kind, bodies, { at }));
  const dump = async (): Promise<unknown> => {
    const database = await openDatabase(mirror, { readOnly: true });
    const tables = ['facet_thing', 'facet_part', 'facet_sale', 'facet_links', 'bindings', 'projection_failures'];
    const rows = [];
    for (const table of tables) rows.push(await database.sql.all<object>(`select * from ${table}`, []));
    await database.close();
    return rows.map((table) => table.map((row) => JSON.stringify({ ...row, row_id: 0 })).sort());
  };

  beforeEach(async () => {
    mirror = await aMirror(dialect);
    for (const [kind, bodies] of Object.entries(business)) await commit(kind, bodies, AT);
    await projectAll(mirror);
  });
  afterEach(() => mirror.remove());

  it('reads children by id and by key, siblings, and whole kinds', async () => {
    expect(await facetsOf(mirror, 'Thing')).toMatchObject({
      '1': { name: 'a', city: 'Lyon', tax: '20', parts: [{}, {}] },
      '2': { name: 'b fragile', city: null, tax: '20', parts: [] },
    });
    expect(await facetsOf(mirror, 'Part')).toMatchObject({ '1-1': { code: 'P11' }, '1-2': { code: 'P12' } });
  });

  it.each([
    ['a root itself', 'things', { '2': { name: 'B', key: 'ref-2' } }, 1],
    ['a child, by the parent’s id', 'parts', { '1-1': { parent: '1', code: 'new' } }, 1],
    ['a child that moves: both parents', 'parts', { '1-1': { parent: '2', code: 'P11' } }, 2],
    ['a child that is gone', 'parts', { '1-1': null }, 1],
    ['a child, by the parent’s key', 'notes', { n1: { parent: 'ref-2', text: 'new' } }, 1],
    ['a sibling', 'places', { p2: { parent: 'owner', city: 'Metz' } }, 1],
    ['a whole kind: every root', 'taxes', { t1: { rate: '5.5' } }, 2],
    ['a kind that nothing reads', 'others', { o: {} }, 0],
  ])('is due after a change of %s', async (_what, kind, bodies, due) => {
    await commit(kind, bodies);
    expect(await mirror.reader.due('one')).toBe(due);
    expect(await mirror.reader.due('two')).toBe(0);
    expect(await projectAll(mirror, 'one', 1)).toBe(due);
    const projected = await dump();
    await mirror.writer.reproject('one');
    await projectAll(mirror);
    expect(await dump()).toEqual(projected);
  });

  it('sees a whole kind as it is now, not as it was kept', async () => {
    await commit('taxes', { t1: { rate: '10' }, t2: { rate: '2.1' } });
    await projectAll(mirror);
    expect(await facetsOf(mirror, 'Thing')).toMatchObject({ '1': { tax: '10,2.1' }, '2': { tax: '10,2.1' } });
  });

  it('removes what a root no longer stands for', async () => {
    await commit('parts', { '1-2': null });
    await commit('things', { '2': { name: 'b', hidden: true } });
    await projectAll(mirror);
    expect(Object.keys(await facetsOf(mirror, 'Part'))).toEqual(['1-1']);
    expect(Object.keys(await facetsOf(mirror, 'Thing'))).toEqual(['1']);
    await commit('things', { '1': null });
    await projectAll(mirror);
    expect(await facetsOf(mirror, 'Part')).toEqual({});
    const hub = { type: 'Thing', brick: 'one' };
    expect(await mirror.reader.facets.count(hub)).toBe(0);
    expect(await mirror.reader.facets.count({ ...hub, search: 'a' })).toBe(0);
    expect(await mirror.reader.facets.linked('Thing', 'one', 'group', await groupIds())).toEqual(new Map());
  });

  it('keeps a hub id while an entity comes and goes', async () => {
    const before = await mirror.reader.facets.page({ type: 'Thing', brick: 'one', first: 9 });
    await commit('things', { '1': null, '2': null });
    await projectAll(mirror);
    await commit('things', business.things);
    await projectAll(mirror);
    const after = await mirror.reader.facets.page({ type: 'Thing', brick: 'one', first: 9 });
    expect(after.rows.map(({ row }) => row.id)).toEqual(before.rows.map(({ row }) => row.id));
    expect(after.rows[0]?.row.id).toMatch(/^thing_[a-z2-7]{20}$/);
  });

  it('goes on where a mapper fails for one root, keeps its old facet, and says why', async () => {
    await commit('things', { '1': { name: 'x', broken: true }, '2': { name: 'y' } });
    expect(await projectAll(mirror)).toBe(2);
    expect(await facetsOf(mirror, 'Thing')).toMatchObject({ '1': { name: 'a' }, '2': { name: 'y' } });
    const failures = JSON.stringify(await dump());
    expect(failures).toContain('a mapper that fails');
    expect(await mirror.reader.unreadable('one')).toEqual([
      { kind: 'things', count: 1, sample: [{ id: '1', message: 'a mapper that fails', at: AT }] },
    ]);
    expect(await mirror.reader.unreadable('two')).toEqual([]);
    await commit('things', { '1': { name: 'z', groups: '' } });
    await projectAll(mirror);
    expect(JSON.stringify(await dump())).not.toContain('a mapper that fails');
    expect(await mirror.reader.unreadable('one')).toEqual([]);
    expect(await facetsOf(mirror, 'Thing')).toMatchObject({ '1': { name: 'z' } });
  });

  it('refuses an amount that a number cannot hold, for that root only', async () => {
    const line = { thing: '1', quantity: 1 };
    await commit('sales', {
      s1: { lines: [{ ...line, micros: 2 ** 53 }], at: AT },
      s2: { lines: [{ ...line, micros: 5 }], at: AT },
    });
    await projectAll(mirror);
    expect(Object.keys(await facetsOf(mirror, 'Sale'))).toEqual(['s2']);
    expect(JSON.stringify(await dump())).toContain('Sale.thing');
  });

  it('gives the same bindings whatever the order and the size of the batches', async () => {
    const undisturbed = await dump();
    await mirror.remove();
    mirror = await aMirror(dialect);
    for (const [kind, bodies] of Object.entries(business).reverse()) {
      await commit(kind, bodies, AT);
      await projectAll(mirror, 'one', 1);
    }
    expect(await dump()).toEqual(undisturbed);
  });

  it('makes facets again when their declarations change', async () => {
    const { facetTypes } = await import('./registry.ts');
    const [thing, ...others] = facetTypes;
    if (!thing) throw new Error('the registry declares no facet types');
    await mirror.reopen(facetTypes);
    expect(await mirror.reader.due('one')).toBe(0);
    const shout = {
      type: 'text' as const,
      of: (facet: object) => String((facet as { name: string }).name).toUpperCase(),
    };
    await mirror.reopen([{ ...thing, columns: { ...thing.columns, shout } }, ...others]);
    expect(await mirror.reader.due('one')).toBe(2);
    await projectAll(mirror);
    const found = await mirror.reader.facets.byColumn('Thing', 'one', 'shout', ['A']);
    expect(found.get('A')).toMatchObject([{ externalId: '1' }]);
  });

  it('projects everything again for another release, and serves the old facets until then', async () => {
    const { facetTypes } = await import('./registry.ts');
    await mirror.reopen(facetTypes, 'first');
    expect(await mirror.reader.due('one')).toBe(0);
    await mirror.reopen(facetTypes, 'second');
    expect(await mirror.reader.due('one')).toBe(2);
    expect(await mirror.reader.facets.count({ type: 'Thing', brick: 'one' })).toBe(2);
    await mirror.reopen(facetTypes, 'second');
    await projectAll(mirror);
    expect(await mirror.reader.due('one')).toBe(0);
  });

  async function groupIds(): Promise<string[]> {
    const database = await openDatabase(mirror, { readOnly: true });
    const rows = await database.sql.all<{ hub_id: string }>(`select hub_id from bindings where type = 'Group'`, []);
    await database.close();
    expect(rows).toHaveLength(2);
    return rows.map(({ hub_id }) => hub_id);
  }
});
