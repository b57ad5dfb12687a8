import { pino } from 'pino';
import { QueuedTrail, type TrailSettings } from '../../src/audit/queued-trail.ts';
import type { AuditHead, NewAuditEntry } from '../../src/mirror/index.ts';
import { anEntry } from './samples.ts';

/** A store whose appends end when they are told to. */
class SlowStore {
  readonly appended: { entries: readonly NewAuditEntry[]; lasting: boolean }[] = [];
  trouble: Error | null = null;
  gate: Promise<void> = Promise.resolve();
  #seq = 0;

  async append(order: { entries: readonly NewAuditEntry[]; lasting: boolean }): Promise<AuditHead> {
    await this.gate;
    if (this.trouble) throw this.trouble;
    this.appended.push(order);
    this.#seq += order.entries.length;
    return { seq: this.#seq, hash: 'h' };
  }

  get sizes(): number[] {
    return this.appended.map(({ entries }) => entries.length);
  }
}

function aTrail(settings: Partial<TrailSettings> = {}) {
  const store = new SlowStore();
  const due: (() => void)[] = [];
  const lasted: number[] = [];
  const logged: string[] = [];
  const trail = new QueuedTrail({
    ...{ flushMs: 500, batch: 10, most: 20, store },
    ...settings,
    after(_ms, run) {
      due.push(run);
      return () => void due.splice(due.indexOf(run), due.includes(run) ? 1 : 0);
    },
    log: pino({ level: 'info' }, { write: (line: string) => void logged.push(line) }),
    lasted: async ({ seq }) => void lasted.push(seq),
  });
  return { trail, store, due, lasted, logged };
}

it('reads are entered in groups, when it is time', async () => {
  const { trail, store, due, lasted } = aTrail();
  for (let n = 0; n < 4; n += 1) await trail.note(anEntry());
  expect([store.sizes, due.length]).toEqual([[], 1]);
  due[0]?.();
  await trail.flush();
  expect([store.sizes, lasted, trail.waiting]).toEqual([[4], [4], 0]);
});

it('a full group does not wait for its time', async () => {
  const { trail, store } = aTrail({ batch: 3 });
  for (let n = 0; n < 3; n += 1) await trail.note(anEntry());
  await trail.flush();
  expect(store.sizes).toEqual([3]);
});

it('who changes something waits for its entry, and takes those before it along', async () => {
  const { trail, store, lasted } = aTrail();
  await trail.note(anEntry());
  expect(await trail.enter(anEntry({ outcome: 'begun' }), { lasting: false })).toBe(2);
  expect([store.appended[0]?.lasting, lasted]).toEqual([false, []]);
  expect(await trail.enter(anEntry({ begun: 2 }), { lasting: true })).toBe(3);
  expect([store.appended[1]?.lasting, lasted]).toEqual([true, [3]]);
});

it('while too many wait, whoever reads of people waits, too', async () => {
  const { trail, store } = aTrail({ most: 2, batch: 2 });
  const { promise, resolve } = Promise.withResolvers<void>();
  store.gate = promise;
  // The first two are under way to the writer, the next two fill the queue.
  for (let n = 0; n < 4; n += 1) await trail.note(anEntry());
  let taken = false;
  const fifth = trail.note(anEntry()).then(() => (taken = true));
  await new Promise((turn) => setImmediate(turn));
  expect([taken, trail.waiting]).toEqual([false, 2]);
  resolve();
  await fifth;
  await trail.close();
  expect(store.sizes.reduce((sum, size) => sum + size, 0)).toBe(5);
});

it('what cannot be written stays, and nobody gets past it unseen', async () => {
  const { trail, store, logged } = aTrail({ most: 2, batch: 2 });
  store.trouble = new Error('disk full');
  await trail.note(anEntry({ operation: 'first' }));
  await expect(trail.enter(anEntry(), { lasting: true })).rejects.toThrow('disk full');
  await trail.note(anEntry({ operation: 'second' }));
  await trail.flush();
  await expect(trail.note(anEntry())).rejects.toThrow('disk full');
  expect(logged.join('')).toContain('entries could not be written');
  store.trouble = null;
  expect(await trail.close()).toEqual([]);
  expect(store.appended.flatMap(({ entries }) => entries.map(({ operation }) => operation))).toEqual([
    'first',
    'second',
  ]);
});

it('what could not be written until the end is told', async () => {
  const { trail, store } = aTrail();
  store.trouble = new Error('disk full');
  await trail.note(anEntry({ operation: 'lost' }));
  expect((await trail.close()).map(({ operation }) => operation)).toEqual(['lost']);
});
