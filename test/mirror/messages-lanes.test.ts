import { aMirror, type TestMirror } from './a-mirror.ts';
import { dialects } from './dialects.ts';
import { aFailure, aMessage, deliver, enqueue, idsOf, kill, lease, minute, statesOf } from './messages-samples.ts';

describe.each(dialects)('lanes of messages, on $name', (dialect) => {
  let mirror: TestMirror;
  beforeEach(async () => {
    mirror = await aMirror(dialect);
  });
  afterEach(() => mirror.remove());

  it('give the first of each lane and brick, and the next one when that is delivered', async () => {
    const [a, b, c, d] = [
      aMessage({ lane: 'x' }),
      aMessage({ lane: 'x' }),
      aMessage({ lane: 'y' }),
      aMessage({ lane: 'x', brick: 'two' }),
    ];
    await enqueue(mirror, [a, b]);
    await enqueue(mirror, [c, d]);
    expect(idsOf(await lease(mirror, 1))).toEqual(idsOf([a, c, d]));
    expect(await lease(mirror, 1)).toEqual([]);
    expect(await deliver(mirror, a.id, { at: 1 })).toBe(true);
    expect(idsOf(await lease(mirror, 1))).toEqual([b.id]);
    expect(await statesOf(mirror)).toMatchObject({ [a.id]: 'delivered', [b.id]: 'queued' });
  });

  it('are shared by relays: nobody gets what another one has', async () => {
    const all = Array.from({ length: 8 }, (_, n) => aMessage({ lane: `${n % 4}` }));
    await enqueue(mirror, all);
    const both = await Promise.all([lease(mirror, 1, { limit: 2 }), lease(mirror, 1, { relay: 'r2', limit: 9 })]);
    expect(both.map(({ length }) => length)).toEqual([2, 2]);
    expect(new Set(idsOf(both.flat())).size).toBe(4);
    for (const { id } of both[0]) expect(await deliver(mirror, id, { at: 1, relay: 'r2' })).toBe(false);
  });

  it('are limited for each brick over all relays', async () => {
    await enqueue(mirror, [aMessage(), aMessage(), aMessage(), aMessage({ brick: 'two' })]);
    expect(await lease(mirror, 1, { perBrick: 2, bricks: ['one'] })).toHaveLength(2);
    const second = await lease(mirror, 1, { relay: 'r2', perBrick: 2 });
    expect(second.map(({ brick }) => brick)).toEqual(['two']);
  });

  it('take a message over whose lease has ended, and refuse who had it', async () => {
    const message = aMessage();
    await enqueue(mirror, [message]);
    const [first] = await lease(mirror, 1);
    expect(first).toMatchObject({ id: message.id, attempts: 1, payload: message.payload, steps: {} });
    const { writer } = mirror;
    expect(await writer.keepStep({ relay: 'r1', id: message.id, name: 'cart', result: 7 })).toBe(true);
    expect(await writer.extend({ relay: 'r1', ids: [message.id], until: minute(3) })).toEqual([message.id]);
    expect(await lease(mirror, 2, { relay: 'r2' })).toEqual([]);
    const [second] = await lease(mirror, 3, { relay: 'r2' });
    expect(second).toMatchObject({ id: message.id, attempts: 2, steps: { cart: 7 } });
    expect(await writer.extend({ relay: 'r1', ids: [message.id], until: minute(9) })).toEqual([]);
    expect(await writer.keepStep({ relay: 'r1', id: message.id, name: 'cart', result: 8 })).toBe(false);
    expect(await kill(mirror, message.id, { at: 3 })).toBe(false);
    expect(await deliver(mirror, message.id, { at: 3, relay: 'r2' })).toBe(true);
  });

  it('wait for the time of the next try, and so does what follows', async () => {
    const [a, b] = [aMessage({ lane: 'x' }), aMessage({ lane: 'x' })];
    await enqueue(mirror, [a, b]);
    await lease(mirror, 1);
    const again = { outcome: 'again', nextAt: minute(9), failure: aFailure() } as const;
    expect(await mirror.writer.settle({ relay: 'r1', id: a.id, at: minute(1), ...again })).toBe(true);
    expect(await lease(mirror, 8)).toEqual([]);
    expect(await lease(mirror, 9)).toMatchObject([{ id: a.id, attempts: 2, failure: aFailure() }]);
  });

  it('go on past a dead message, but not past one that creates', async () => {
    const [a, b, c, d] = [
      aMessage({ lane: 'x' }),
      aMessage({ lane: 'x' }),
      aMessage({ lane: 'y', creates: true }),
      aMessage({ lane: 'y' }),
    ];
    await enqueue(mirror, [a, b, c, d]);
    await lease(mirror, 1);
    await kill(mirror, a.id, { at: 1 });
    await kill(mirror, c.id, { at: 1 });
    expect(idsOf(await lease(mirror, 1))).toEqual([b.id]);
    expect(await mirror.writer.redrive({ id: c.id, by: 'ada', at: minute(2) })).toBe(true);
    expect(await mirror.writer.redrive({ id: c.id, by: 'ada', at: minute(2) })).toBe(false);
    expect(idsOf(await lease(mirror, 2))).toEqual([b.id, c.id]);
    await deliver(mirror, c.id, { at: 2 });
    expect(idsOf(await lease(mirror, 2))).toEqual([d.id]);
  });

  it('put a redriven message before those that came after it, but never beside one that is being sent', async () => {
    const command = 'updateProduct';
    const [a, b, c] = [aMessage({ lane: 'x', command }), aMessage({ lane: 'x' }), aMessage({ lane: 'x' })];
    await enqueue(mirror, [a, b, c]);
    await lease(mirror, 1);
    await kill(mirror, a.id, { at: 1 });
    expect(idsOf(await lease(mirror, 1))).toEqual([b.id]);
    await mirror.writer.redrive({ id: a.id, by: 'ada', at: minute(1) });
    expect(await lease(mirror, 1)).toEqual([]);
    await deliver(mirror, b.id, { at: 1 });
    expect(idsOf(await lease(mirror, 1))).toEqual([a.id]);
    await deliver(mirror, a.id, { at: 1 });
    expect(idsOf(await lease(mirror, 1))).toEqual([c.id]);
  });

  it.each(['queued', 'delivered'])(
    'do not send a dead message after a later one of its command that is %s',
    async (is) => {
      const [a, b] = [aMessage({ lane: 'x' }), aMessage({ lane: 'x' })];
      await enqueue(mirror, [a, b]);
      await lease(mirror, 1);
      await kill(mirror, a.id, { at: 1 });
      if (is === 'delivered') {
        await lease(mirror, 1);
        await deliver(mirror, b.id, { at: 1 });
      }
      expect(await mirror.writer.redrive({ id: a.id, by: 'ada', at: minute(2) })).toBe(true);
      expect(await statesOf(mirror)).toEqual({ [a.id]: 'superseded', [b.id]: is });
      expect(await lease(mirror, 2, { relay: 'r2' })).toHaveLength(is === 'queued' ? 1 : 0);
    },
  );

  it.each([
    ['of another lane', { lane: 'y' }],
    ['of another brick', { brick: 'two' }],
    ['of another command', { command: 'setStock' as const }],
  ])('send a dead message again after one %s', async (_what, changes) => {
    const [a, b] = [aMessage({ lane: 'x' }), aMessage({ lane: 'x', ...changes })];
    await enqueue(mirror, [a, b]);
    await lease(mirror, 1);
    await kill(mirror, a.id, { at: 1 });
    await mirror.writer.redrive({ id: a.id, by: 'ada', at: minute(2) });
    expect(await statesOf(mirror)).toMatchObject({ [a.id]: 'queued' });
  });

  it('send a dead message again of which every one counts, and after one that is dead itself', async () => {
    const [a, b] = [aMessage({ lane: 'x', replaces: 'parcel:1' }), aMessage({ lane: 'x', replaces: 'parcel:2' })];
    const [c, d] = [aMessage({ lane: 'y' }), aMessage({ lane: 'y' })];
    await enqueue(mirror, [a, b, c, d]);
    await lease(mirror, 1);
    for (const { id } of [a, c]) await kill(mirror, id, { at: 1 });
    await lease(mirror, 1);
    await kill(mirror, d.id, { at: 1 });
    for (const { id } of [a, c]) await mirror.writer.redrive({ id, by: 'ada', at: minute(2) });
    expect(await statesOf(mirror)).toMatchObject({ [a.id]: 'queued', [c.id]: 'queued', [d.id]: 'dead' });
  });

  it('let a person decide against a message, unless a relay has it just now', async () => {
    const [a, b] = [aMessage({ lane: 'x' }), aMessage({ lane: 'x' })];
    await enqueue(mirror, [a, b]);
    await lease(mirror, 1);
    const discard = (id: string, at: number): Promise<boolean> =>
      mirror.writer.discard({ id, by: 'ada', reason: 'a mistake', at: minute(at) });
    expect(await discard(a.id, 1)).toBe(false);
    expect(await discard(a.id, 2)).toBe(true);
    expect(await discard(a.id, 2)).toBe(false);
    expect(idsOf(await lease(mirror, 2))).toEqual([b.id]);
    const { rows } = await mirror.reader.messages({ first: 9, state: 'discarded' });
    expect(rows).toMatchObject([{ id: a.id, reason: 'a mistake', nextAt: null }]);
  });

  it('hold ten thousand messages of one order', async () => {
    const all = Array.from({ length: 10_000 }, (_, n) =>
      aMessage({ lane: `${n % 5_000}`, replaces: `price:${n}`, overlays: [] }),
    );
    await enqueue(mirror, all);
    const taken = await lease(mirror, 1, { limit: 50, perBrick: 50 });
    expect(idsOf(taken)).toEqual(idsOf(all.slice(0, 50)));
    expect(await mirror.reader.messageCounts()).toMatchObject([{ brick: 'one', state: 'queued', count: 10_000 }]);
  });
});
