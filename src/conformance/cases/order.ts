import { strict as assert } from 'node:assert';
import type { OpenBrick } from '#sdk';
import type { SubjectCase } from '../conformance.ts';
import { differences } from '../differences.ts';
import type { FaultyProxy } from '../faulty-proxy.ts';
import { inOrder, MemoryMirror } from '../memory-mirror.ts';
import { NotApplicable } from '../not-applicable.ts';
import { withRows, type Row } from '../rows.ts';
import type { Subject } from '../subject.ts';
import { isDone } from '../tried.ts';

const DAY = 86_400_000;
/** How many times as much a reader may ask when lists are not as it expects: beyond it, it goes round in circles. */
const PATIENCE = 20;

/** What a connector must hold when rows or files come in another order than it asked for, or twice. */
export const orderCases: readonly SubjectCase[] = [
  {
    name: 'lists in another order say the same or are refused, and lose nothing',
    run: (subject) => disturb(subject, (rows) => rows.toReversed()),
  },
  {
    name: 'a list that says a row twice says it once or is refused, and loses nothing',
    run: (subject) => disturb(subject, (rows) => [...rows, ...rows.slice(-1)]),
  },
  {
    name: 'files in another order say the same',
    async run({ open, clock, drops }) {
      const [one, other] = [new MemoryMirror(), new MemoryMirror()];
      await one.run(open(), clock);
      if (drops.lists === 0) throw new NotApplicable('It reads no files.');
      drops.reversed = true;
      await other.run(open(), clock);
      assert.deepEqual(differences(one, other), []);
    },
  },
];

type Change = (rows: Row[]) => Row[];

/** Disturbs every list of a first read, and of one a day later; each time the next read in peace must mend it. */
async function disturb(subject: Subject, change: Change): Promise<void> {
  const { open, clock, proxy, sandbox } = subject;
  if (!proxy) throw new NotApplicable('It asks nothing over HTTP.');
  const whole = new MemoryMirror();
  await whole.run(open(), clock);
  const budget = PATIENCE * proxy.count();
  const mirror = new MemoryMirror();
  const disturbed = { clock, proxy, budget, change };
  await readDisturbed(mirror, open(), { ...disturbed, whole });
  await mirror.run(open(), clock);
  assert.deepEqual(differences(mirror, whole), [], 'The next read in peace did not mend the first.');
  clock.now = new Date(clock.now.getTime() + DAY);
  await sandbox.step?.();
  const later = new MemoryMirror();
  await later.run(open(), clock);
  await readDisturbed(mirror, open(), { ...disturbed, whole: later });
  await mirror.run(open(), clock);
  assert.deepEqual(differences(mirror, later), [], 'What happened meanwhile was lost.');
}

interface Disturbance {
  clock: Subject['clock'];
  proxy: FaultyProxy;
  /** Most requests. */
  budget: number;
  change: Change;
  /** What the brick really says. */
  whole: MemoryMirror;
}

/** A stream that ends must have it all; one that cannot be sure must say so. What comes after it is not judged then. */
async function readDisturbed(mirror: MemoryMirror, brick: OpenBrick, disturbance: Disturbance): Promise<void> {
  const { clock, proxy, budget, change, whole } = disturbance;
  const before = proxy.count();
  const isTooMuch = (): boolean => proxy.count() - before > budget;
  let lists = 0;
  proxy.fault = () => (isTooMuch() ? 'server-error' : null);
  proxy.reword = (body) => withRows(body, (rows) => ((lists += Number(rows.length > 1)), change(rows)));
  const refused = new Set<string>();
  for (const stream of inOrder(brick.streams)) {
    const { kind, after = [] } = stream;
    const isRefused = !(await isDone(() => mirror.runStream(stream, clock)));
    if (isRefused || after.some((one) => refused.has(one))) refused.add(kind);
    else assert.deepEqual(differences(mirror, whole, kind), [], `${kind} ended, but it is not what the brick says.`);
  }
  proxy.fault = () => null;
  proxy.reword = null;
  assert.ok(!isTooMuch(), `More than ${budget} requests were made: it goes round in circles.`);
  if (lists === 0) throw new NotApplicable('None of its answers is a list of several rows in JSON.');
}
