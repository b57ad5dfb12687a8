import { strict as assert } from 'node:assert';
import type { SubjectCase } from '../conformance.ts';
import { differences } from '../differences.ts';
import { MemoryMirror } from '../memory-mirror.ts';
import { NotApplicable } from '../not-applicable.ts';

const YEARS = 10 * 365 * 86_400_000;

/** What a connector must hold when nothing goes wrong. */
export const readingCases: readonly SubjectCase[] = [
  {
    name: 'two first reads are equal',
    async run({ open, clock }) {
      const [one, other] = [new MemoryMirror(), new MemoryMirror()];
      await one.run(open(), clock);
      await other.run(open(), clock);
      assert.ok(Object.keys(one.snapshot()).length > 0, 'The sandbox holds no record at all.');
      assert.deepEqual(differences(one, other), []);
    },
  },
  {
    name: 'a second read from the checkpoint changes nothing',
    async run({ open, clock }) {
      const mirror = new MemoryMirror();
      const brick = open();
      await mirror.run(brick, clock);
      for (const [kind, run] of await mirror.run(brick, clock)) {
        assert.deepEqual({ kind, changed: run.changed, gone: run.gone }, { kind, changed: [], gone: [] });
      }
    },
  },
  {
    name: 'a read that was killed after any page goes on to the same end',
    async run({ open, clock }) {
      const whole = new MemoryMirror();
      await whole.run(open(), clock);
      const killed = new MemoryMirror();
      await killed.run(open(), { ...clock, dieAfter: 1 });
      await killed.run(open(), { ...clock, dieAfter: 2 });
      await killed.run(open(), clock);
      assert.deepEqual(differences(killed, whole), []);
    },
  },
  {
    name: 'a full read finds what the mirror has, no more and no less',
    async run({ open, clock }) {
      const mirror = new MemoryMirror();
      const brick = open();
      await mirror.run(brick, clock);
      const before = mirror.snapshot();
      await mirror.run(brick, { ...clock, full: true });
      assert.deepEqual(mirror.snapshot(), before);
    },
  },
  {
    name: 'a checkpoint far in the future hides nothing from a full read',
    async run({ open, clock }) {
      const now = clock.now;
      const mirror = new MemoryMirror();
      clock.now = new Date(now.getTime() + YEARS);
      await mirror.run(open(), clock);
      clock.now = now;
      await mirror.run(open(), clock);
      await mirror.run(open(), { ...clock, full: true });
      const fresh = new MemoryMirror();
      await fresh.run(open(), clock);
      assert.deepEqual(differences(mirror, fresh), []);
    },
  },
  {
    name: 'business that goes on arrives with the next read',
    async run({ open, clock, sandbox }) {
      if (!sandbox.step) throw new NotApplicable('Its sandbox stands still.');
      const mirror = new MemoryMirror();
      const brick = open();
      await mirror.run(brick, clock);
      clock.now = new Date(clock.now.getTime() + 86_400_000);
      await sandbox.step();
      await mirror.run(brick, clock);
      const fresh = new MemoryMirror();
      await fresh.run(open(), clock);
      assert.deepEqual(differences(mirror, fresh), [], 'These records are not as the brick says them.');
    },
  },
  {
    name: 'kinds, ids and checkpoints have the form of the contract',
    async run({ open, clock }) {
      const brick = open();
      const kinds = brick.streams.map(({ kind }) => kind);
      assert.equal(new Set(kinds).size, kinds.length, 'Two streams have one kind.');
      for (const stream of brick.streams) {
        for (const kind of stream.after ?? []) assert.ok(kinds.includes(kind), `${stream.kind} comes after ${kind}`);
        const context = { checkpoint: null, full: false, mirror: new MemoryMirror(), now: clock.now };
        for await (const page of stream.read({ ...context, signal: new AbortController().signal })) {
          assert.ok(
            page.records.every(({ id }) => typeof id === 'string' && id !== ''),
            `An id of ${stream.kind}`,
          );
          assert.ok(isJson(page.checkpoint), `The checkpoint of ${stream.kind} is no JSON.`);
          assert.ok(JSON.stringify(page.checkpoint).length < 10_000, `The checkpoint of ${stream.kind} is not small.`);
          break;
        }
      }
    },
  },
  {
    name: 'the check says of a working brick that nothing is wrong',
    async run({ open }) {
      const findings = await open().check();
      assert.ok(findings.length > 0, 'The check tried nothing.');
      assert.deepEqual(
        findings.filter(({ state }) => state === 'error'),
        [],
      );
    },
  },
];

/** By what it holds, not by its prototype: a checkpoint may come from another context of the engine. */
function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  const isPlain = Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]';
  return isPlain && Object.values(value as object).every(isJson);
}
