import { strict as assert } from 'node:assert';
import type { OpenBrick, Stream } from '#sdk';
import type { SubjectCase } from '../conformance.ts';
import { differences } from '../differences.ts';
import type { FaultyProxy } from '../faulty-proxy.ts';
import { inOrder, MemoryMirror } from '../memory-mirror.ts';
import { NotApplicable } from '../not-applicable.ts';
import { withRows, type Row } from '../rows.ts';
import type { Subject } from '../subject.ts';
import { withTexts } from '../texts.ts';

const MINUTE = 60_000;
/** Fields by which vendors tell when a row changed: `date_upd`, `write_date`, `updated_at`. */
const CHANGED = /upd|write|modif|chang/i;
const DATE = /^\d{4}-\d\d-\d\d/;

/**
 * A row may change once more in the very second of the checkpoint, after it was read. So the newest rows of each
 * stream are first shown in an older state with the date that they have now; the next read must bring their last one.
 */
export const cursorCases: readonly SubjectCase[] = [
  {
    name: 'rows that change again in the second of the checkpoint arrive with the next read',
    async run(subject) {
      const { open, clock, proxy } = subject;
      if (!proxy) throw new NotApplicable('It asks nothing over HTTP.');
      const whole = new MemoryMirror();
      const brick = open();
      const newest = await newestRows(whole, brick, proxy, subject);
      const mirror = new MemoryMirror();
      for (const stream of inOrder(brick.streams)) {
        const texts = newest.get(stream.kind);
        if (texts) proxy.reword = (body) => withRows(body, (rows) => rows.map((row) => older(row, texts)));
        await mirror.runStream(stream, clock);
        proxy.reword = null;
      }
      if (differences(mirror, whole).length === 0)
        throw new NotApplicable('No stream is read by a date of change that its rows tell.');
      clock.now = new Date(clock.now.getTime() + MINUTE);
      await mirror.run(open(), clock);
      assert.deepEqual(differences(mirror, whole), [], 'The last state of these records was never read.');
    },
  },
];

/** Reads all, and notes for each stream with a cursor the rows of the latest change that it told. */
async function newestRows(
  mirror: MemoryMirror,
  { streams }: OpenBrick,
  proxy: FaultyProxy,
  { clock }: Subject,
): Promise<Map<string, Set<string>>> {
  const newest = new Map<string, Set<string>>();
  for (const stream of inOrder(streams)) {
    const seen: Row[] = [];
    proxy.reword = (body) => withRows(body, (rows) => (seen.push(...rows), rows));
    await mirror.runStream(stream, clock);
    if (isJudged(stream)) newest.set(stream.kind, latest(seen));
  }
  proxy.reword = null;
  return newest;
}

/** What was said once and for all does not change. */
function isJudged({ way, appendOnly = false }: Stream): boolean {
  return way === 'cursor' && !appendOnly;
}

function latest(rows: readonly Row[]): Set<string> {
  const dated = rows.map((row) => ({ row, date: dateOf(row) })).filter(({ date }) => date !== '');
  const last = dated.reduce((max, { date }) => (date > max ? date : max), '');
  return new Set(dated.filter(({ date }) => date === last).map(({ row }) => JSON.stringify(row)));
}

function dateOf(row: Row): string {
  const dates = Object.entries(row).map(([field, value]) =>
    CHANGED.test(field) && typeof value === 'string' && DATE.test(value) ? value : '',
  );
  return dates.sort().at(-1) ?? '';
}

/** With other texts, or with a field more where it has none. */
function older(row: Row, newest: ReadonlySet<string>): Row {
  const text = JSON.stringify(row);
  if (!newest.has(text)) return row;
  const before = withTexts(row, (value) => `${value} (older)`);
  return JSON.stringify(before) === text ? { ...row, older: true } : before;
}
