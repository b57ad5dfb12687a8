import type { HoldOrder, JudgedOrder, NewMessage, NewOutgoing } from '../../src/mirror/index.ts';
import { aMirror, aPage, AT, facetsOf, projectAll, type TestMirror } from './a-mirror.ts';
import { dialects } from './dialects.ts';
import { aMessage, deliver, enqueue, idsOf, lease, minute, statesOf } from './messages-samples.ts';

const FLOW = 'flow:stock-to-shop';
const order = { by: 'camille', at: minute(5), reason: 'seen' };

describe.each(dialects)('what a flow would write too much of, on $name', (dialect) => {
  let mirror: TestMirror;
  let things: string[];
  beforeEach(async () => {
    mirror = await aMirror(dialect);
    await mirror.writer.commitPage(aPage('things', { 1: { name: 'a' }, 2: { name: 'b' }, 3: { name: 'c' } }));
    await projectAll(mirror);
    const { rows } = await mirror.reader.facets.page({ type: 'Thing', brick: 'one', first: 9 });
    things = rows.sort((a, b) => (a.row.externalId < b.row.externalId ? -1 : 1)).map(({ row }) => row.id);
  });
  afterEach(() => mirror.remove());

  const aStock = (thing: string, name: string): NewMessage =>
    aMessage({
      ...{ command: 'setStock', lane: `Variant:${thing}`, replaces: `stock:${thing}`, origin: FLOW },
      ...{ payload: { thing, name }, overlays: [{ type: 'Thing', hubId: thing, patch: { name }, creates: false }] },
    });
  const judgedOf = ({ id, overlays }: NewMessage, hold: string | null): NewOutgoing => ({
    ...{ message: id, brick: 'one', command: 'setStock', records: hold === null ? 1 : 0, hold },
    ...{ about: overlays[0]?.hubId ?? '', said: `said ${overlays[0]?.patch['name'] as string}` },
    fields: [{ path: 'name', before: '"a"', after: '"A"', personal: false }],
  });
  const held = (messages: readonly NewMessage[], free: readonly NewMessage[] = []): JudgedOrder => ({
    judged: [...messages.map((one) => judgedOf(one, 'hold-1')), ...free.map((one) => judgedOf(one, null))],
    holds: [
      {
        ...{
          id: 'hold-1',
          brick: 'one',
          kind: 'setStock',
          run: FLOW,
          openedAt: AT,
          creates: 0,
          updates: 1,
          deletes: 0,
        },
        ...{ reasons: [{ rule: 'outgoing', count: 2, threshold: 1, message: 'Two.' }], sample: [] },
      },
    ],
    withdrawn: [],
  });
  const decide = (change: Partial<HoldOrder> & Pick<HoldOrder, 'decide'>) =>
    mirror.writer.decideHold({ ...order, id: 'hold-1', ...change });
  const names = async (): Promise<string[]> =>
    Object.values(await facetsOf(mirror, 'Thing'))
      .map((facet) => (facet as { name: string }).name)
      .sort();
  const sent = async (at: number): Promise<string[]> => idsOf(await lease(mirror, at));

  /** Two wait, one goes. */
  async function twoOfThree(): Promise<NewMessage[]> {
    const all = ['A', 'B', 'C'].map((name, n) => aStock(things[n] ?? '', name));
    await enqueue(mirror, all, { outgoing: held(all.slice(0, 2), all.slice(2)) });
    return all;
  }

  it('waits: it is neither sent nor shown, and the rest goes', async () => {
    const [one, two, three] = idsOf(await twoOfThree());
    expect(await sent(6)).toEqual([three]);
    expect(await statesOf(mirror)).toEqual({ [one ?? '']: 'held', [two ?? '']: 'held', [three ?? '']: 'queued' });
    expect(await names()).toEqual(['C', 'a', 'b']);
    expect(await mirror.reader.hold('hold-1')).toMatchObject({
      ...{
        direction: 'outgoing',
        state: 'open',
        updates: 2,
        kind: 'setStock',
        run: FLOW,
        sample: things.slice(0, 2).sort(),
      },
    });
    const { rows } = await mirror.reader.holdChanges('hold-1', { first: 9 });
    expect(rows.map(({ id }) => id)).toEqual(things.slice(0, 2).sort());
    expect(rows[0]).toMatchObject({ change: 'updated', fields: [{ path: 'name', before: '"a"', after: '"A"' }] });
    expect(await mirror.reader.outgoingCount('one', 'setStock', AT)).toBe(1);
    expect(await mirror.reader.holds({ brick: 'one', direction: 'incoming', first: 9 })).toMatchObject({ rows: [] });
  });

  it('accepted: it is shown at once and sent once, however often that is asked', async () => {
    const [one, two] = idsOf(await twoOfThree());
    expect(await decide({ decide: 'accept', select: [things[0] ?? ''] })).toMatchObject({
      ...{ outcome: 'done', records: 1, hold: { state: 'open', updates: 1 } },
    });
    expect(await names()).toEqual(['A', 'C', 'b']);
    expect(await decide({ decide: 'accept', select: ['nothing'] })).toEqual({ outcome: 'not-held', ids: ['nothing'] });
    expect(await decide({ decide: 'accept' })).toMatchObject({
      outcome: 'done',
      records: 1,
      hold: { state: 'accepted' },
    });
    expect(await decide({ decide: 'accept' })).toMatchObject({ outcome: 'decided' });
    expect((await sent(6)).filter((id) => [one, two].includes(id))).toEqual([one, two]);
    for (const id of [one, two]) await deliver(mirror, id ?? '', { at: 6 });
    expect(await sent(9)).not.toContain(one);
    // What a person has seen does not fill the window.
    expect(await mirror.reader.outgoingCount('one', 'setStock', AT)).toBe(1);
  });

  it('accepted after something newer was said: the newer one counts', async () => {
    const [one] = idsOf(await twoOfThree());
    await enqueue(mirror, [aStock(things[0] ?? '', 'newer')]);
    await decide({ decide: 'accept' });
    expect((await statesOf(mirror))[one ?? '']).toBe('superseded');
    expect(await names()).toContain('newer');
  });

  it('rejected: never sent, remembered until another value is said, and taken back when asked', async () => {
    const [one, two] = await twoOfThree();
    expect(await decide({ decide: 'reject' })).toMatchObject({
      outcome: 'done',
      records: 2,
      hold: { state: 'rejected' },
    });
    expect((await statesOf(mirror))[one?.id ?? '']).toBe('discarded');
    const said = ['said A', 'said B', 'said Z'];
    expect(await mirror.reader.rejectedWords('one', said)).toEqual(new Set(['said A', 'said B']));
    await enqueue(mirror, [aStock(things[0] ?? '', 'other')]);
    expect(await mirror.reader.rejectedWords('one', said)).toEqual(new Set(['said B']));
    // What was said since is not undone: only the other one waits again.
    expect(await decide({ decide: 'reopen' })).toMatchObject({ outcome: 'done', hold: { state: 'open', updates: 1 } });
    const waiting = await mirror.reader.heldMessages('one', FLOW);
    expect(waiting).toEqual([expect.objectContaining({ message: two?.id, about: things[1] })]);
    await decide({ decide: 'accept' });
    expect((await sent(6)).includes(two?.id ?? '')).toBe(true);
  });

  it('what comes later of the same joins it; what is not wanted any more is withdrawn with it', async () => {
    const [one, two] = await twoOfThree();
    const more = aStock(things[2] ?? '', 'D');
    const judged = held([more]);
    const later = { ...judged, holds: judged.holds.map((hold) => ({ ...hold, id: 'hold-2' })) };
    const joined = later.judged.map((row) => ({ ...row, hold: 'hold-2' }));
    await enqueue(mirror, [more], { outgoing: { ...later, judged: joined, withdrawn: [one?.id ?? ''] } });
    expect(await mirror.reader.hold('hold-2')).toBeNull();
    expect(await mirror.reader.hold('hold-1')).toMatchObject({ state: 'open', updates: 2 });
    const rest = [two?.id ?? '', more.id];
    await enqueue(mirror, [], { outgoing: { judged: [], holds: [], withdrawn: rest } });
    expect(await mirror.reader.hold('hold-1')).toMatchObject({ state: 'superseded', updates: 0 });
    expect((await statesOf(mirror))[more.id]).toBe('superseded');
  });
});
