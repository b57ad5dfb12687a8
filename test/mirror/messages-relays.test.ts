import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMirror, type Mirror, type MirrorWriter } from '../../src/mirror/index.ts';
import { bricks, registry } from './a-mirror.ts';
import { dialects } from './dialects.ts';
import { aFailure, aMessage, anOrder, minute } from './messages-samples.ts';

const ORDERS = 30;
const LANES = 3;

describe.each(dialects)('two relays at once, on $name', (dialect) => {
  let data: string;
  let database: string | undefined;
  let hubs: Mirror[];

  /** Where several hubs share a database, each relay has its own. */
  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'mortar-mirror-'));
    database = await dialect.create();
    const options = { data, ...(database === undefined ? {} : { database }), registry, bricks };
    hubs = [await openMirror(options)];
    if (database !== undefined) hubs.push(await openMirror(options));
  });
  afterEach(async () => {
    for (const hub of hubs) await hub.close();
    await dialect.drop(database);
    await rm(data, { recursive: true });
  });

  it('send all of a lane in its order, each message once, while more comes', async () => {
    const sent: { lane: string; seq: number; outcome: string }[] = [];
    const inHand = new Set<string>();
    let settled = 0;
    const take = async (writer: MirrorWriter): Promise<void> => {
      for (let n = 0; n < ORDERS; n++)
        await writer.enqueue(anOrder([aMessage({ lane: `lane ${n % LANES}` }), aMessage({ lane: `lane ${n % 2}` })]));
    };
    const relay = async (writer: MirrorWriter, name: string): Promise<void> => {
      for (let turn = 1; settled < ORDERS * 4; turn++) {
        if (turn > 50_000) throw new Error('a message is never given to anybody');
        const at = minute(turn);
        const wish = { relay: name, bricks: ['one'], limit: 2, perBrick: 3, at, until: minute(turn + 1_000_000) };
        for (const message of await writer.lease(wish)) {
          const { id, lane, seq, attempts } = message;
          expect(inHand.has(lane)).toBe(false);
          inHand.add(lane);
          await writer.keepStep({ relay: name, id, name: 'step', result: turn });
          inHand.delete(lane);
          const end = { relay: name, id, at };
          // Every fifth is tried again, every seventh refused.
          if (seq % 5 === 0 && attempts === 1) {
            await writer.settle({ ...end, outcome: 'again', nextAt: at, failure: aFailure() });
          } else {
            const outcome = seq % 7 === 0 ? 'dead' : 'delivered';
            sent.push({ lane, seq, outcome });
            settled++;
            if (outcome === 'dead') await writer.settle({ ...end, outcome, failure: aFailure() });
            else await writer.settle({ ...end, outcome, created: [] });
          }
        }
      }
    };
    const [one, other = one] = hubs;
    if (!one || !other) throw new Error('there is one at least');
    const [first, second] = [one.writer, other.writer];
    await Promise.all([take(first), take(second), relay(first, 'r1'), relay(second, 'r2')]);
    expect(sent).toHaveLength(ORDERS * 4);
    for (const ofLane of Map.groupBy(sent, ({ lane }) => lane).values()) {
      const seqs = ofLane.map(({ seq }) => seq);
      expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
    }
    const counts = await one.reader.messageCounts();
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(ORDERS * 4);
    expect(counts.map(({ state }) => state).sort()).toEqual(['dead', 'delivered']);
  });
});
