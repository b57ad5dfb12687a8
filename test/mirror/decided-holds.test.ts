import type { HoldOrder, NewHold } from '../../src/mirror/index.ts';
import { aMirror, aPage, AT, facetsOf, LATER, projectAll, type TestMirror } from './a-mirror.ts';
import { dialects } from './dialects.ts';

const stream = { brick: 'one', kind: 'things' };
const read = { publish: false, at: LATER, run: 'run-2' };
const DECIDED = '2026-03-03T10:00:00.000Z';
const order = { id: 'hold-1', by: 'camille', at: DECIDED, reason: 'seen in the shop' };

function aHold(id: string): NewHold {
  const reasons = [{ rule: 'rewrites' as const, count: 9, threshold: 5, message: 'Many at once.' }];
  return { id, ...stream, run: 'run-2', openedAt: LATER, creates: 1, updates: 1, deletes: 1, reasons, sample: ['1'] };
}

describe.each(dialects)('a hold is decided by a person, on $name', (dialect) => {
  let mirror: TestMirror;
  beforeEach(async () => {
    mirror = await aMirror(dialect);
    await mirror.writer.commitPage(aPage('things', { 1: { name: 'a' }, 2: { name: 'b' } }));
    await mirror.writer.endPass({ ...stream, at: AT, complete: true, idsCompared: true });
    await projectAll(mirror);
    await mirror.writer.commitPage(aPage('things', { 1: { name: 'A' }, 2: null, 3: { name: 'c' } }, read));
    await mirror.writer.hold(aHold('hold-1'));
  });
  afterEach(() => mirror.remove());

  const decide = (change: Partial<HoldOrder> & Pick<HoldOrder, 'decide'>) =>
    mirror.writer.decideHold({ ...order, ...change });
  const names = async (): Promise<string[]> =>
    Object.values(await facetsOf(mirror, 'Thing'))
      .map((facet) => (facet as { name: string }).name)
      .sort();
  const pending = async (): Promise<string[]> =>
    (await mirror.reader.pending('one', 'things', null, 10)).map(({ id, change }) => `${id} ${change}`);

  it('shows what it would change, field by field', async () => {
    const { rows } = await mirror.reader.holdChanges('hold-1', { first: 10 });
    const name = (before: string | null, after: string | null) => ({ path: 'name', before, after, personal: false });
    expect(rows).toEqual([
      { id: '1', change: 'updated', fields: [name('"a"', '"A"')], more: 0 },
      { id: '2', change: 'deleted', fields: [name('"b"', null)], more: 0 },
      { id: '3', change: 'created', fields: [name(null, '"c"')], more: 0 },
    ]);
    const page = await mirror.reader.holdChanges('hold-1', { first: 1, after: '1' });
    expect(page).toMatchObject({ rows: [{ id: '2' }], hasNext: true, next: '2' });
  });

  it('accepted: published and projected at once, and who decided is kept', async () => {
    expect(await decide({ decide: 'accept' })).toMatchObject({ outcome: 'done', records: 3 });
    expect(await names()).toEqual(['A', 'c']);
    expect(await mirror.reader.due('one')).toBe(0);
    expect(await mirror.reader.hold('hold-1')).toMatchObject({
      state: 'accepted',
      decisions: [{ decision: 'accepted', by: 'camille', at: DECIDED, reason: 'seen in the shop', records: 3 }],
    });
    // Nor is it counted as something that happened by itself.
    expect((await mirror.reader.counts('one', 'things', AT)).recent).toMatchObject({ update: 0, delete: 0 });
  });

  it('accepted in part: the rest waits on, and can be rejected', async () => {
    expect(await decide({ decide: 'accept', select: ['3'] })).toMatchObject({
      outcome: 'done',
      records: 1,
      hold: { state: 'open', creates: 0, updates: 1, deletes: 1 },
    });
    expect(await names()).toEqual(['a', 'b', 'c']);
    expect(await decide({ decide: 'reject' })).toMatchObject({ outcome: 'done', records: 2 });
    expect(await names()).toEqual(['a', 'b', 'c']);
    const decisions = (await mirror.reader.hold('hold-1'))?.decisions.map(({ decision }) => decision);
    expect(decisions).toEqual(['accepted', 'rejected']);
  });

  it('a selection of what it does not hold changes nothing', async () => {
    expect(await decide({ decide: 'accept', select: ['1', '99'] })).toEqual({ outcome: 'not-held', ids: ['99'] });
    expect(await names()).toEqual(['a', 'b']);
  });

  it('rejected: the good values stay, and saying it again asks nobody', async () => {
    await decide({ decide: 'reject' });
    expect(await names()).toEqual(['a', 'b']);
    const again = aPage('things', { 1: { name: 'A' }, 3: { name: 'c' } }, { ...read, run: 'run-3' });
    expect(await mirror.writer.commitPage(again)).toMatchObject({ revisions: 0 });
    // Said otherwise in between, and then the same again.
    await mirror.writer.commitPage(aPage('things', { 1: { name: 'a' } }, { ...read, run: 'run-4' }));
    await mirror.writer.publish({ ...stream, at: LATER });
    await mirror.writer.commitPage({ ...again, run: 'run-5' });
    expect(await pending()).toEqual([]);
    expect(await names()).toEqual(['a', 'b']);
    // Something else is judged as ever.
    await mirror.writer.commitPage(aPage('things', { 1: { name: 'new' } }, { ...read, run: 'run-6' }));
    expect(await pending()).toEqual(['1 update']);
  });

  it('that a record vanished is not rejected for ever', async () => {
    await decide({ decide: 'reject' });
    await mirror.writer.commitPage(aPage('things', { 2: { name: 'b' } }, { ...read, run: 'run-3' }));
    await mirror.writer.publish({ ...stream, at: LATER });
    await mirror.writer.commitPage(aPage('things', { 2: null }, { ...read, run: 'run-4' }));
    expect(await pending()).toEqual(['2 delete']);
  });

  it('a rejection can be taken back', async () => {
    await decide({ decide: 'reject' });
    await mirror.writer.commitPage(aPage('things', { 3: { name: 'other' } }, { ...read, run: 'run-3' }));
    await mirror.writer.publish({ ...stream, at: LATER });
    expect(await decide({ decide: 'reopen' })).toMatchObject({ outcome: 'done', records: 2, hold: { state: 'open' } });
    expect(await decide({ decide: 'accept' })).toMatchObject({ outcome: 'done', records: 2 });
    expect(await names()).toEqual(['A', 'other']);
  });

  it('of two who decide at once one wins, and the other is told', async () => {
    const [one, other] = await Promise.all([
      decide({ decide: 'accept' }),
      decide({ decide: 'reject', by: 'dominique' }),
    ]);
    const outcomes = [one.outcome, other.outcome];
    expect(outcomes.sort()).toEqual(['decided', 'done']);
    expect((await mirror.reader.hold('hold-1'))?.decisions).toHaveLength(1);
  });

  it('a hold that nobody knows, and one of which the brick has moved on', async () => {
    expect(await decide({ id: 'nothing', decide: 'accept' })).toEqual({ outcome: 'unknown' });
    await mirror.writer.commitPage(aPage('things', { 1: { name: 'x' }, 2: { name: 'y' }, 3: { name: 'z' } }, read));
    await mirror.writer.publish({ ...stream, at: LATER });
    expect(await decide({ decide: 'accept' })).toMatchObject({ outcome: 'decided', hold: { state: 'superseded' } });
  });
});
