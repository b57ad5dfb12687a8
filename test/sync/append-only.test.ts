import type { JsonObject, Page, Stream } from '#sdk';
import type { HoldRow } from '../../src/mirror/index.ts';
import { syncStream, type PassResult } from '../../src/sync/stream-sync.ts';
import { aMirror, AT, type TestMirror } from '../mirror/a-mirror.ts';
import { dialects } from '../mirror/dialects.ts';

type Tickets = Record<string, JsonObject>;

const ticket = (total: string): JsonObject => ({ total });

/** A till that says what the test has it say, page by page; `dieBefore` a page the hub is killed. */
function tillSaying(pages: Tickets[], { ids = true, dieBefore = Infinity } = {}): Stream {
  const all = pages.flatMap((page) => Object.entries(page).map(([id, body]) => ({ id, body })));
  return {
    kind: 'things',
    way: 'cursor',
    appendOnly: true,
    async *read(): AsyncGenerator<Page> {
      for (const [index, page] of pages.entries()) {
        if (index === dieBefore) throw new Error('killed');
        const records = Object.entries(page).map(([id, body]) => ({ id, body }));
        yield { records, checkpoint: await Promise.resolve(index) };
      }
    },
    ...(ids
      ? {
          async *ids() {
            yield await Promise.resolve([...new Set(all.map(({ id }) => id))]);
          },
        }
      : {}),
  };
}

describe.each(dialects)('what was closed for ever, on $name', (dialect) => {
  let mirror: TestMirror;
  beforeEach(async () => {
    mirror = await aMirror(dialect);
  });
  afterEach(() => mirror.remove());

  let run = 0;
  function sync(stream: Stream): Promise<PassResult> {
    run += 1;
    const at = new Date(Date.parse(AT) + run * 60_000);
    return syncStream({
      ...{ brick: 'one', run: `run-${run}`, stream, full: true, reader: mirror.reader, writer: mirror.writer },
      ...{ threshold: { percent: 10, records: 50 }, windowHours: 24, signal: new AbortController().signal },
      ...{ now: () => at, emit: () => undefined, release: () => undefined },
    });
  }

  async function published(): Promise<Record<string, unknown>> {
    for (let due = 1; due > 0;) due = (await mirror.writer.project({ brick: 'one', limit: 50 })).due;
    const { rows } = await mirror.reader.facets.page<{ name: string }>({ type: 'Thing', brick: 'one', first: 100 });
    return Object.fromEntries(rows.map(({ row }) => [row.externalId, row.facet.name]));
  }

  async function holds(): Promise<Pick<HoldRow, 'state' | 'creates' | 'updates' | 'deletes'>[]> {
    const { rows } = await mirror.reader.holds({ first: 10 });
    return rows.map(({ state, creates, updates, deletes }) => ({ state, creates, updates, deletes }));
  }

  const named = (tickets: Record<string, string>): Tickets =>
    Object.fromEntries(Object.entries(tickets).map(([id, name]) => [id, { ...ticket('1'), name }]));

  it('is published when it is new', async () => {
    await sync(tillSaying([named({ a: 'a' }), named({ b: 'b' })]));
    await sync(tillSaying([named({ a: 'a', b: 'b', c: 'c' })]));
    expect(await published()).toEqual({ a: 'a', b: 'b', c: 'c' });
    expect(await holds()).toEqual([]);
  });

  it('raises an alarm when it changes or vanishes, however little; what is new goes on', async () => {
    await sync(tillSaying([named({ a: 'a', b: 'b', c: 'c' })]));
    const result = await sync(tillSaying([named({ a: 'a', b: 'forged', d: 'd' })]));
    expect(result.held).toBe(2);
    expect(await published()).toEqual({ a: 'a', b: 'b', c: 'c', d: 'd' });
    const { rows } = await mirror.reader.holds({ first: 10 });
    expect(rows).toMatchObject([{ state: 'open', creates: 0, updates: 1, deletes: 1, sample: ['b', 'c'] }]);
    const message = '2 records of things changed or vanished after they were closed: b, c.';
    expect(rows[0]?.reasons).toEqual([{ rule: 'append-only', count: 2, threshold: 0, message }]);
    expect(await sync(tillSaying([named({ a: 'a', b: 'forged', d: 'd', e: 'e' })]))).toMatchObject({ held: 0 });
    expect(await published()).toMatchObject({ e: 'e', b: 'b', c: 'c' });
    expect(await holds()).toEqual([{ state: 'open', creates: 0, updates: 1, deletes: 1 }]);
  });

  it('has one alarm, whatever is changed again, and none when the till takes it back', async () => {
    await sync(tillSaying([named({ a: 'a', b: 'b' })]));
    await sync(tillSaying([named({ a: 'forged', b: 'b' })]));
    await sync(tillSaying([named({ a: 'forged again', b: 'b' })]));
    expect(await holds()).toEqual([{ state: 'open', creates: 0, updates: 1, deletes: 0 }]);
    await sync(tillSaying([named({ a: 'forged again', b: 'forged, too', c: 'c' })]));
    expect(await holds()).toEqual([{ state: 'open', creates: 0, updates: 2, deletes: 0 }]);
    const [hold] = (await mirror.reader.holds({ first: 1 })).rows;
    expect(hold?.reasons[0]?.message).toMatch(/^2 records of things .*: a, b\.$/);
    await sync(tillSaying([named({ a: 'a', b: 'b', c: 'c' })]));
    expect(await holds()).toMatchObject([{ state: 'superseded' }]);
    expect(await published()).toEqual({ a: 'a', b: 'b', c: 'c' });
  });

  it('names five at most', async () => {
    const all = Object.fromEntries([...'abcdefg'].map((id) => [id, id]));
    await sync(tillSaying([named(all)]));
    await sync(tillSaying([named(Object.fromEntries(Object.keys(all).map((id) => [id, 'x'])))]));
    const [hold] = (await mirror.reader.holds({ first: 1 })).rows;
    expect(hold?.reasons[0]?.message).toBe(
      '7 records of things changed or vanished after they were closed: a, b, c, d, e, …',
    );
  });

  it.each([
    ['in another page', [named({ a: 'a', b: 'b' }), named({ a: 'forged' })]],
    ['after a kill', [named({ a: 'a' }), named({ a: 'forged', b: 'b' })]],
  ])('is closed already while it is read for the first time: said otherwise %s', async (_how, pages) => {
    await sync(tillSaying(pages, { dieBefore: 1 })).catch(() => undefined);
    expect(await holds()).toEqual([]);
    await sync(tillSaying(pages, { ids: false }));
    expect(await published()).toEqual({ a: 'a', b: 'b' });
    expect(await holds()).toEqual([{ state: 'open', creates: 0, updates: 1, deletes: 0 }]);
  });

  it('is closed already within one page', async () => {
    const stream = tillSaying([named({ a: 'a' })], { ids: false });
    const twice: Stream = {
      ...stream,
      async *read() {
        const records = ['a', 'forged'].map((name) => ({ id: 'a', body: { name } }));
        yield await Promise.resolve({ records, checkpoint: 1 });
      },
    };
    await sync(twice);
    expect(await published()).toEqual({ a: 'a' });
    expect(await holds()).toEqual([{ state: 'open', creates: 0, updates: 1, deletes: 0 }]);
  });

  it.each(['hold', 'publish'] as const)('is the same after a kill before %s', async (step) => {
    await sync(tillSaying([named({ a: 'a' })]));
    const { writer } = mirror;
    const original = writer[step];
    const dying: Record<string, unknown> = { [step]: () => Promise.reject(new Error('killed')) };
    Object.assign(writer, dying);
    await expect(sync(tillSaying([named({ a: 'forged', b: 'b' }), named({ b: 'forged, too' })]))).rejects.toThrow();
    Object.assign(writer, { [step]: original });
    await mirror.reopen();
    await sync(tillSaying([named({ a: 'forged', b: 'forged, too' })]));
    expect(await published()).toEqual({ a: 'a', b: 'b' });
    expect(await holds()).toEqual([{ state: 'open', creates: 0, updates: 2, deletes: 0 }]);
  });
});
