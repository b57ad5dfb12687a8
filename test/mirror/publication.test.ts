import type { NewHold } from '../../src/mirror/index.ts';
import { aMirror, aPage, AT, facetsOf, LATER, projectAll, type TestMirror } from './a-mirror.ts';
import { dialects } from './dialects.ts';

const stream = { brick: 'one', kind: 'things' };
const nothingStrange = { prices: 0, identities: 0, reshaped: 0, discounts: 0, sales: 0, texts: 0 };
const read = { publish: false, at: LATER, run: 'run-2' };

function aHold(id: string): NewHold {
  const reasons = [{ rule: 'rewrites' as const, count: 9, threshold: 5, message: 'Many at once.' }];
  return { id, ...stream, run: 'run-2', openedAt: LATER, creates: 0, updates: 1, deletes: 1, reasons, sample: ['1'] };
}

describe.each(dialects)('reading and believing, on $name', (dialect) => {
  let mirror: TestMirror;
  beforeEach(async () => {
    mirror = await aMirror(dialect);
    await mirror.writer.commitPage(aPage('things', { '1': { name: 'a' }, '2': { name: 'b' } }));
    await mirror.writer.endPass({ ...stream, at: AT, complete: true, idsCompared: true });
    await projectAll(mirror);
  });
  afterEach(() => mirror.remove());

  it('shows what was read and is not judged: before, after and what it does', async () => {
    await mirror.writer.commitPage(aPage('things', { '1': { name: 'A' }, '2': null, '3': { name: 'c' } }, read));
    await mirror.writer.commitPage(aPage('things', { '1': { name: 'AA' } }, read));
    const changes = [
      { id: '1', change: 'update', before: { name: 'a' }, after: { name: 'AA' } },
      { id: '2', change: 'delete', before: { name: 'b' }, after: null },
      { id: '3', change: 'create', before: null, after: { name: 'c' } },
    ];
    expect(await mirror.reader.pending('one', 'things', null, 10)).toEqual(changes);
    expect(await mirror.reader.pending('one', 'things', '1', 1)).toEqual(changes.slice(1, 2));
    expect(await mirror.reader.due('one')).toBe(0);
    expect(await mirror.reader.latestIds('one', 'things', null, 10)).toEqual(['1', '3']);
  });

  it('publishes all of it at once', async () => {
    await mirror.writer.commitPage(aPage('things', { '1': { name: 'A' }, '2': null, '3': { name: 'c' } }, read));
    expect(Object.keys(await facetsOf(mirror, 'Thing'))).toEqual(expect.arrayContaining(['1', '2']));
    expect(await mirror.writer.publish({ ...stream, at: LATER })).toBe(3);
    expect(await mirror.reader.pending('one', 'things', null, 10)).toEqual([]);
    expect(await mirror.reader.due('one')).toBe(3);
    await projectAll(mirror);
    expect(await facetsOf(mirror, 'Thing')).toEqual({
      '1': expect.objectContaining({ name: 'A' }) as unknown,
      '3': expect.objectContaining({ name: 'c' }) as unknown,
    });
    expect(await mirror.writer.publish({ ...stream, at: LATER })).toBe(0);
  });

  it('counts what is published and what changed since, first reads left out', async () => {
    expect(await mirror.reader.counts('one', 'things', AT)).toEqual({
      published: 2,
      recent: { update: 0, delete: 0, ...nothingStrange },
    });
    for (const name of ['A', 'B']) {
      await mirror.writer.commitPage(aPage('things', { '1': { name } }, read));
      await mirror.writer.publish({ ...stream, at: LATER });
    }
    await mirror.writer.commitPage(aPage('things', { '2': null }, read));
    await mirror.writer.publish({ ...stream, at: LATER });
    expect(await mirror.reader.counts('one', 'things', LATER)).toEqual({
      published: 1,
      recent: { update: 1, delete: 1, ...nothingStrange },
    });
    const after = '2026-03-03T00:00:00.000Z';
    expect((await mirror.reader.counts('one', 'things', after)).recent).toMatchObject({ update: 0, delete: 0 });
  });

  it('sets aside what is held: facets stay, the stream goes on', async () => {
    await mirror.writer.commitPage(aPage('things', { '1': { name: 'A' }, '2': null }, read));
    await mirror.writer.hold(aHold('hold-1'));
    expect(await mirror.reader.pending('one', 'things', null, 10)).toEqual([]);
    expect(await mirror.writer.publish({ ...stream, at: LATER })).toBe(0);
    expect(await mirror.reader.due('one')).toBe(0);
    expect(await mirror.reader.latest('one', 'things', null, 10)).toEqual([{ id: '1', body: { name: 'A' } }]);
    expect((await mirror.reader.counts('one', 'things', AT)).published).toBe(2);
    // Said again, it is nothing new; said anew, it is judged anew.
    expect((await mirror.writer.commitPage(aPage('things', { '1': { name: 'A' } }, read))).revisions).toBe(0);
    await mirror.writer.commitPage(aPage('things', { '1': { name: 'AA' } }, read));
    expect(await mirror.reader.pending('one', 'things', null, 10)).toMatchObject([{ id: '1', before: { name: 'a' } }]);
    const { rows, hasNext } = await mirror.reader.holds({ brick: 'one', state: 'open', first: 5 });
    expect(rows).toEqual([{ ...aHold('hold-1'), state: 'open', direction: 'incoming', decisions: [] }]);
    expect(hasNext).toBe(false);
  });

  it('publishes freely what goes back to what is published', async () => {
    await mirror.writer.commitPage(aPage('things', { '1': { name: 'A' }, '2': { name: 'B' } }, read));
    await mirror.writer.hold(aHold('hold-1'));
    await mirror.writer.commitPage(aPage('things', { '1': { name: 'a' } }, read));
    expect(await mirror.reader.pending('one', 'things', null, 10)).toMatchObject([{ id: '1', change: 'revert' }]);
    await mirror.writer.hold(aHold('hold-2'));
    expect(await mirror.reader.pending('one', 'things', null, 10)).toEqual([]);
    expect((await mirror.reader.counts('one', 'things', LATER)).recent.update).toBe(0);
    expect(await mirror.reader.due('one')).toBe(0);
    // Published, not held: the same change again is an update again.
    await mirror.writer.commitPage(aPage('things', { '1': { name: 'A' } }, read));
    expect(await mirror.reader.pending('one', 'things', null, 10)).toMatchObject([
      { id: '1', change: 'update', before: { name: 'a' } },
    ]);
  });

  it('keeps one open hold for a stream, which what comes later joins, until the brick takes all of it back', async () => {
    await mirror.writer.commitPage(aPage('things', { '1': { name: 'A' } }, read));
    expect(await mirror.writer.hold(aHold('hold-1'))).toBe('hold-1');
    await mirror.writer.commitPage(aPage('things', { '1': { name: 'AA' }, '2': null }, read));
    expect(await mirror.writer.hold({ ...aHold('hold-2'), run: 'run-9', sample: ['2'] })).toBe('hold-1');
    const open = await mirror.reader.holds({ brick: 'one', first: 5 });
    expect(open.rows).toMatchObject([
      { id: 'hold-1', state: 'open', run: 'run-9', creates: 0, updates: 1, deletes: 1 },
    ]);
    await mirror.writer.commitPage(aPage('things', { '1': { name: 'a' }, '2': { name: 'b' } }, read));
    await mirror.writer.publish({ ...stream, at: LATER });
    expect((await mirror.reader.holds({ brick: 'one', first: 5 })).rows).toMatchObject([{ state: 'superseded' }]);
  });

  it('buries nothing that was never published', async () => {
    await mirror.writer.commitPage(aPage('things', { '7': { name: 'x' } }, read));
    await mirror.writer.commitPage(aPage('things', { '7': null }, read));
    expect(await mirror.reader.pending('one', 'things', null, 10)).toMatchObject([{ id: '7', change: 'revert' }]);
    expect(await mirror.writer.publish({ ...stream, at: LATER })).toBe(0);
    expect((await mirror.reader.counts('one', 'things', AT)).published).toBe(2);
  });

  it('does not let an older word be published over a newer one', async () => {
    await mirror.writer.commitPage(aPage('things', { '1': { name: 'old' } }, read));
    await mirror.writer.commitPage(aPage('things', { '1': { name: 'new' } }));
    expect(await mirror.writer.publish({ ...stream, at: LATER })).toBe(0);
    await projectAll(mirror);
    expect(await facetsOf(mirror, 'Thing')).toMatchObject({ '1': { name: 'new' } });
  });
});
