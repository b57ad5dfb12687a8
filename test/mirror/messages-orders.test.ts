import { openDatabase } from '../../src/mirror/database.ts';
import type { MessageOrder, MessageReceipt } from '../../src/mirror/index.ts';
import { aMirror, type TestMirror } from './a-mirror.ts';
import { dialects } from './dialects.ts';
import {
  aMessage,
  anOrder,
  aReservation,
  deliver,
  enqueue,
  kill,
  lease,
  minute,
  statesOf,
} from './messages-samples.ts';

describe.each(dialects)('orders of messages, on $name', (dialect) => {
  let mirror: TestMirror;
  const order = (changes: Partial<MessageOrder>): Promise<MessageReceipt> =>
    mirror.writer.enqueue(anOrder([aMessage()], changes));
  const stock = async (): Promise<number> => (await mirror.reader.reserved(['variant_x'])).get('variant_x') ?? 0;

  beforeEach(async () => {
    mirror = await aMirror(dialect);
  });
  afterEach(() => mirror.remove());

  it('answer with what they queued', async () => {
    const message = aMessage({ origin: 'edit:7' });
    const receipt = await mirror.writer.enqueue(anOrder([message], { answer: { order: 'x' } }));
    expect(receipt).toMatchObject({
      outcome: 'queued',
      answer: { order: 'x' },
      messages: [{ id: message.id, state: 'queued', attempts: 0, createdBy: 'ada', origin: 'edit:7', failure: null }],
    });
    expect((await mirror.reader.messages({ first: 1, ids: [message.id] })).rows).toEqual(
      receipt.outcome === 'queued' ? receipt.messages : [],
    );
  });

  it('with a key are taken once: the same input is answered again, another one is refused', async () => {
    const key = { value: 'k', inputHash: 'h' };
    const first = await order({ key, answer: 1 });
    expect(first.outcome).toBe('queued');
    const again = await order({ key, answer: 2 });
    expect(again).toEqual({ ...first, outcome: 'known' });
    expect(await order({ key: { ...key, inputHash: 'other' } })).toEqual({ outcome: 'key-conflict' });
    expect(await order({ key, name: 'placeOrder' })).toEqual({ outcome: 'key-conflict' });
    expect(await order({ key, by: 'bob' })).toMatchObject({ outcome: 'queued' });
    expect(Object.keys(await statesOf(mirror))).toHaveLength(2);
  });

  it('with the same key at the same moment are one', async () => {
    const key = { value: 'k', inputHash: 'h' };
    const all = await Promise.all([order({ key }), order({ key }), order({ key })]);
    expect(all.map(({ outcome }) => outcome).sort()).toEqual(['known', 'known', 'queued']);
  });

  it('set aside what they sell, and refuse what is not there any more', async () => {
    expect(await order({ reservations: [aReservation({ quantity: 2 })] })).toMatchObject({ outcome: 'queued' });
    const tooMuch = [aReservation(), aReservation(), aReservation({ variant: 'variant_y' })];
    const key = { value: 'k', inputHash: 'h' };
    expect(await order({ reservations: tooMuch, key })).toEqual({
      outcome: 'sold-out',
      lacking: [{ variant: 'variant_x', wanted: 2, available: 1 }],
    });
    expect(await stock()).toBe(2);
    expect(Object.keys(await statesOf(mirror))).toHaveLength(1);
    // What was refused may be tried again with the same key.
    expect(await order({ reservations: [aReservation()], key })).toMatchObject({ outcome: 'queued' });
    expect(await stock()).toBe(3);
    expect(await order({ reservations: [aReservation()], oversell: 'accept' })).toMatchObject({ outcome: 'queued' });
    expect(await order({ reservations: [aReservation({ available: null })] })).toMatchObject({ outcome: 'queued' });
    expect(await order({ reservations: [aReservation({ owner: 'one' })] })).toMatchObject({ outcome: 'queued' });
    expect(await mirror.reader.reserved(['variant_x', 'variant_y'])).toEqual(new Map([['variant_x', 6]]));
  });

  it('at the same moment do not sell the last piece twice', async () => {
    const last = { reservations: [aReservation({ available: 1 })] };
    const all = await Promise.all([order(last), order(last), order(last)]);
    expect(all.map(({ outcome }) => outcome).sort()).toEqual(['queued', 'sold-out', 'sold-out']);
  });

  it('keep what they set aside until the owner of stock has counted it, or a person decides', async () => {
    const [a, b, c] = [aMessage(), aMessage(), aMessage()];
    const reservations = [aReservation({ owner: 'one' })];
    for (const message of [a, b, c]) await enqueue(mirror, [message], { reservations });
    await lease(mirror, 1);
    await deliver(mirror, a.id, { at: 1 });
    await deliver(mirror, b.id, { at: 3 });
    await kill(mirror, c.id, { at: 1 });
    await mirror.writer.confirm({ brick: 'two', before: minute(9), at: minute(9) });
    expect(await stock()).toBe(3);
    await mirror.writer.confirm({ brick: 'one', before: minute(2), at: minute(9) });
    expect(await stock()).toBe(2);
    await mirror.writer.discard({ id: c.id, by: 'ada', reason: 'no', at: minute(9) });
    expect(await stock()).toBe(1);
    await mirror.writer.confirm({ brick: 'one', before: minute(4), at: minute(9) });
    expect(await stock()).toBe(0);
  });

  it('are taken whole or not at all', async () => {
    const message = aMessage();
    const twice = order({ messages: [aMessage(), message, message], reservations: [aReservation()] });
    await expect(twice).rejects.toMatchObject({ code: 'MIRROR_FAILED' });
    expect([await stock(), await statesOf(mirror)]).toEqual([0, {}]);
    await enqueue(mirror, [message]);
    expect(await lease(mirror, 1)).toHaveLength(1);
  });

  it('are listed newest first, by what is asked for, page by page', async () => {
    const all = [aMessage(), aMessage({ brick: 'two' }), aMessage({ origin: 'edit:1' }), aMessage({ lane: 'l' })];
    await enqueue(mirror, all);
    const ids = all.map(({ id }) => id).reverse();
    const { reader } = mirror;
    const page = await reader.messages({ first: 3 });
    expect([page.rows.map(({ id }) => id), page.hasNext]).toEqual([ids.slice(0, 3), true]);
    const rest = await reader.messages({ first: 3, after: ids[2] ?? '' });
    expect([rest.rows.map(({ id }) => id), rest.hasNext]).toEqual([ids.slice(3), false]);
    for (const [filter, found] of [
      [{ brick: 'two' }, ids[2]],
      [{ origin: 'edit:1' }, ids[1]],
      [{ lane: 'l', state: 'queued' }, ids[0]],
    ] as const)
      expect((await reader.messages({ first: 9, ...filter })).rows.map(({ id }) => id)).toEqual([found]);
    await expect(reader.messages({ first: 1, after: 'msg_none' })).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
    expect(await reader.messageCounts()).toEqual([
      { brick: 'one', state: 'queued', count: 3, oldest: minute(0) },
      { brick: 'two', state: 'queued', count: 1, oldest: minute(0) },
    ]);
  });

  it('are shared by hubs that write the same database', async () => {
    if (dialect.name === 'sqlite') return;
    const database = await openDatabase(mirror, { readOnly: false });
    await enqueue(mirror, [aMessage(), aMessage()]);
    await database.transaction(async (sql) => {
      const [held] = await sql.all<{ id: string }>('select id from messages order by seq limit 1 for update', []);
      const taken = await lease(mirror, 1);
      // What another hub works on is passed by, not waited for.
      expect(taken).toHaveLength(1);
      expect(taken[0]?.id).not.toBe(held?.id);
    });
    await database.close();
  });
});
