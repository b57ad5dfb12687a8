import { SqliteHandle } from '../../src/mirror/sqlite-handle.ts';
import type { Where } from '../../src/mirror/index.ts';
import { aMirror, aPage, projectAll } from './a-mirror.ts';
import { dialects } from './dialects.ts';

const [sqlite] = dialects.filter(({ name }) => name === 'sqlite');
const original = { all: SqliteHandle.prototype.all, run: SqliteHandle.prototype.run };

/** Statements that look few rows up, and how SQLite finds them. */
const plans = new Map<string, string[]>();

function explain(connection: SqliteHandle, text: string, params: Parameters<SqliteHandle['all']>[1]): void {
  if (!/^\s*(select|insert|update|delete)\b.* in \(\s*select /is.test(text)) return;
  const steps = connection.statement(`explain query plan ${text}`).all(...params);
  plans.set(
    text.replace(/\s+/g, ' '),
    steps.map(({ detail }) => String(detail)),
  );
}

/** Goes through all of a table, or through all of a kind or type. */
function isWalk(step: string): boolean {
  return (
    /^SCAN (records|revisions|bindings|due|facet_\w+|[rvfl]|s\d)( USING|$)/.test(step) ||
    /^SEARCH (records|revisions|bindings|facet_\w+|[rvfl]|s\d) USING .*\((brick=\?)( AND (kind|type)=\?)?( AND rel=\?)?\)$/.test(
      step,
    )
  );
}

describe('statements that look a few rows up', () => {
  beforeAll(() => {
    SqliteHandle.prototype.all = function all(this: SqliteHandle, text, params) {
      explain(this, text, params);
      return original.all.call(this, text, params);
    };
    SqliteHandle.prototype.run = function run(this: SqliteHandle, text, params) {
      explain(this, text, params);
      return original.run.call(this, text, params);
    };
  });
  afterAll(() => {
    Object.assign(SqliteHandle.prototype, original);
  });

  it('never walk through a whole kind, type or table', async () => {
    if (!sqlite) throw new Error('SQLite is always there');
    const mirror = await aMirror(sqlite);
    for (const version of ['1', '2']) {
      await mirror.writer.commitPage(aPage('taxes', { t: { rate: version } }));
      await mirror.writer.commitPage(aPage('places', { p: { parent: 'owner', city: version } }));
      const body = { name: version, key: 'k', parent: 'owner', groups: 'g1' };
      await mirror.writer.commitPage(aPage('things', { '1': body, '2': { ...body, key: version } }));
      await mirror.writer.commitPage(aPage('parts', { p1: { parent: '1', code: version } }));
      await mirror.writer.commitPage(aPage('notes', { n: { parent: 'k', text: version } }));
      await projectAll(mirror);
    }
    await mirror.writer.commitPage(aPage('parts', { p1: null }));
    await projectAll(mirror);
    const { facets } = mirror.reader;
    const { rows } = await facets.page({ type: 'Thing', brick: 'one', first: 5 });
    const ids = rows.map(({ row }) => row.id);
    const orderBy = { column: 'updated_at', descending: true };
    for (const where of [[{ ids }], [{ link: 'group', to: ['x'] }], [{ column: 'price', in: [1] }]]) {
      await facets.page({ type: 'Thing', brick: 'one', first: 5, where, orderBy });
      await facets.count({ type: 'Thing', brick: 'one', where });
    }
    const withPart: Where = {
      some: { type: 'Part', brick: 'one', column: 'thing', where: [{ column: 'code', in: ['x'] }] },
    };
    const sameThing: Where = { same: { type: 'Thing', brick: 'one', where: [{ column: 'price', in: [1] }] } };
    const sold: Where = { linkedFrom: { type: 'Sale', brick: 'one', link: 'thing', from: '2026' } };
    const across: Where[][] = [
      [withPart],
      [sameThing],
      [sold],
      [{ any: [[withPart], [sold]] }],
      [{ ids }, { not: [withPart] }],
    ];
    for (const where of across) {
      await facets.page({ type: 'Thing', brick: 'one', first: 5, where, orderBy });
      await facets.count({ type: 'Thing', brick: 'one', where });
    }
    await facets.byIds('Thing', 'one', [...ids, 'x']);
    await facets.byColumn('Part', 'one', 'thing', ids);
    await facets.linked('Thing', 'one', 'group', ids);
    await facets.measured('Sale', 'one', 'thing', ids, { from: '2026' });
    await facets.origins('Thing', ids);
    await mirror.reader.latestByIds('one', 'things', ['1']);
    await mirror.reader.missing('one', 'things', ['1']);
    await mirror.remove();

    expect(plans.size).toBeGreaterThan(35);
    const walks = [...plans].filter(([, steps]) => steps.some(isWalk));
    expect(walks).toEqual([]);
  });
});
