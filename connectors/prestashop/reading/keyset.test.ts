import type { RawRecord } from '#sdk';
import { keysetPages } from './keyset.ts';
import { filterChunks, listPath } from './list-query.ts';

const record = (id: number): RawRecord => ({ id: String(id), body: { id } });

describe('pages by id', () => {
  it('are asked for ahead: the next one while the current one is being stored', async () => {
    const asked: number[] = [];
    const ask = (after: number): Promise<RawRecord[]> => {
      asked.push(after);
      return Promise.resolve(after < 3 ? [record(after + 1)] : []);
    };
    const askedWhenGiven: number[] = [];
    for await (const { last } of keysetPages(ask, { after: 0, signal: new AbortController().signal })) {
      askedWhenGiven.push(asked.at(-1) ?? -1);
      expect(last).toBe(asked.at(-1));
    }
    expect(asked).toEqual([0, 1, 2, 3]);
    expect(askedWhenGiven).toEqual([1, 2, 3]);
  });

  it('leave no request under way when the reader stops, and no failure unheard', async () => {
    const signals: AbortSignal[] = [];
    const ask = (after: number, signal: AbortSignal): Promise<RawRecord[]> => {
      signals.push(signal);
      return after === 0 ? Promise.resolve([record(1)]) : Promise.reject(new Error('broken'));
    };
    const pages = keysetPages(ask, { after: 0, signal: new AbortController().signal });
    await pages.next();
    await pages.return(undefined);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });

  it('end with the failure of the page that failed, after those before it', async () => {
    const ask = (after: number): Promise<RawRecord[]> =>
      after === 0 ? Promise.resolve([record(1)]) : Promise.reject(new Error('broken'));
    const pages = keysetPages(ask, { after: 0, signal: new AbortController().signal });
    expect((await pages.next()).value).toMatchObject({ last: 1 });
    await expect(pages.next()).rejects.toThrow('broken');
  });
});

describe('the path of a list', () => {
  it.each([
    [
      { display: 'full' as const, after: 40, limit: 100 },
      'api/products?display=full&output_format=JSON&filter[id]=%3E[40]&sort=[id_ASC]&limit=100',
    ],
    [
      { display: ['id', 'date_upd'], filters: { date_upd: '>[2026-01-02 03:04:05]' } },
      'api/products?display=[id,date_upd]&output_format=JSON&date=1&filter[date_upd]=%3E[2026-01-02%2003:04:05]&sort=[id_ASC]',
    ],
    [
      { display: 'full' as const, ids: ['1', '2'] },
      'api/products?display=full&output_format=JSON&filter[id]=[1%7C2]&sort=[id_ASC]',
    ],
  ])('asks %j', (query, path) => {
    expect(listPath({ resource: 'products', ...query })).toBe(path);
  });

  it('names languages and shop when told to', () => {
    const path = listPath({ resource: 'products', display: 'full' }, { languages: [1, 2], shopId: 3 });
    expect(path).toMatch(/&language=\[1%7C2\]&id_shop=3$/);
  });

  it('never becomes longer than servers take', () => {
    const ids = Array.from({ length: 3900 }, (_, index) => String(index + 1_000_000_000_000_000));
    const chunks = filterChunks(ids);
    expect(chunks.flat()).toEqual(ids);
    expect(
      Math.max(...chunks.map((chunk) => listPath({ resource: 'products', display: 'full', ids: chunk }).length)),
    ).toBeLessThan(6_000);
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThanOrEqual(200);
  });
});
