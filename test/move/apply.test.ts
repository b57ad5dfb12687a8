import { applyMove, makePlan, type MovePlan, type MoveProgress } from '../../src/recovery/index.ts';
import { PermanentError, RetryableError, type IntakeStage } from '#sdk';
import { manyProducts, openMoveWorld, type MoveWorld } from './move-world.ts';

const ORDER = { source: 'old', target: 'new', asOf: null, merge: null, by: 'staff' } as const;

describe.each(['rebuild', 'swap'] as const)('a %s', (way) => {
  let world: MoveWorld;

  beforeEach(async () => {
    world = await openMoveWorld({ fill: (business) => manyProducts(business, 40) });
    await world.sync(world.source);
    world.clock.now += 1_000;
  });
  afterEach(() => world.close());

  const apply = (plan: MovePlan, more: Partial<Parameters<typeof applyMove>[1]> = {}): Promise<MoveProgress> =>
    applyMove(world.parts, {
      plan,
      target: world.target,
      isPaused: () => false,
      signal: new AbortController().signal,
      ...more,
    });

  const counts = (): Record<string, number> => ({
    ...{ Product: 42, Variant: 42, Carrier: 1, Customer: 1, Order: 1, Location: 1, Supplier: 1 },
    ...{ StockItem: 2, StockLevel: 2, BulkEdit: 1, Sale: 1 },
  });

  test('brings everything once, and says so', async () => {
    const plan = await makePlan(world.parts, { ...ORDER, way });
    expect(plan.stages.reduce((sum, { count }) => sum + count, 0)).toBe(95);
    const ended = await apply(plan);
    expect(ended).toMatchObject({ state: 'applied', done: 95, failed: 0, leftOut: 0, waiting: null });
    expect(world.held()).toEqual(counts());
    expect(JSON.stringify(world.into.things('shop'))).not.toContain('$mark');
  });

  test('is refused once it was applied', async () => {
    const plan = await makePlan(world.parts, { ...ORDER, way });
    await apply(plan);
    await expect(apply(plan)).rejects.toMatchObject({ code: 'PLAN_APPLIED' });
    expect(world.held()).toEqual(counts());
  });

  test('is refused when it is altered, expired, stale, or the target is not empty any more', async () => {
    const plan = await makePlan(world.parts, { ...ORDER, way });
    await expect(apply({ ...plan, hash: '0'.repeat(64) })).rejects.toMatchObject({ code: 'PLAN_ALTERED' });
    await expect(apply({ ...plan, id: `plan_${'a'.repeat(20)}` })).rejects.toMatchObject({ code: 'PLAN_UNKNOWN' });
    const [thing] = world.from.things('shop');
    if (thing) world.into.put(thing);
    await expect(apply(plan)).rejects.toMatchObject({ code: 'TARGET_NOT_EMPTY' });
    if (thing) world.into.remove(thing.type, thing.id);
    world.clock.now += 25 * 3_600_000;
    await expect(apply(plan)).rejects.toMatchObject({ code: 'PLAN_EXPIRED' });
    world.clock.now -= 24 * 3_600_000;
    if (thing) world.from.put({ ...thing, facet: { ...thing.facet, brand: 'Rivage' } }, new Date(world.clock.now));
    await world.sync(world.source);
    await expect(apply(plan)).rejects.toMatchObject({ code: 'PLAN_STALE' });
    expect(world.held()).toEqual({});
  });

  test('waits for a target that goes down half-way, says so, and goes on', async () => {
    const plan = await makePlan(world.parts, { ...ORDER, way });
    let down = 30;
    const target = spoiled(world, (written) => {
      if (written < 20 || down === 0) return;
      down -= 1;
      throw new RetryableError({ code: 'BRICK_UNREACHABLE', message: 'It is down.', remedy: 'It is tried again.' });
    });
    const said: MoveProgress[] = [];
    const ended = await apply(plan, { target, listen: (progress) => said.push(progress) });
    expect(down).toBe(0);
    expect(said.some(({ waiting }) => waiting?.failure.code === 'BRICK_UNREACHABLE')).toBe(true);
    expect(ended).toMatchObject({ state: 'applied', done: 95, failed: 0, waiting: null });
    expect(world.held()).toEqual(counts());
  });

  test('reports what the target refuses, brings the rest, and takes it up when it is applied again', async () => {
    const plan = await makePlan(world.parts, { ...ORDER, way });
    const target = spoiled(world, (_written, item) => {
      if (!JSON.stringify(item.body).includes('lea@example.com')) return;
      throw new PermanentError({ code: 'BRICK_REFUSED', message: 'No such domain.', remedy: 'Correct the address.' });
    });
    const ended = await apply(plan, { target });
    expect(ended).toMatchObject({ state: 'partial', done: 94, failed: 1 });
    const failed = await world.mirror.moves.moveItems({ move: plan.id, states: ['failed'], first: 10 });
    expect(failed).toMatchObject([{ failure: { code: 'BRICK_REFUSED', message: 'No such domain.' } }]);
    expect(await apply(plan)).toMatchObject({ state: 'applied', done: 95, failed: 0 });
    expect(world.held()).toEqual(counts());
  });

  test('pauses, and goes on where it was', async () => {
    const plan = await makePlan(world.parts, { ...ORDER, way });
    let paused = false;
    const target = spoiled(world, (written) => {
      paused ||= written >= 10;
    });
    const first = await apply(plan, { target, isPaused: () => paused });
    expect(first.state).toBe('paused');
    expect(first.done).toBeLessThan(95);
    expect(await apply(plan)).toMatchObject({ state: 'applied', done: 95 });
    expect(world.held()).toEqual(counts());
  });

  test('one at a time', async () => {
    const plan = await makePlan(world.parts, { ...ORDER, way });
    const going = apply(plan);
    await expect(apply(plan)).rejects.toMatchObject({ code: 'MOVE_RUNNING' });
    await going;
  });
});

/** The target, with something that happens before each thing that is written. */
function spoiled(world: MoveWorld, before: (written: number, item: { body: object }) => void): MoveWorld['target'] {
  const { target } = world;
  const { intake } = target.open;
  if (!intake?.records || !intake.facets) throw new Error('the memory can be filled');
  let written = 0;
  const stageOf = (stage: IntakeStage): IntakeStage => ({
    ...stage,
    async put(items, context) {
      for (const item of items) before(written++, item);
      return stage.put(items, context);
    },
  });
  const { records, facets } = intake;
  return {
    ...target,
    open: {
      ...target.open,
      intake: {
        ...intake,
        records: { ...records, stages: records.stages.map(stageOf) },
        facets: { ...facets, stages: facets.stages.map(stageOf) },
      },
    },
  };
}
