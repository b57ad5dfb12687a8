import type { NewHold } from '../../src/mirror/index.ts';
import { cutFrom, replayInto } from './a-journal.ts';
import { aMirror, aPage, AT, facetsOf, LATER, projectAll, type TestMirror } from './a-mirror.ts';
import { dialects } from './dialects.ts';
import { aMessage, deliver, enqueue, idsOf, lease, minute, statesOf } from './messages-samples.ts';

const stream = { brick: 'one', kind: 'things' };
const read = { publish: false, at: LATER, run: 'run-2' };
const SAID = { 1: { name: 'A' }, 2: { name: 'B' }, 3: { name: 'C' } };

function aHold(id: string): NewHold {
  const reasons = [{ rule: 'rewrites' as const, count: 9, threshold: 5, message: 'Many at once.' }];
  return { id, ...stream, run: 'run-2', openedAt: LATER, creates: 0, updates: 3, deletes: 0, reasons, sample: ['1'] };
}

describe.each(dialects)('a restore forgets no decision, on $name', (dialect) => {
  let mirror: TestMirror;
  let copy: TestMirror;
  beforeEach(async () => {
    mirror = await aMirror(dialect);
    copy = await aMirror(dialect);
    // The backup.
    for (const one of [mirror, copy]) {
      await one.writer.commitPage(aPage('things', { 1: { name: 'a' }, 2: { name: 'b' }, 3: { name: 'c' } }));
      await one.writer.endPass({ ...stream, at: AT, complete: true, idsCompared: true });
      await projectAll(one);
      await one.journal.beginJournal({ at: AT });
    }
  });
  afterEach(async () => {
    await mirror.remove();
    await copy.remove();
  });

  const hold = async (one: TestMirror): Promise<void> => {
    await one.writer.commitPage(aPage('things', SAID, read));
    await one.writer.hold(aHold('hold-1'));
  };
  const order = { id: 'hold-1', by: 'camille', at: LATER, reason: 'seen' };
  const decided = async (): Promise<void> => {
    await mirror.writer.decideHold({ ...order, decide: 'accept', select: ['1'] });
    await mirror.writer.decideHold({ ...order, decide: 'reject' });
  };
  const pending = async () =>
    (await copy.reader.pending('one', 'things', null, 10)).map(({ id, isVouched = false }) => ({ id, isVouched }));

  it('of a hold that the backup does not know: what is read again is known', async () => {
    await hold(mirror);
    await decided();
    await replayInto(copy, [await cutFrom(mirror)]);
    expect(await copy.reader.hold('hold-1')).toMatchObject({
      ...{
        state: 'rejected',
        decisions: [
          { decision: 'accepted', records: 1 },
          { decision: 'rejected', records: 2 },
        ],
      },
    });
    await copy.writer.commitPage(aPage('things', { ...SAID, 3: { name: 'new' } }, { ...read, run: 'run-3' }));
    // The first was vouched for, the second is refused without asking; the third says something else.
    expect(await pending()).toEqual([
      { id: '1', isVouched: true },
      { id: '3', isVouched: false },
    ]);
  });

  it('of a hold that the backup has open: it is decided there, and what was accepted is published by the next run', async () => {
    for (const one of [mirror, copy]) await hold(one);
    await decided();
    await replayInto(copy, [await cutFrom(mirror)]);
    expect(await pending()).toEqual([{ id: '1', isVouched: true }]);
    await copy.writer.publish({ ...stream, at: LATER });
    await projectAll(copy);
    const names = Object.values(await facetsOf(copy, 'Thing')).map((facet) => (facet as { name: string }).name);
    expect(names.sort()).toEqual(['A', 'b', 'c']);
  });

  it('nor what of it is open again', async () => {
    await hold(mirror);
    await decided();
    const first = await cutFrom(mirror);
    await mirror.writer.decideHold({ ...order, decide: 'reopen' });
    await replayInto(copy, [first, await cutFrom(mirror)]);
    await copy.writer.commitPage(aPage('things', SAID, { ...read, run: 'run-3' }));
    expect((await pending()).map(({ id }) => id)).toEqual(['1', '2', '3']);
  });

  it('of what was about to be written: it waits on, or was dropped, and is not sent', async () => {
    const [one, two] = [aMessage({ origin: 'flow:x' }), aMessage({ origin: 'flow:x' })];
    const judged = [one, two].map(({ id }, n) => ({
      ...{ message: id, brick: 'one', command: 'setStock', records: 0, hold: 'hold-9', about: `v${String(n)}` },
      ...{ said: `said ${String(n)}`, fields: [] },
    }));
    const opened = { ...aHold('hold-9'), kind: 'setStock', run: 'flow:x' };
    await enqueue(mirror, [one, two], { outgoing: { judged, holds: [opened], withdrawn: [] } });
    const early = await cutFrom(mirror);
    await replayInto(copy, [early]);
    expect(await copy.reader.hold('hold-9')).toMatchObject({ direction: 'outgoing', state: 'open', updates: 2 });
    expect(idsOf(await lease(copy, 1))).toEqual([]);
    await mirror.writer.decideHold({ ...order, id: 'hold-9', decide: 'reject' });
    await replayInto(copy, [await cutFrom(mirror)]);
    expect(await statesOf(copy)).toEqual({ [one.id]: 'discarded', [two.id]: 'discarded' });
    expect(await copy.reader.rejectedWords('one', ['said 0', 'said 2'])).toEqual(new Set(['said 0']));
  });
});

describe.each(dialects)('what the hub has written is no surprise when it is read, on $name', (dialect) => {
  it('until it was read once', async () => {
    const mirror = await aMirror(dialect);
    await mirror.writer.commitPage(aPage('things', { 1: { name: 'a' }, 2: { name: 'b' } }));
    await mirror.writer.endPass({ ...stream, at: AT, complete: true, idsCompared: true });
    const message = aMessage();
    await enqueue(mirror, [message]);
    await lease(mirror, 1);
    await deliver(mirror, message.id, { at: 2 }, [], [{ kind: 'things', ids: ['1', '1'] }]);
    const marks = async () =>
      (await mirror.reader.pending('one', 'things', null, 9)).map(({ isEcho = false }) => isEcho);
    await mirror.writer.commitPage(aPage('things', { 1: { name: 'A' }, 2: { name: 'B' } }, { ...read, at: minute(3) }));
    expect(await marks()).toEqual([true, false]);
    await mirror.writer.publish({ ...stream, at: minute(3) });
    await mirror.writer.commitPage(aPage('things', { 1: { name: 'x' } }, { ...read, at: minute(4) }));
    expect(await marks()).toEqual([false]);
    await mirror.remove();
  });
});
