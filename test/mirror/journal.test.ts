import { cutFrom, replayInto, type Segment } from './a-journal.ts';
import { aMirror, AT, facetsOf, projectAll, aPage, LATER, type TestMirror } from './a-mirror.ts';
import { dialects } from './dialects.ts';
import { aMessage, anOrder, aReservation, deliver, enqueue, idsOf, kill, lease, statesOf } from './messages-samples.ts';

describe.each(dialects)('the journal of a mirror on $name', (dialect) => {
  let mirror: TestMirror;
  let copy: TestMirror;

  beforeEach(async () => {
    mirror = await aMirror(dialect);
    copy = await aMirror(dialect);
  });
  afterEach(async () => {
    await mirror.remove();
    await copy.remove();
  });

  const cut = (from = mirror): Promise<Segment | null> => cutFrom(from);
  const replay = (...segments: (Segment | null)[]): Promise<number> => replayInto(copy, segments);

  it('notes nothing before it is begun, and nothing after it has ended', async () => {
    await enqueue(mirror, [aMessage()]);
    expect(await cut()).toBeNull();
    const begun = await mirror.journal.beginJournal({ at: AT });
    expect(await mirror.journal.beginJournal({ at: LATER })).toEqual(begun);
    await enqueue(mirror, [aMessage()]);
    await mirror.journal.endJournal();
    await enqueue(mirror, [aMessage()]);
    expect(await cut()).toBeNull();
    expect(await mirror.journal.beginJournal({ at: AT })).not.toMatchObject({ line: begun.line });
  });

  it('brings messages back with their ids, keys, lanes, states and steps, once', async () => {
    await mirror.journal.beginJournal({ at: AT });
    await copy.journal.beginJournal({ at: AT });
    const [first, second, dead, sent, stepped] = ['a', 'a', 'b', 'c', 'd'].map((lane) => aMessage({ lane }));
    const key = { value: 'cart-1', inputHash: 'h' };
    await enqueue(mirror, [first!, second!], { key, reservations: [aReservation()] });
    await enqueue(mirror, [dead!, sent!, stepped!]);
    const early = await cut();
    await lease(mirror, 0);
    await deliver(mirror, sent!.id, { at: 0 });
    await kill(mirror, dead!.id, { at: 0 });
    await mirror.writer.keepStep({ relay: 'r1', id: stepped!.id, name: 'cart', result: { id: 7 } });
    const late = await cut();
    expect(await cut()).toBeNull();

    expect(await replay(early, late)).toBe(3);
    expect(await statesOf(copy)).toEqual(await statesOf(mirror));
    expect(await copy.reader.reserved(['variant_x'])).toEqual(new Map([['variant_x', 1]]));
    // A client that asks again gets the same answer.
    const again = await copy.writer.enqueue(anOrder([aMessage()], { key }));
    expect(again).toMatchObject({ outcome: 'known', messages: [{ id: first!.id }, { id: second!.id }] });
    const leased = await lease(copy, 5);
    expect(idsOf(leased).sort()).toEqual([first!.id, stepped!.id].sort());
    // Nobody knows what was tried last: each is looked for at the brick before it is made.
    expect(leased.every(({ attempts }) => attempts >= 2)).toBe(true);
    expect(leased.find(({ id }) => id === stepped!.id)?.steps).toEqual({ cart: { id: 7 } });
    await deliver(copy, first!.id, { at: 5 });
    expect(idsOf(await lease(copy, 7))).toContain(second!.id);
    // New ones come after those that were brought back.
    const next = aMessage({ lane: 'a' });
    await enqueue(copy, [next]);
    const { rows } = await copy.reader.messages({ first: 1 });
    expect(rows).toMatchObject([{ id: next.id }]);
  });

  it('shows at once what messages change, and ties what a brick has made to the id that was told', async () => {
    for (const one of [mirror, copy]) {
      await one.journal.beginJournal({ at: AT });
      await one.writer.commitPage(aPage('things', { 1: { name: 'chair', price: '10' } }));
      await projectAll(one);
    }
    const { rows } = await mirror.reader.facets.page<Record<string, unknown>>({
      type: 'Thing',
      brick: 'one',
      first: 5,
    });
    const [thing] = rows;
    const id = thing?.row.id ?? '';
    const patch = { name: 'armchair' };
    const changed = aMessage({ overlays: [{ type: 'Thing', hubId: id, patch, creates: false }] });
    const whole = { ...thing?.row.facet, name: 'table' };
    const made = aMessage({
      lane: 'new',
      creates: true,
      overlays: [{ type: 'Thing', hubId: 'thing_told', patch: whole, creates: true }],
    });
    await enqueue(mirror, [changed, made]);
    await lease(mirror, 0);
    await deliver(mirror, made.id, { at: 0 }, [{ type: 'Thing', hubId: 'thing_told', externalId: '77' }]);
    await replay(await cut());
    await projectAll(copy);
    expect(await facetsOf(copy, 'Thing')).toMatchObject({ 1: { name: 'armchair' }, [made.id]: { name: 'table' } });
    // The first hub reads it back: what its copy is told of shows the message still, which has read nothing.
    await mirror.writer.confirm({ ids: [made.id], at: LATER });
    await replay(await cut());
    await projectAll(copy);
    expect(await facetsOf(copy, 'Thing')).toMatchObject({ [made.id]: { name: 'table' } });
    // The brick shows what it has made: it is the same thing.
    await copy.writer.commitPage(aPage('things', { 77: { name: 'table', price: '20' } }));
    await projectAll(copy);
    const told = await copy.reader.facets.byIds('Thing', 'one', ['thing_told']);
    expect(told.get('thing_told')).toMatchObject({ externalId: '77' });
  });

  it('shows what was taken, delivered and read back between two segments', async () => {
    for (const one of [mirror, copy]) {
      await one.journal.beginJournal({ at: AT });
      await one.writer.commitPage(aPage('things', { 1: { name: 'chair', price: '10' } }));
      await projectAll(one);
    }
    const { rows } = await mirror.reader.facets.page({ type: 'Thing', brick: 'one', first: 5 });
    const overlay = { type: 'Thing', hubId: rows[0]?.row.id ?? '', patch: { name: 'armchair' }, creates: false };
    const message = aMessage({ overlays: [overlay] });
    await enqueue(mirror, [message]);
    await lease(mirror, 0);
    await deliver(mirror, message.id, { at: 0 });
    await mirror.writer.confirm({ ids: [message.id], at: LATER });
    expect(await replay(await cut())).toBe(0);
    await projectAll(copy);
    expect(await facetsOf(copy, 'Thing')).toMatchObject({ 1: { name: 'armchair' } });
    // The next complete run of the brick has read it.
    await copy.writer.confirm({ brick: 'one', before: LATER, at: LATER });
    await projectAll(copy);
    expect(await facetsOf(copy, 'Thing')).toMatchObject({ 1: { name: 'chair' } });
  });

  it('refuses a line that it does not know, and takes nothing of its segment', async () => {
    await mirror.journal.beginJournal({ at: AT });
    await enqueue(mirror, [aMessage()]);
    const segment = await cut();
    const strange = {
      schema: segment?.schema ?? '',
      lines: [...(segment?.lines ?? []), '{"table":"revisions","row":{}}'],
    };
    await expect(replay(strange)).rejects.toMatchObject({ code: 'JOURNAL_UNREADABLE' });
    await copy.reopen();
    expect(await statesOf(copy)).toEqual({});
  });

  it('asks for a later release where a later one wrote it', async () => {
    await expect(replay({ schema: 'Migration29990101Later', lines: [] })).rejects.toMatchObject({
      code: 'JOURNAL_NEWER',
    });
    await copy.reopen();
  });
});
