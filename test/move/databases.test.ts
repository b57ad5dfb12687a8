/** On both databases: a move, its verification, and what is kept of a drill. */
import { randomUUID } from 'node:crypto';
import { applyMove, keepReport, makePlan, verifyMove } from '../../src/recovery/index.ts';
import { onPostgres, onSqlite } from '../proof/sync/places.ts';
import { openMoveWorld, type MoveWorld } from './move-world.ts';

const server = process.env['MORTAR_TEST_POSTGRES'];
const { signal } = new AbortController();

const dialects = [onSqlite, ...(server === undefined ? [] : [onPostgres(server)])];
const cases = dialects.flatMap((dialect) =>
  (['rebuild', 'swap'] as const).map((way) => [way, dialect.name, dialect] as const),
);

describe.each(cases)('a %s on %s', (way, _name, dialect) => {
  let database: string | undefined;
  let world: MoveWorld;
  beforeAll(async () => {
    database = await dialect.create();
    world = await openMoveWorld({ ...(database !== undefined && { database }) });
    await world.sync(world.source);
    world.clock.now += 60_000;
  });
  afterAll(async () => {
    await world.close();
    await dialect.drop(database);
  });

  test('is applied once, and found equal', async () => {
    const order = { way, source: 'old', target: 'new', asOf: null, merge: null, by: 'staff' } as const;
    const plan = await makePlan(world.parts, order);
    const applied = { plan, target: world.target, isPaused: () => false, signal };
    expect(await applyMove(world.parts, applied)).toMatchObject({ state: 'applied', failed: 0 });
    await expect(applyMove(world.parts, applied)).rejects.toMatchObject({ code: 'PLAN_APPLIED' });
    const report = await verifyMove(world.parts, { move: plan.id, signal, sample: 0 });
    expect(report.findings).toEqual([]);
    await keepReport(world.parts, report);
    expect(await world.mirror.moves.moves({ id: plan.id, first: 1 })).toMatchObject([{ verified: { findings: 0 } }]);
  });

  test('keeps drills, the newest first', async () => {
    const drill = { brick: 'old', startedAt: '2026-11-01T08:00:00Z', outcome: 'passed', rto: 12, rpo: null } as const;
    const ends = ['2026-11-01T09:00:00Z', '2026-11-02T09:00:00Z'];
    for (const endedAt of ends)
      await world.mirror.writer.noteDrill({ ...drill, id: `drill_${randomUUID()}`, endedAt, report: { done: 1 } });
    const kept = await world.mirror.moves.drills({ brick: 'old', first: 5 });
    expect(kept.map(({ endedAt }) => endedAt)).toEqual([...ends].reverse());
    expect(kept[0]).toMatchObject({ ...drill, report: { done: 1 } });
  });
});
