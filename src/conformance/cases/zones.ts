import { strict as assert } from 'node:assert';
import { runInThisContext } from 'node:vm';
import type { SubjectCase } from '../conformance.ts';
import { MemoryMirror } from '../memory-mirror.ts';
import { project } from '../projection.ts';
import type { Subject } from '../subject.ts';

/** Half-hour west and three-quarter east of UTC: between them lies a day, and no offset is a whole hour. */
const ZONES = ['America/St_Johns', 'Pacific/Chatham'] as const;

export const zoneCases: readonly SubjectCase[] = [
  {
    name: 'the time zone of the machine changes neither records nor facets',
    async run(subject) {
      const [west, east] = ZONES;
      const one = await inZone(west, () => saidBy(subject));
      const other = await inZone(east, () => saidBy(subject));
      assert.deepEqual(other, one);
    },
  },
];

async function saidBy({ open, clock, connector }: Subject): Promise<Record<string, string>> {
  const mirror = new MemoryMirror();
  const brick = open();
  await mirror.run(brick, clock);
  const facets = project(mirror, brick.streams, connector.aggregates).map(
    ({ type, externalId, facet }) => [`${type} ${externalId}`, JSON.stringify(facet)] as const,
  );
  return { ...mirror.snapshot(), ...Object.fromEntries(facets) };
}

/**
 * The environment of the process itself: a test runner may lend a copy, which moves no clock. Node takes a new `TZ`
 * at once.
 */
const environment = runInThisContext('process.env') as NodeJS.ProcessEnv;

async function inZone<Result>(zone: string, run: () => Promise<Result>): Promise<Result> {
  const before = environment['TZ'];
  environment['TZ'] = zone;
  try {
    assert.equal(new Intl.DateTimeFormat().resolvedOptions().timeZone, zone, 'This process cannot change its zone.');
    return await run();
  } finally {
    if (before === undefined) delete environment['TZ'];
    else environment['TZ'] = before;
  }
}
