import { openDatabase } from '../../src/mirror/database.ts';
import type { PageQuery, Where } from '../../src/mirror/index.ts';
import { aMirror, aPage, projectAll, type TestMirror } from './a-mirror.ts';
import { dialects } from './dialects.ts';

const COUNT = 1_300;
const scope = { type: 'Thing', brick: 'one' };
const numbers = Array.from({ length: COUNT }, (_, index) => index);
const byNumber = <Body>(of: (index: number) => [string, Body][]): Record<string, Body> =>
  Object.fromEntries(numbers.flatMap(of));

const SPRING = '2026-04-01T00:00:00.000Z';
const SUMMER = '2026-07-01T00:00:00.000Z';

/** Every thing has parts, every second one a facet in brick `two`; a third was sold, few of them in summer. */
const things = byNumber((index) => [
  [String(index), { name: 'thing', ...(index % 9 === 0 ? {} : { price: String(index % 50) }) }],
]);
const parts = byNumber((index) => [
  [`a${index}`, { parent: String(index), code: index % 100 === 0 ? 'rare' : 'common' }],
  [`b${index}`, { parent: String(index), code: 'spare' }],
]);
const sales = byNumber((index) => {
  const lines = [{ thing: String(index), quantity: 1, micros: 1 }];
  return index % 3 === 0 ? [[`s${index}`, { at: index % 150 === 0 ? SUMMER : SPRING, lines }]] : [];
});

const isRare = (index: number): boolean => index % 100 === 0;
const isShared = (index: number): boolean => index % 2 === 0;
const isDearer = (index: number): boolean => index % 20 === 0 && index % 9 !== 0;
const isSold = (index: number): boolean => index % 3 === 0;
const isSoldInSummer = (index: number): boolean => index % 150 === 0;

const withPart = (code: string): Where => ({
  some: { type: 'Part', brick: 'one', column: 'thing', where: [{ column: 'code', in: [code] }] },
});
const soldSince = (from: string): Where => ({ linkedFrom: { type: 'Sale', brick: 'one', link: 'thing', from } });
const inTwo = (where: Where[]): Where => ({ same: { type: 'Thing', brick: 'two', where } });
const dearer: Where = { differs: { column: 'price', from: { type: 'Thing', brick: 'two', column: 'price' } } };

const cases: [string, Where[], (index: number) => boolean][] = [
  ['some, dense', [withPart('common')], (index) => !isRare(index)],
  ['some, rare', [withPart('rare')], isRare],
  ['some, of nothing more', [{ some: { type: 'Part', brick: 'one', column: 'thing', where: [] } }], () => true],
  [
    'some, in a brick that has none',
    [{ some: { type: 'Part', brick: 'two', column: 'thing', where: [] } }],
    () => false,
  ],
  ['not some', [{ not: [withPart('common')] }], isRare],
  ['same', [inTwo([])], isShared],
  ['same with a condition', [inTwo([{ column: 'price', in: [1_000] }])], isDearer],
  ['not same', [{ not: [inTwo([])] }], (index) => !isShared(index)],
  ['not of what is null', [{ not: [{ column: 'price', atLeast: 0 }] }], (index) => index % 9 === 0],
  ['differs', [dearer], isDearer],
  ['linked from, ever', [soldSince('2026-01-01')], isSold],
  ['linked from, lately', [soldSince('2026-06-01')], isSoldInSummer],
  [
    'linked from, before',
    [{ linkedFrom: { type: 'Sale', brick: 'one', link: 'thing', to: '2026-06-01' } }],
    (index) => isSold(index) && !isSoldInSummer(index),
  ],
  [
    'any, of rare ones',
    [{ any: [[withPart('rare')], [soldSince('2026-06-01')]] }],
    (i) => isRare(i) || isSoldInSummer(i),
  ],
  ['any, where one is dense', [{ any: [[withPart('rare')], [inTwo([])]] }], (i) => isRare(i) || isShared(i)],
  ['any, with one that leads nowhere', [{ any: [[withPart('rare')], [dearer]] }], (i) => isRare(i) || isDearer(i)],
  ['any of nothing', [{ any: [] }], () => false],
  ['any of no condition', [{ any: [[]] }], () => true],
  ['several', [soldSince('2026-01-01'), inTwo([]), withPart('rare')], (i) => isSold(i) && isShared(i) && isRare(i)],
  [
    'nested',
    [{ same: { type: 'Thing', brick: 'two', where: [{ same: { ...scope, where: [withPart('rare'), dearer] } }] } }],
    (index) => isRare(index) && isDearer(index),
  ],
];

describe.each(dialects)('filters across facets, on $name', (dialect) => {
  let mirror: TestMirror;
  let idOf: Map<string, string>;
  beforeAll(async () => {
    mirror = await aMirror(dialect);
    await mirror.writer.commitPage(aPage('things', things));
    await mirror.writer.commitPage(aPage('parts', parts));
    await mirror.writer.commitPage(aPage('sales', sales));
    await projectAll(mirror, 'one', 500);
    const { rows } = await mirror.reader.facets.page({ ...scope, first: COUNT + 1 });
    idOf = new Map(rows.map(({ row }) => [row.externalId, row.id]));
    await copyToTwo();
  });
  afterAll(() => mirror.remove());

  /** What another brick says of the same entities: every second one, some of them dearer. */
  async function copyToTwo(): Promise<void> {
    const database = await openDatabase(mirror, { readOnly: false });
    const columns = 'hub_id, external_id, url, seen_at, root_kind, root_id, data, name, updated_at';
    const number = 'cast(external_id as integer)';
    await database.sql.run(
      `insert into facet_thing (brick, ${columns}, price) select 'two', ${columns},
        case when ${number} % 20 = 0 and price is not null then 1000 else price end
        from facet_thing where ${number} % 2 = 0`,
      [],
    );
    await database.close();
  }

  it.each(cases)('find what fits, in every order: %s', async (_what, where, fits) => {
    const expected = numbers.filter(fits).map((index) => idOf.get(String(index)) ?? '');
    expect(await mirror.reader.facets.count({ ...scope, where })).toBe(expected.length);
    expect(await walk({ where, first: 400 })).toEqual(expected.sort());
    const byPrice = await walk({ where, first: 400, orderBy: { column: 'price', descending: true } });
    expect([...byPrice].sort()).toEqual(expected);
  });

  it.each<[string, Where, string]>([
    ['type', { same: { type: 'Thing; drop table meta', brick: 'one', where: [] } }, 'FACET_TYPE_UNKNOWN'],
    ['type', { linkedFrom: { type: 'Constructor', brick: 'one', link: 'thing' } }, 'FACET_TYPE_UNKNOWN'],
    ['link', { linkedFrom: { type: 'Sale', brick: 'one', link: 'toString' } }, 'FACET_LINK_UNKNOWN'],
    ['column', { some: { type: 'Part', brick: 'one', column: '1 = 1 or thing', where: [] } }, 'FACET_COLUMN_UNKNOWN'],
    ['naming column', { some: { type: 'Thing', brick: 'one', column: 'price', where: [] } }, 'FACET_COLUMN_UNKNOWN'],
    ['inner column', inTwo([{ column: 'constructor', in: [1] }]), 'FACET_COLUMN_UNKNOWN'],
    ['column of any', { any: [[{ column: 'nope', isNull: true }]] }, 'FACET_COLUMN_UNKNOWN'],
    ['column of not', { not: [{ column: 'nope', isNull: true }] }, 'FACET_COLUMN_UNKNOWN'],
    [
      'comparison',
      { differs: { column: 'price', from: { type: 'Thing', brick: 'two', column: 'name' } } },
      'FACET_COLUMN_UNKNOWN',
    ],
  ])('refuse a %s that nobody declared', async (_what, where, code) => {
    await expect(mirror.reader.facets.page({ ...scope, where: [where], first: 1 })).rejects.toMatchObject({ code });
    await expect(mirror.reader.facets.count({ ...scope, where: [where] })).rejects.toMatchObject({ code });
  });

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
