import type { ChangeRow, MirrorWriter } from '../../src/mirror/index.ts';
import { aMirror, aPage, AT, facetsOf, projectAll, type TestMirror } from './a-mirror.ts';
import { dialects } from './dialects.ts';
import { facetTypes } from './registry.ts';

const DAY = 86_400_000;

describe.each(dialects)('the log of changes, on $name', (dialect) => {
  let mirror: TestMirror;
  beforeEach(async () => {
    mirror = await aMirror(dialect);
  });
  afterEach(() => mirror.remove());

  const commit = async (bodies: Parameters<typeof aPage>[1]): Promise<void> => {
    await mirror.writer.commitPage(aPage('things', bodies));
    await projectAll(mirror);
  };
  let runs = 0;
  const ended = (state: 'done' | 'failed'): Parameters<MirrorWriter['endRun']>[0] => {
    const counts = { read: 0, revisions: 0, tombstones: 0, held: 0, waitingMs: 0, ms: 0 };
    return { id: `run-${runs}`, state, endedAt: AT, failures: [], ...counts };
  };
  const run = async (state: 'done' | 'failed' = 'done'): Promise<void> => {
    runs += 1;
    await mirror.writer.startRun({ id: `run-${runs}`, brick: 'one', full: false, trigger: 'test', at: AT });
    await mirror.writer.endRun(ended(state));
  };
  const told = async (after: number): Promise<string[]> => {
    const rows = await mirror.reader.changes({ after, types: ['Thing'], first: 100 });
    return rows.map(({ change, type, brick }: ChangeRow) => `${change} ${type} ${brick}`);
  };

  it('tells nothing of a first read, and then what is created, changed and gone, in order and once', async () => {
    await commit({ '1': { name: 'apple' }, '2': { name: 'pear' } });
    expect(await told(0)).toEqual([]);
    await run();
    await commit({ '1': { name: 'apricot' }, '3': { name: 'plum' } });
    const first = await mirror.reader.lastChange();
    expect((await told(0)).sort()).toEqual(['created Thing one', 'updated Thing one']);
    await commit({ '1': { name: 'apricot' }, '2': null });
    expect(await told(first)).toEqual(['removed Thing one']);
    expect(await told(await mirror.reader.lastChange())).toEqual([]);
  });

  it('a first read that failed is still one', async () => {
    await run('failed');
    await commit({ '1': { name: 'apple' } });
    expect(await told(0)).toEqual([]);
  });

  it('tells nothing of facets that were dropped and come back, and goes on from there', async () => {
    await commit({ '1': { name: 'apple' }, '2': { name: 'pear' } });
    await run();
    await mirror.writer.reproject('one');
    await mirror.writer.project({ brick: 'one', limit: 1 });
    await mirror.reopen();
    await projectAll(mirror);
    expect(await told(0)).toEqual([]);
    expect(Object.keys(await facetsOf(mirror, 'Thing'))).toHaveLength(2);
    await commit({ '3': { name: 'plum' } });
    expect(await told(0)).toEqual(['created Thing one']);
  });

  it('tells nothing of facets that other declarations make anew', async () => {
    await commit({ '1': { name: 'apple' } });
    await run();
    const others = facetTypes.map((type) => (type.name === 'Thing' ? { ...type, columns: {} } : type));
    await mirror.reopen(others, 'second');
    await projectAll(mirror);
    expect(await told(0)).toEqual([]);
    await commit({ '1': { name: 'apricot' } });
    expect(await told(0)).toEqual(['updated Thing one']);
  });

  it('another release drops nothing, so that what a brick says meanwhile is told', async () => {
    await commit({ '1': { name: 'apple' } });
    await run();
    await mirror.reopen(undefined, 'second');
    await commit({ '1': { name: 'apple' }, '2': { name: 'pear' } });
    expect(await told(0)).toEqual(['created Thing one']);
  });

  it('what has another hub id now is gone under the old one, and not new', async () => {
    await commit({ '1': { name: 'apple' } });
    await run();
    await mirror.writer.commitPage(aPage('things', { '7': { name: 'apple' } }, { brick: 'two' }));
    await projectAll(mirror, 'two');
    const other = await mirror.reader.facets.page({ type: 'Thing', brick: 'two', first: 1 });
    const hubId = other.rows[0]?.row.id ?? '';
    const bound = await mirror.writer.bind({ type: 'Thing', brick: 'one', externalId: '1', hubId, by: 'ada', at: AT });
    expect(bound).toMatchObject({ outcome: 'done' });
    await projectAll(mirror);
    expect((await told(0)).sort()).toEqual(['removed Thing one', 'updated Thing one']);
  });

  it('what is older than two weeks is let go, and whoever was away for longer is told so', async () => {
    await run();
    await commit({ '1': { name: 'apple' } });
    const seen = await mirror.reader.lastChange();
    await mirror.reopen(undefined, 'first', new Date(Date.parse(AT) + 15 * DAY));
    await run();
    await expect(mirror.reader.changes({ after: 0, first: 10 })).rejects.toMatchObject({ code: 'CHANGES_EXPIRED' });
    expect(await mirror.reader.lastChange()).toBe(seen);
    expect(await told(seen)).toEqual([]);
  });

  it('a flow’s place only goes forward, with the messages that it took', async () => {
    const order = {
      ...{ at: AT, by: 'flow', name: 'stock-to-shop', key: null, answer: null, messages: [], reservations: [] },
      oversell: 'accept' as const,
    };
    const cursor = (seq: number) => ({ ...order, cursor: { name: 'flow:stock', seq } });
    expect(await mirror.reader.cursor('flow:stock')).toBeNull();
    expect(await mirror.writer.enqueue(cursor(7))).toMatchObject({ outcome: 'queued' });
    expect(await mirror.writer.enqueue(cursor(7))).toEqual({ outcome: 'overtaken' });
    expect(await mirror.writer.enqueue(cursor(5))).toEqual({ outcome: 'overtaken' });
    expect(await mirror.reader.cursor('flow:stock')).toBe(7);
  });
});
