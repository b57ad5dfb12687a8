import type { PageQuery, Where } from '../../src/mirror/index.ts';
import { aMirror, aPage, projectAll, type TestMirror } from './a-mirror.ts';
import { dialects } from './dialects.ts';

const COUNT = 1_400;
const scope = { type: 'Thing', brick: 'one' };

interface Thing {
  name: string;
  price: string | null;
  groups: string[];
}

/** More rows than are sorted rather than walked; all share a group and a word, a few do not. */
const things = Object.fromEntries(
  Array.from({ length: COUNT }, (_, index) => [
    String(index),
    {
      name: index % 200 === 0 ? 'rare common' : 'common',
      groups: index % 7 === 0 ? 'most few' : 'most',
      ...(index % 10 === 0 ? {} : { price: String((index * 37) % 100) }),
    },
  ]),
);

describe.each(dialects)('filters that leave many rows, on $name', (dialect) => {
  let mirror: TestMirror;
  let rows: { id: string; facet: Thing }[];
  beforeAll(async () => {
    mirror = await aMirror(dialect);
    await mirror.writer.commitPage(aPage('things', things));
    await mirror.writer.commitPage(aPage('things', { other: { name: 'common', price: '1' } }, { brick: 'two' }));
    await projectAll(mirror, 'one', 500);
    await projectAll(mirror, 'two');
    const page = await mirror.reader.facets.page<Thing>({ ...scope, first: COUNT + 1 });
    rows = page.rows.map(({ row }) => ({ id: row.id, facet: row.facet }));
  });
  afterAll(() => mirror.remove());

  const price = ({ facet }: { facet: Thing }): number => (facet.price === null ? Infinity : Number(facet.price));
  const groupOf = (position: number): string => rows.find(({ facet }) => facet.groups[1])?.facet.groups[position] ?? '';

  const cases: [string, () => { where?: Where[]; search?: string }, (row: { id: string; facet: Thing }) => boolean][] =
    [
      ['a dense link', () => ({ where: [{ link: 'group', to: [groupOf(0)] }] }), () => true],
      ['a rare link', () => ({ where: [{ link: 'group', to: [groupOf(1)] }] }), ({ facet }) => facet.groups.length > 1],
      ['a dense word', () => ({ search: 'comm' }), () => true],
      ['a rare word', () => ({ search: 'rare' }), ({ facet }) => facet.name.startsWith('rare')],
      [
        'a dense range',
        () => ({ where: [{ column: 'price', atLeast: 10 }] }),
        (row) => price(row) >= 10 && price(row) < 100,
      ],
      [
        'several of them',
        () => ({
          where: [
            { link: 'group', to: [groupOf(0)] },
            { column: 'price', below: 50 },
          ],
          search: 'rare common',
        }),
        (row) => price(row) < 50 && row.facet.name.startsWith('rare'),
      ],
    ];

  it.each(cases)('find the same rows in every order: %s', async (_what, query, fits) => {
    const expected = rows.filter(fits);
    expect(await mirror.reader.facets.count({ ...scope, ...query() })).toBe(expected.length);
    for (const descending of [false, true]) {
      const sorted = expected.map(({ id }) => id).sort();
      const ordered = [...expected].sort((a, b) => order(a, b, descending)).map(({ id }) => id);
      expect((await walk({ ...query(), first: 450 })).sort()).toEqual(sorted);
      expect(await walk({ ...query(), first: 450, orderBy: { column: 'price', descending } })).toEqual(ordered);
    }
  });

  function order(a: { id: string; facet: Thing }, b: { id: string; facet: Thing }, descending: boolean): number {
    if (price(a) !== price(b) && price(a) === Infinity) return 1;
    if (price(a) !== price(b) && price(b) === Infinity) return -1;
    const ascending = price(a) === price(b) ? (a.id < b.id ? -1 : 1) : price(a) - price(b);
    return descending ? -ascending : ascending;
  }

  async function walk(query: Omit<PageQuery, 'type' | 'brick'>): Promise<string[]> {
    const ids: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await mirror.reader.facets.page({ ...scope, ...query, ...(after === undefined ? {} : { after }) });
      ids.push(...page.rows.map(({ row }) => row.id));
      after = page.rows.at(-1)?.cursor;
      if (!page.hasNext) return ids;
    }
  }
});
