/**
 * A kill at any instant: each write of the state is cut off in turn, before it is on disk and after, and each write to
 * the target, before it was taken and after. The next apply goes on; the target has everything once.
 */
import { PermanentError } from '#sdk';
import { applyMove, makePlan, type MovePlan } from '../../src/recovery/index.ts';
import { manyProducts, openMoveWorld, type MoveWorld } from './move-world.ts';

const ORDER = { source: 'old', target: 'new', asOf: null, merge: null, by: 'staff' } as const;
const KILLED = new Error('killed');

describe.each(['rebuild', 'swap'] as const)('a %s that is killed', (way) => {
  let world: MoveWorld;
  beforeEach(async () => {
    world = await openMoveWorld({ fill: (business) => manyProducts(business, 4) });
    await world.sync(world.source);
    world.clock.now += 1_000;
  });
  afterEach(() => world.close());

  test('at every write of its state and of the target, again and again, has everything once at the end', async () => {
    const plan = await makePlan(world.parts, { ...ORDER, way });
    const total = plan.stages.reduce((sum, { count }) => sum + count, 0);
    let kills = 0;
    // Each session lives a little longer than the one before, so that the next write is the one that is cut off.
    for (let life = 1; ; life++) {
      const ended = await session(world, plan, life);
      if (ended) break;
      kills += 1;
      expect(kills).toBeLessThan(500);
    }
    expect(kills).toBeGreaterThan(10);
    const held = world.held();
    expect(Object.values(held).reduce((sum, count) => sum + count, 0)).toBe(total);
    expect(held).toMatchObject({ Product: 6, Variant: 6, Order: 1, StockItem: 2 });
    const items = await world.mirror.moves.moveCounts(plan.id);
    expect(items.every(({ state }) => state === 'done')).toBe(true);
  });
});

/** One life: after so many steps nothing reaches disk or target any more, as if the process were gone. */
async function session({ parts, target }: MoveWorld, plan: MovePlan, life: number): Promise<boolean> {
  let steps = 0;
  const dead = new AbortController();
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    if (dead.signal.aborted || ++steps === life) die(dead);
    const done = await work();
    // What was written is written; who wrote it never learns of it.
    if (++steps === life) die(dead);
    return done;
  };
  const { intake } = target.open;
  if (!intake?.records || !intake.facets) throw new Error('the memory can be filled');
  const stages = <Filling extends NonNullable<typeof intake.facets>>(filling: Filling): Filling => ({
    ...filling,
    stages: filling.stages.map((stage) => ({
      ...stage,
      put: (items: Parameters<typeof stage.put>[0], context: Parameters<typeof stage.put>[1]) =>
        step(() => stage.put(items, context)),
    })),
  });
  const writer = new Proxy(parts.mirror.writer, {
    get(writer, name) {
      const member: unknown = Reflect.get(writer, name, writer);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => step(() => member.apply(writer, args) as Promise<unknown>);
    },
  });
  try {
    const mortal = { ...intake, records: stages(intake.records), facets: stages(intake.facets) };
    await applyMove(
      { ...parts, mirror: { ...parts.mirror, writer } },
      {
        plan,
        target: { ...target, open: { ...target.open, intake: mortal } },
        isPaused: () => false,
        signal: dead.signal,
      },
    );
    return true;
  } catch (error) {
    if (error === KILLED) return false;
    // Killed right after its end was on disk.
    if (error instanceof PermanentError && error.code === 'PLAN_APPLIED') return true;
    throw error;
  }
}

function die(dead: AbortController): never {
  dead.abort(KILLED);
  throw KILLED;
}
