import { aMirror, aPage, projectAll, type TestMirror } from './a-mirror.ts';
import { dialects } from './dialects.ts';

const line = (thing: string, quantity: number, micros: number) => ({ thing, quantity, micros });

describe.each(dialects)('measures of links, on $name', (dialect) => {
  let mirror: TestMirror;
  let ids: Record<string, string>;
  beforeAll(async () => {
    mirror = await aMirror(dialect);
    await mirror.writer.commitPage(aPage('things', { '1': { name: 'a' }, '2': { name: 'b' } }));
    await mirror.writer.commitPage(
      aPage('sales', {
        s1: { at: '2026-01-01T00:00:00.000Z', lines: [line('1', 2, 100), line('1', 1, 50), line('2', 1, 7)] },
        s2: { at: '2026-02-01T00:00:00.000Z', lines: [line('1', 4, 1_000)] },
        s3: { at: null, lines: [line('1', 8, 10_000)] },
      }),
    );
    await projectAll(mirror);
    const { rows } = await mirror.reader.facets.page({ type: 'Thing', brick: 'one', first: 9 });
    ids = Object.fromEntries(rows.map(({ row }) => [row.externalId, row.id]));
  });
  afterAll(() => mirror.remove());

  it.each([
    [{}, { quantity: 15, micros: 11_150 }],
    [{ from: '2026-01-01T00:00:00.000Z' }, { quantity: 7, micros: 1_150 }],
    [{ to: '2026-02-01T00:00:00.000Z' }, { quantity: 3, micros: 150 }],
    [
      { from: '2026-01-15T00:00:00.000Z', to: '2026-02-01T00:00:00.001Z' },
      { quantity: 4, micros: 1_000 },
    ],
    [{ from: '2027-01-01T00:00:00.000Z' }, undefined],
  ])('are summed over %j', async (period, expected) => {
    const sums = await mirror.reader.facets.measured('Sale', 'one', 'thing', Object.values(ids), period);
    expect(sums.get(ids['1'] ?? '')).toEqual(expected);
  });

  it('are summed for all targets at once, from the largest on', async () => {
    const sums = await mirror.reader.facets.sums('Sale', 'one', 'thing', { to: '2026-02-01T00:00:00.000Z', first: 9 });
    const [first, second] = [ids['1'] ?? '', ids['2'] ?? ''];
    expect([...sums]).toEqual([
      [first, { quantity: 3, micros: 150 }],
      [second, { quantity: 1, micros: 7 }],
    ]);
    expect([...(await mirror.reader.facets.sums('Sale', 'one', 'thing', { first: 1 })).keys()]).toEqual([first]);
  });

  it.each([
    [{ scope: 'lyon' }, { quantity: 5, micros: 50 }],
    [{ scope: 'nantes' }, undefined],
  ])('are told apart by their scope: %j', async (period, expected) => {
    const lines = [{ ...line('1', 5, 50), scope: 'lyon' }];
    await mirror.writer.commitPage(aPage('sales', { scoped: { at: '2026-01-01T00:00:00.000Z', lines } }));
    await projectAll(mirror);
    const { facets } = mirror.reader;
    const target = ids['1'] ?? '';
    expect((await facets.measured('Sale', 'one', 'thing', [target], period)).get(target)).toEqual(expected);
    expect((await facets.sums('Sale', 'one', 'thing', { ...period, first: 9 })).get(target)).toEqual(expected);
    await mirror.writer.commitPage(aPage('sales', { scoped: null }));
    await projectAll(mirror);
  });

  it('numbers that are missing are found within each series', async () => {
    const counted = (name: string, price: number | null) => ({
      name,
      ...(price === null ? {} : { price: String(price) }),
    });
    const bodies = [1, 2, 5, 6, 6, 10].map((price, index) => [`g${index}`, counted('till a', price)] as const);
    const others = [7, 9, null].map((price, index) => [`h${index}`, counted('till b', price)] as const);
    await mirror.writer.commitPage(aPage('things', Object.fromEntries([...bodies, ...others])));
    await projectAll(mirror);
    const gaps = (first: number) => mirror.reader.facets.gaps('Thing', 'one', { by: 'name', number: 'price', first });
    const all = [
      { by: 'till a', after: 2, before: 5 },
      { by: 'till a', after: 6, before: 10 },
      { by: 'till b', after: 7, before: 9 },
    ];
    expect(await gaps(9)).toEqual(all);
    expect(await gaps(2)).toEqual(all.slice(0, 2));
    const only = { by: 'name', number: 'price', only: 'till b', first: 1 };
    expect(await mirror.reader.facets.gaps('Thing', 'one', only)).toEqual(all.slice(2));
    await expect(
      mirror.reader.facets.gaps('Thing', 'one', { by: 'price', number: 'name', first: 1 }),
    ).rejects.toMatchObject({ code: 'FACET_COLUMN_UNKNOWN' });
  });

  it('are refused rather than rounded beyond what a number holds', async () => {
    const much = { at: '2026-03-01T00:00:00.000Z', lines: [line('2', 1, Number.MAX_SAFE_INTEGER)] };
    await mirror.writer.commitPage(aPage('sales', { s4: much }));
    await projectAll(mirror);
    const measure = (from: string) => mirror.reader.facets.measured('Sale', 'one', 'thing', [ids['2'] ?? ''], { from });
    expect((await measure('2026-02-01')).get(ids['2'] ?? '')?.micros).toBe(Number.MAX_SAFE_INTEGER);
    await expect(measure('2026-01-01')).rejects.toMatchObject({ code: 'MEASURE_TOO_LARGE' });
  });
});
