import { strict as assert } from 'node:assert';
import type { Delivered } from '#sdk';
import type { Trial } from '../believable-commands.ts';
import type { SubjectCase } from '../conformance.ts';
import type { MemoryMirror } from '../memory-mirror.ts';
import { NotApplicable } from '../not-applicable.ts';
import { project } from '../projection.ts';
import { startSubject, type Subject } from '../subject.ts';
import { carriedOut, deliver, effectOf, isRefused, trialsOf, type Steps } from '../told.ts';

/** At which requests a delivery is cut off, as far as there are so many: a sandbox is started for each. */
const PLACES = [1, 2, 3, 5, 8, 13, 21, 34, 55];

/** Commands that may make what is not there yet. */
const MAKING: readonly string[] = ['upsertCustomer', 'putItems'];

/** What a connector must hold when it is told to do something. */
export const commandCases: readonly SubjectCase[] = [
  {
    name: 'each command can be carried out',
    async run(subject) {
      const { trials, mirror } = await trialsOf(subject);
      for (const trial of trials) await carriedOut(subject, trial, { mirror });
    },
  },
  {
    name: 'what a command touched is read back by its id, and shows what was set',
    async run(subject) {
      const { trials, mirror } = await trialsOf(subject);
      let readBack = 0;
      for (const trial of trials) {
        const { touched } = await carriedOut(subject, trial, { mirror });
        if (touched.length === 0) continue;
        readBack += 1;
        await assertShown(subject, trial, touched, mirror);
      }
      if (readBack === 0) throw new NotApplicable('Nothing that it writes can be read back at once.');
    },
  },
  {
    name: 'a delivery that is repeated without its steps leaves one effect',
    async run(subject) {
      const { trials, mirror } = await trialsOf(subject);
      for (const trial of trials)
        for (const steps of [new Map() as Steps, new Map() as Steps])
          await carriedOut(subject, trial, { mirror, steps });
      assert.deepEqual(await effectOf(subject), await onceEach(subject, trials, mirror));
    },
  },
  {
    name: 'a delivery that is cut off at any request and repeated leaves one effect',
    async run(subject) {
      const { trials, mirror } = await trialsOf(subject);
      const once = await onceEach(subject, trials, mirror);
      for (const place of PLACES) {
        const another = await startSubject(subject.connector);
        try {
          let cuts = 0;
          for (const trial of trials) if (await isCut(another, trial, place, mirror)) cuts += 1;
          if (cuts === 0) return;
          assert.deepEqual(await effectOf(another), once, `A cut at request ${place} left another effect.`);
        } finally {
          await another.close();
        }
      }
    },
  },
  {
    name: 'a command for what the brick does not have is refused for good, and does nothing',
    async run(subject) {
      const { trials, mirror } = await trialsOf(subject);
      const judged = trials.filter(({ command }) => !MAKING.includes(command));
      if (judged.length === 0) throw new NotApplicable('It has no command for a thing that must be there.');
      const before = await effectOf(subject);
      for (const trial of judged) {
        const unknown = { ...trial, payload: withoutSkus(trial.payload) };
        const work = deliver(subject, unknown, { mirror, knows: false });
        assert.ok(await isRefused(work), `${trial.command} is not refused with a PermanentError.`);
      }
      assert.deepEqual(await effectOf(subject), before);
    },
  },
];

async function assertShown(
  { open, clock, connector }: Subject,
  { command, shows }: Trial,
  touched: Delivered['touched'],
  mirror: MemoryMirror,
): Promise<void> {
  const { streams } = open();
  for (const { kind, ids } of touched) {
    const stream = streams.find((one) => one.kind === kind);
    assert.ok(stream?.byIds, `${command} touched ${kind}, which cannot be read by id.`);
    const found = await mirror.readBack(stream, ids, clock);
    assert.ok(found > 0, `${command} touched records of ${kind} that are not there.`);
  }
  const facets = project(mirror, streams, connector.aggregates);
  assert.ok(shows(facets), `${command}: what it touched does not show what was set.`);
}

async function onceEach({ connector }: Subject, trials: readonly Trial[], mirror: MemoryMirror): Promise<string[]> {
  const subject = await startSubject(connector);
  try {
    for (const trial of trials) await carriedOut(subject, trial, { mirror });
    return await effectOf(subject);
  } finally {
    await subject.close();
  }
}

/**
 * The hub is killed when the brick has done the work of a request (or written a file), then delivers again: by turns
 * with the steps that were kept and without. False: there are not so many requests.
 */
async function isCut(subject: Subject, trial: Trial, place: number, mirror: MemoryMirror): Promise<boolean> {
  const { proxy, drops } = subject;
  const [requests, writes] = [proxy?.count() ?? 0, drops.writes];
  const struck = { is: false };
  const strikes = (count: number): boolean => {
    struck.is ||= count >= place;
    return count >= place;
  };
  if (proxy)
    proxy.fault = (count) => {
      if (!strikes(count - requests)) return null;
      return count - requests === place ? 'cut-after' : 'cut-before';
    };
  drops.writeFault = (count) => strikes(count - writes);
  const steps: Steps = new Map();
  try {
    await deliver(subject, trial, { mirror, steps });
  } catch (error) {
    if (!struck.is) throw error;
  } finally {
    if (proxy) proxy.fault = () => null;
    drops.writeFault = () => false;
  }
  if (struck.is) await carriedOut(subject, trial, { mirror, ...(place % 2 === 1 ? { steps } : {}) });
  return struck.is;
}

function withoutSkus(payload: Trial['payload']): Trial['payload'] {
  return JSON.parse(
    JSON.stringify(payload, (key, value: unknown) => (key === 'sku' ? 'JUDGED-UNKNOWN' : value)),
  ) as Trial['payload'];
}
