import type { PageQuery } from '../../src/mirror/index.ts';
import { aMirror, aPage, projectAll, type TestMirror } from './a-mirror.ts';
import { dialects } from './dialects.ts';

const scope = { type: 'Thing', brick: 'one' };

/** 40 things: every fourth without a price, the others by threes of the same price. */
const things = Object.fromEntries(
  Array.from({ length: 40 }, (_, index) => [
    `t${index}`,
    { name: `n${index}`, ...(index % 4 === 0 ? {} : { price: String(Math.floor(index / 3)) }) },
  ]),
);

describe.each(dialects)('pages by keyset, on $name', (dialect) => {
  let mirror: TestMirror;
  beforeAll(async () => {
    mirror = await aMirror(dialect);
    await mirror.writer.commitPage(aPage('things', things));
    await projectAll(mirror);
  });
  afterAll(() => mirror.remove());

  async function walk(query: Partial<PageQuery>, first: number, between?: (page: number) => Promise<void>) {
    const rows: { id: string; externalId: string; price: string | null }[] = [];
    let after: string | undefined;
    for (let page = 0; ; page++) {
      const asked = { ...scope, ...query, first, ...(after === undefined ? {} : { after }) };
      const got = await mirror.reader.facets.page<{ price: string | null }>(asked);
      rows.push(...got.rows.map(({ row }) => ({ id: row.id, externalId: row.externalId, price: row.facet.price })));
      after = got.rows.at(-1)?.cursor;
      if (!got.hasNext) return rows;
      await between?.(page);
    }
  }

  it.each([1, 7, 10, 39, 40, 100])('give every row once, in pages of %d', async (first) => {
    for (const orderBy of [undefined, { column: 'price', descending: false }, { column: 'price', descending: true }]) {
      const rows = await walk(orderBy ? { orderBy } : {}, first);
      expect(new Set(rows.map(({ externalId }) => externalId)).size).toBe(40);
      expect(rows).toHaveLength(40);
    }
  });

  it('are ordered by value, then by hub id, with nulls last in both directions', async () => {
    const up = await walk({ orderBy: { column: 'price', descending: false } }, 7);
    const down = await walk({ orderBy: { column: 'price', descending: true } }, 7);
    const sorted = [...up].sort(
      (a, b) => Number(a.price ?? Infinity) - Number(b.price ?? Infinity) || (a.id < b.id ? -1 : 1),
    );
    expect(up.map(({ id }) => id)).toEqual(sorted.map(({ id }) => id));
    expect(down.slice(-10).every(({ price }) => price === null)).toBe(true);
    expect(down.slice(0, 30)).toEqual(up.slice(0, 30).reverse());
  });

  it('neither repeat nor lose a row while others are inserted and removed', async () => {
    const rows = await walk({ orderBy: { column: 'price', descending: false } }, 5, async (page) => {
      const bodies = { [`new${page}`]: { name: 'new', price: String(page) }, [`newer${page}`]: { name: 'new' } };
      await mirror.writer.commitPage(aPage('things', { ...bodies, [`new${page - 1}`]: null }));
      await projectAll(mirror);
    });
    const old = rows.map(({ externalId }) => externalId).filter((id) => id.startsWith('t'));
    expect(old).toHaveLength(40);
    expect(new Set(rows.map(({ externalId }) => externalId)).size).toBe(rows.length);
  });

  it('go on within a filter', async () => {
    const rows = await walk({ where: [{ column: 'price', atLeast: 5 }] }, 4);
    expect(rows.map(({ price }) => Number(price)).every((price) => price >= 5)).toBe(true);
    expect(rows).toHaveLength(await mirror.reader.facets.count({ ...scope, where: [{ column: 'price', atLeast: 5 }] }));
  });

  it.each([
    ['nothing', ''],
    ['noise', '%%%'],
    ['no JSON', Buffer.from('abc').toString('base64url')],
    ['another shape', Buffer.from('{"a":1}').toString('base64url')],
    ['a value of another type', Buffer.from('["text","thing_a"]').toString('base64url')],
    ['no hub id', Buffer.from('[1,null]').toString('base64url')],
    ['a number that cannot be', Buffer.from('[1e300,"thing_a"]').toString('base64url')],
    ['something endless', 'A'.repeat(100_000)],
  ])('refuse a cursor that is %s', async (_what, after) => {
    const query = { ...scope, first: 5, after, orderBy: { column: 'price', descending: false } };
    await expect(mirror.reader.facets.page(query)).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
  });

  it('refuse a cursor of another order', async () => {
    const byPrice = await mirror.reader.facets.page({
      ...scope,
      first: 1,
      orderBy: { column: 'price', descending: false },
    });
    const after = byPrice.rows[0]?.cursor ?? '';
    for (const orderBy of [{ column: 'name', descending: false }, undefined]) {
      await expect(
        mirror.reader.facets.page({ ...scope, first: 1, after, ...(orderBy ? { orderBy } : {}) }),
      ).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
    }
  });
});
