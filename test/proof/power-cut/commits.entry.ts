/**
 * Fills a mirror through its own writer and its blob store, and says after each answer what was acknowledged. Going on
 * where an earlier run ended is part of it: `commits.entry.js FOLDER FROM COUNT`.
 */
import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { openBlobs, openMirror, type IncomingRecord } from '../../../src/mirror/index.ts';
import { toIncoming } from '../../../src/sync/canonical.ts';
import { BRICK, KIND, RECORDS, type Acknowledgement } from './agreed.ts';

const AT = '2026-01-01T00:00:00.000Z';

const [, , data = '', from = '0', count = '0'] = process.argv;
const registry = new URL('./registry.entry.js', import.meta.url).href;
const mirror = await openMirror({ data, registry, bricks: [{ name: BRICK, connector: 'proof' }] });
const blobs = openBlobs(data);
const run = `run_${from}`;

acknowledge({ opened: true });
await mirror.writer.startRun({ id: run, brick: BRICK, full: false, trigger: 'proof', at: AT });
acknowledge({ run });
for (let page = Number(from); page < Number(from) + Number(count); page++) {
  const { sha256 } = await blobs.put(randomBytes(2_000 + 100 * page));
  acknowledge({ blob: sha256 });
  const records = Array.from({ length: RECORDS }, (_, i) => recordOf(page * RECORDS + i, sha256));
  const publish = page % 3 === 0;
  await mirror.writer.commitPage({ brick: BRICK, kind: KIND, run, records, checkpoint: { page }, publish, at: AT });
  acknowledge({ records: records.map(({ id, hash }) => [id, hash]), checkpoint: page });
  if (page % 5 !== 4) continue;
  await mirror.writer.publish({ brick: BRICK, kind: KIND, at: AT });
  acknowledge({ published: page });
  await mirror.writer.project({ brick: BRICK, limit: 1_000 });
  acknowledge({ projected: page });
}
const none = { read: 0, revisions: 0, tombstones: 0, held: 0, waitingMs: 0, ms: 0, failures: [] };
await mirror.writer.endRun({ id: run, state: 'done', endedAt: AT, ...none });
acknowledge({ ended: run });
await mirror.close();
acknowledge({ closed: true });

/** Of a size that fills the write-ahead log more than once, so that cuts fall into checkpoints, too. */
function recordOf(id: number, sha256: string): IncomingRecord {
  const text = randomBytes(6_000).toString('base64');
  const stream = { kind: KIND, way: 'tail', read: () => nothing() } as const;
  return toIncoming(stream, { id: String(id), body: { id, sha256, text } });
}

async function* nothing(): AsyncGenerator<never> {}

/** One write, past every buffer: whoever reads it was answered. */
function acknowledge(what: Acknowledgement): void {
  writeSync(1, `${JSON.stringify(what)}\n`);
}
