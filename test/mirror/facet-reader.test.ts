import type { PageQuery, Where } from '../../src/mirror/index.ts';
import { aMirror, aPage, AT, LATER, projectAll, type TestMirror } from './a-mirror.ts';
import { dialects } from './dialects.ts';

const scope = { type: 'Thing', brick: 'one' };
const things = {
  '1': { name: 'Théière à l’Œuvre', price: '300', updatedAt: '2026-01-01T00:00:00.000Z', groups: 'g1' },
  '2': { name: 'Tasse', price: '100', updatedAt: '2026-01-02T00:00:00.000Z', groups: 'g1 g2' },
  '3': { name: 'Straße', price: '200', groups: '' },
  '4': { name: 'ЧАЙНИК 東京', groups: 'g2' },
};

describe.each(dialects)('facets are found, on $name', (dialect) => {
  let mirror: TestMirror;
  const externalIds = async (query: Partial<PageQuery>): Promise<string[]> => {
    const { rows } = await mirror.reader.facets.page({ ...scope, first: 50, ...query });
    return rows.map(({ row }) => row.externalId);
  };
  const hubId = async (type: string, externalId: string): Promise<string> => {
    const { rows } = await mirror.reader.facets.page({ type, brick: 'one', first: 50 });
    return rows.find(({ row }) => row.externalId === externalId)?.row.id ?? '';
  };

  beforeAll(async () => {
    mirror = await aMirror(dialect);
    await mirror.writer.commitPage(aPage('parts', { 'p-2': { parent: '2', code: 'SKU-00A/7' } }));
    await mirror.writer.commitPage(aPage('things', things));
    await mirror.writer.commitPage(aPage('things', { '1': { name: 'two’s' } }, { brick: 'two' }));
    await projectAll(mirror);
    await projectAll(mirror, 'two');
  });
  afterAll(() => mirror.remove());

  it('by hub id, with where they come from', async () => {
    const id = await hubId('Thing', '2');
    const found = await mirror.reader.facets.byIds('Thing', 'one', [id, 'thing_none', id]);
    expect([...found.keys()]).toEqual([id]);
    expect(found.get(id)).toMatchObject({
      ...{ id, brick: 'one', externalId: '2', url: 'https://office.example/things/2', seenAt: AT },
      facet: { name: 'Tasse', price: '100' },
    });
    expect(await mirror.reader.facets.byIds('Thing', 'two', [id])).toEqual(new Map());
    expect(await mirror.reader.facets.byIds('Thing', 'one', [])).toEqual(new Map());
  });

  it('by a column, text or integer', async () => {
    const { facets } = mirror.reader;
    const byPrice = await facets.byColumn('Thing', 'one', 'price', ['100', '200', '7']);
    expect([...byPrice.keys()].sort()).toEqual(['100', '200']);
    expect(byPrice.get('100')).toMatchObject([{ externalId: '2' }]);
    const id = await hubId('Thing', '2');
    expect((await facets.byColumn('Part', 'one', 'thing', [id])).get(id)).toMatchObject([{ externalId: 'p-2' }]);
    await expect(facets.byColumn('Thing', 'one', 'name; drop table due', [])).rejects.toMatchObject({
      code: 'FACET_COLUMN_UNKNOWN',
    });
    await expect(facets.byColumn('Nothing', 'one', 'name', [])).rejects.toMatchObject({ code: 'FACET_TYPE_UNKNOWN' });
  });

  it.each<[string, Where[], string[]]>([
    ['one of a column’s values', [{ column: 'price', in: [100, 300] }], ['1', '2']],
    ['none of a column’s values', [{ column: 'price', in: [] }], []],
    ['a range', [{ column: 'price', atLeast: 100, below: 300 }], ['2', '3']],
    ['a lower end', [{ column: 'updated_at', atLeast: '2026-01-02' }], ['2']],
    ['no value', [{ column: 'price', isNull: true }], ['4']],
    ['a value', [{ column: 'price', isNull: false }], ['1', '2', '3']],
    [
      'two conditions',
      [
        { column: 'price', isNull: false },
        { column: 'price', below: 150 },
      ],
      ['2'],
    ],
    ['no ids', [{ ids: [] }], []],
  ])('by %s', async (_what, where, expected) => {
    expect((await externalIds({ where })).sort()).toEqual(expected);
    expect(await mirror.reader.facets.count({ ...scope, where })).toBe(expected.length);
  });

  it('by link, and links by target', async () => {
    const linkOf = async (externalId: string): Promise<string[]> => {
      const id = await hubId('Thing', externalId);
      return (await mirror.reader.facets.byIds<{ groups: string[] }>('Thing', 'one', [id])).get(id)?.facet.groups ?? [];
    };
    const [g1 = '', g2 = ''] = await linkOf('2');
    expect((await externalIds({ where: [{ link: 'group', to: [g1] }] })).sort()).toEqual(['1', '2']);
    expect(
      await externalIds({
        where: [
          { link: 'group', to: [g1] },
          { link: 'group', to: [g2] },
        ],
      }),
    ).toEqual(['2']);
    const linked = await mirror.reader.facets.linked('Thing', 'one', 'group', [g1, g2, 'group_none']);
    const expected = [await hubId('Thing', '1'), await hubId('Thing', '2')].sort();
    expect(linked.get(g1)).toEqual(expected);
    expect([...linked.keys()].sort()).toEqual([g1, g2].sort());
  });

  it.each([
    ['theiere', ['1']],
    ['ŒUVRE', ['1']],
    ['oeuv thei', ['1']],
    ['strasse', ['3']],
    ['чайник', ['4']],
    ['東', ['4']],
    ['t', ['1', '2']],
    ['sku 00a', ['2']],
    ['tasse 00A/7', ['2']],
    ['sku theiere', []],
    ['"* OR (NEAR:^ -', ['1']],
    ['" OR 1=1 --', []],
    ["'):*!&|<->", []],
    ['%', []],
  ])('by the words of “%s”', async (search, expected) => {
    const found = (await externalIds({ search })).sort();
    expect(found).toEqual(search.includes('NEAR') ? [] : expected);
    expect(await mirror.reader.facets.count({ ...scope, search })).toBe(found.length);
  });

  it('by words that another facet lends, as they are now', async () => {
    await mirror.writer.commitPage(aPage('parts', { 'p-2': { parent: '2', code: 'NEUF' } }, { at: LATER }));
    await projectAll(mirror);
    expect(await externalIds({ search: 'sku' })).toEqual([]);
    expect(await externalIds({ search: 'neuf' })).toEqual(['2']);
    await mirror.writer.commitPage(aPage('parts', { 'p-2': null }));
    await projectAll(mirror);
    expect(await externalIds({ search: 'neuf' })).toEqual([]);
    expect(await externalIds({ search: 'tasse' })).toEqual(['2']);
  });

  it('with all bricks that know an entity', async () => {
    const id = await hubId('Thing', '1');
    expect((await mirror.reader.facets.origins('Thing', [id, 'x'])).get(id)).toEqual([
      { id, brick: 'one', externalId: '1', url: 'https://office.example/things/1', seenAt: AT },
    ]);
  });
});
