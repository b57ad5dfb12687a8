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

  it('are refused rather than rounded beyond what a number holds', async () => {
    const much = { at: '2026-03-01T00:00:00.000Z', lines: [line('2', 1, Number.MAX_SAFE_INTEGER)] };
    await mirror.writer.commitPage(aPage('sales', { s4: much }));
    await projectAll(mirror);
    const measure = (from: string) => mirror.reader.facets.measured('Sale', 'one', 'thing', [ids['2'] ?? ''], { from });
    expect((await measure('2026-02-01')).get(ids['2'] ?? '')?.micros).toBe(Number.MAX_SAFE_INTEGER);
    await expect(measure('2026-01-01')).rejects.toMatchObject({ code: 'MEASURE_TOO_LARGE' });
  });
});
