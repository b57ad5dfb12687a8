import { strict as assert } from 'node:assert';
import type { SubjectCase } from '../conformance.ts';
import type { DropFault } from '../faulty-drop.ts';
import type { HttpFault } from '../faulty-proxy.ts';
import { differences } from '../differences.ts';
import { inOrder, MemoryMirror } from '../memory-mirror.ts';
import { NotApplicable } from '../not-applicable.ts';
import type { Subject } from '../subject.ts';
import { isDone } from '../tried.ts';

/** At which requests or reads a fault strikes. */
const PLACES = [1, 2, 3, 5, 8];

/** What a connector must hold when the brick breaks, half-way or from the start. */
export const faultCases: readonly SubjectCase[] = [
  {
    name: 'an answer that breaks off half-way is an error, and the next read mends it',
    run: (subject) => strike(subject, { http: 'half', drop: 'error' }),
  },
  {
    name: 'an answer without content is never taken for an empty brick',
    run: (subject) => strike(subject, { http: 'empty', drop: 'empty' }),
  },
  {
    name: 'a brick that asks for patience gets it, and loses nothing',
    run: (subject) => strike(subject, { http: 'too-many' }),
  },
  {
    name: 'a brick that fails once loses nothing',
    run: (subject) => strike(subject, { http: 'server-error', drop: 'half' }),
  },
  {
    name: 'a brick that fails throughout says so with a code and a remedy, and buries nothing',
    async run(subject) {
      const mirror = new MemoryMirror();
      await mirror.run(subject.open(), subject.clock);
      const before = mirror.snapshot();
      if (subject.proxy) subject.proxy.fault = () => 'server-error';
      subject.drops.fault = () => 'error';
      const brick = subject.open();
      for (const stream of inOrder(brick.streams)) await isDone(() => mirror.runStream(stream, subject.clock));
      assert.deepEqual(mirror.snapshot(), before);
    },
  },
];

/** Strikes once at each place of a second read, then lets it be read in peace: nothing may be lost or made up. */
async function strike(subject: Subject, faults: { http?: HttpFault; drop?: DropFault }): Promise<void> {
  const { proxy, drops, clock } = subject;
  const peaceful = new MemoryMirror();
  await peaceful.run(subject.open(), clock);
  if (!proxy && (!faults.drop || drops.lists === 0)) throw new NotApplicable('It asks nothing over HTTP.');
  for (const place of PLACES) {
    const mirror = new MemoryMirror();
    const brick = subject.open();
    const [requests, reads] = [proxy?.count() ?? 0, drops.reads];
    if (proxy) proxy.fault = (count) => (count === requests + place ? (faults.http ?? null) : null);
    drops.fault = (count) => (count === reads + place ? (faults.drop ?? null) : null);
    for (const stream of inOrder(brick.streams)) await isDone(() => mirror.runStream(stream, clock));
    if (proxy) proxy.fault = () => null;
    drops.fault = () => null;
    await mirror.run(subject.open(), clock);
    assert.deepEqual(differences(mirror, peaceful), [], `A fault at place ${place} was not mended.`);
  }
}
