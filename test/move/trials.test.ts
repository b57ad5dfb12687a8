/**
 * Promise: whether a brick can be rebuilt is known before it must be. A plan is rehearsed and a brick drilled in a
 * throw-away brick; nothing of it is seen by clients, by the target, or on disk afterwards.
 */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fill, openMemoryHub, type MemoryHub } from '../stories/memory-hub.ts';

const ORDER = { source: 'old', target: 'new', asOf: null, merge: null, by: 'staff' } as const;
const quiet = (): void => undefined;
const DRILLED = '{ bricks { name recovery { plan lastDrill passed rto rpo } } drills(first: 5) { brick outcome rto } }';

let world: MemoryHub;
beforeAll(async () => {
  world = await openMemoryHub(['old', 'new'], { shop: { primary: 'old' } }, { standby: { new: 'old' } });
  fill(world.businesses['old']!, 'shop');
  await world.sync('old');
});
afterAll(() => world.close());

const bindings = (): unknown => {
  const database = new DatabaseSync(join(world.data, 'mortar.db'), { readOnly: true });
  const rows = database.prepare('select * from bindings order by brick, type, external_id').all();
  database.close();
  return rows;
};
const things = (): number => world.businesses['new']!.things('shop').length;
const leftovers = (): string[] => {
  const trials = join(world.data, 'trials');
  return existsSync(trials) ? readdirSync(trials) : [];
};

test.each(['rebuild', 'swap'] as const)('a %s is rehearsed in a sandbox, and told with its plan', async (way) => {
  const { moves } = world.hub;
  const before = bindings();
  const plan = await moves.plan({ ...ORDER, way });
  const outcome = await moves.rehearse({ id: plan.id, sample: null }, quiet);
  expect(outcome).toMatchObject({ outcome: 'passed', where: 'sandbox', failed: 0, findings: 0, problem: null });
  expect(outcome.done).toBeGreaterThan(3);
  expect(outcome.compared).toBeGreaterThan(3);
  expect(outcome.witnessed).toBeGreaterThan(0);
  expect(readdirSync(outcome.folder ?? '')).toEqual(expect.arrayContaining(['report.json', 'report.fr.html']));
  expect(
    await world.ask(`{ plan(id: "${plan.id}") { state estimatedSeconds rehearsal { outcome inTarget } } }`),
  ).toEqual({
    plan: {
      state: 'PLANNED',
      estimatedSeconds: outcome.estimatedSeconds,
      rehearsal: { outcome: 'PASSED', inTarget: false },
    },
  });
  expect([things(), bindings(), leftovers()]).toEqual([0, before, []]);
});

test('a brick is drilled; how long that took is told with it', async () => {
  expect(await world.ask(DRILLED)).toMatchObject({ bricks: [{ name: 'old', recovery: null }], drills: [] });
  const before = bindings();
  const drill = await world.hub.moves.drill('old', quiet);
  expect(drill).toMatchObject({ brick: 'old', outcome: 'passed' });
  expect(drill.rto).toBeGreaterThan(0);
  expect(await world.ask(DRILLED)).toEqual({
    bricks: [
      { name: 'old', recovery: { plan: null, lastDrill: drill.endedAt, passed: true, rto: drill.rto, rpo: drill.rpo } },
    ],
    drills: [{ brick: 'old', outcome: 'PASSED', rto: drill.rto }],
  });
  expect([bindings(), leftovers()]).toEqual([before, []]);
});

test('what a stopped or killed drill leaves on disk is thrown away, and nothing of it is told', async () => {
  const drills = await world.hub.moves.drills({ first: 10 });
  const asked = new AbortController();
  // As a kill leaves it: nobody holds its lock.
  mkdirSync(join(world.data, 'trials', 'killed', 'with-personal-data'), { recursive: true });
  const drill = world.hub.moves.drill('old', () => asked.abort(), asked.signal);
  await expect(drill).rejects.toMatchObject({ code: 'TRIAL_STOPPED' });
  expect(leftovers()).toEqual([]);
  expect(await world.hub.moves.drills({ first: 10 })).toEqual(drills);
});

test('the beginning of a plan is tried in the target only when told so; what is there is named, and apply goes on', async () => {
  const { moves } = world.hub;
  const plan = await moves.plan({ ...ORDER, way: 'rebuild' });
  const outcome = await moves.rehearse({ id: plan.id, sample: 2 }, quiet);
  expect(outcome).toMatchObject({ where: 'target', outcome: 'passed', failed: 0, findings: 0 });
  expect(outcome.done).toBeLessThan(outcome.total);
  expect(things()).toBe(outcome.created.reduce((sum, { count }) => sum + count, 0));
  expect(existsSync(join(world.data, 'moves', plan.id, 'created.csv'))).toBe(true);
  await expect(moves.rehearse({ id: plan.id, sample: 2 }, quiet)).rejects.toMatchObject({ code: 'PLAN_BEGUN' });
  expect(await moves.apply(plan, quiet)).toMatchObject({ state: 'applied', failed: 0 });
  expect(things()).toBe(world.businesses['old']!.things('shop').length);
  expect((await moves.verify(plan.id, { sample: 0 })).findings).toBe(0);
  await expect(moves.rehearse({ id: plan.id, sample: null }, quiet)).rejects.toMatchObject({ code: 'PLAN_APPLIED' });
});
