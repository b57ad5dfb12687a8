/** Plans in the graph: whoever may, from the plan to the cutover, over a restart of the hub; and whoever may not. */
import { fill, openMemoryHub, READER, type MemoryHub } from '../stories/memory-hub.ts';

interface Plan {
  __typename: string;
  id: string;
  state: string;
  code?: string;
}

let world: MemoryHub;
beforeAll(async () => {
  world = await openMemoryHub(['old', 'new'], { shop: { primary: 'old' } }, { standby: { new: 'old' } });
  fill(world.businesses['old']!, 'shop');
  await world.sync('old');
});
afterAll(() => world.close());

const FIELDS = '{ __typename ... on Plan { id state way } ... on PlanRefused { code } }';
const mutate = async (call: string): Promise<Plan> =>
  (await world.ask(`mutation { answer: ${call} ${FIELDS} }`))['answer'] as Plan;
const PRODUCTS = '{ products(first: 10) { nodes { id variants { id sku } } } bricks { name } }';

test('nobody but administrators plans, applies, cuts over, drills or writes to customers', async () => {
  const id = 'plan_aaaaaaaaaaaaaaaaaaaa';
  const calls = [
    `planRebuild(source: "old", target: "new") ${FIELDS}`,
    `applyPlan(id: "${id}") ${FIELDS}`,
    `rehearsePlan(id: "${id}") ${FIELDS}`,
    `verifyPlan(id: "${id}") ${FIELDS}`,
    `cutOver(id: "${id}", confirm: "old") ${FIELDS}`,
    `drillBrick(name: "old") { __typename }`,
    `writeToLockedOut(plan: "${id}") { __typename }`,
  ];
  for (const call of calls) {
    const asked = world.ask(`mutation { ${call} }`, READER);
    await expect(asked).rejects.toThrow(/FORBIDDEN|UNAUTHORIZED|SCOPE/i);
  }
  await expect(world.ask('{ plans(first: 1) { id } }', READER)).rejects.toThrow(/FORBIDDEN|UNAUTHORIZED|SCOPE/i);
  expect(await world.hub.moves.list(5)).toEqual([]);
});

test('what cannot be is an answer with its code', async () => {
  expect(await mutate('planRebuild(source: "old", target: "old")')).toMatchObject({ code: 'TARGET_IS_SOURCE' });
  expect(await mutate('applyPlan(id: "plan_aaaaaaaaaaaaaaaaaaaa")')).toMatchObject({ code: 'PLAN_UNKNOWN' });
  expect(
    await world.ask('mutation { drillBrick(name: "nobody") { __typename ... on DrillRefused { code } } }'),
  ).toEqual({
    drillBrick: { __typename: 'DrillRefused', code: 'UNKNOWN_BRICK' },
  });
});

test('from the plan to the cutover, and on after a restart', async () => {
  const before = (await world.ask(PRODUCTS))['products'];
  const { id, state } = await mutate('planSwap(source: "old", target: "new", merge: KEEP)');
  expect(state).toBe('PLANNED');
  await mutate(`applyPlan(id: "${id}")`);
  const stateNow = async (): Promise<string> =>
    ((await world.ask(`{ plan(id: "${id}") { state } }`))['plan'] as Plan).state;
  while ((await stateNow()) === 'APPLYING') await new Promise((resolve) => setImmediate(resolve));
  expect(await stateNow()).toBe('APPLIED');
  expect(await mutate(`cutOver(id: "${id}", confirm: "new")`)).toMatchObject({ code: 'CUTOVER_NOT_VERIFIED' });
  expect(await mutate(`verifyPlan(id: "${id}", sample: 0)`)).toMatchObject({ __typename: 'Plan' });
  expect(await world.ask(`{ idMap(plan: "${id}", format: CSV) { ... on PlanRefused { code } } }`)).toEqual({
    idMap: { code: 'PLAN_NOT_CUT_OVER' },
  });
  expect(await mutate(`cutOver(id: "${id}", confirm: "new")`)).toMatchObject({ code: 'CUTOVER_NOT_CONFIRMED' });
  expect(await mutate(`cutOver(id: "${id}", confirm: "old")`)).toMatchObject({ state: 'CUT_OVER' });
  const ids = await world.ask(`{ idMap(plan: "${id}", format: JSON) { ... on PlanFile { content count } } }`);
  const { content, count } = ids['idMap'] as { content: string; count: number };
  expect(JSON.parse(content)).toHaveLength(count);

  for (let restarts = 0; restarts < 2; restarts++) {
    expect(await world.ask(PRODUCTS)).toEqual({ products: before, bricks: [{ name: 'new' }] });
    await world.restart();
  }
  await world.sync('new');
  expect(await world.ask(PRODUCTS)).toEqual({ products: before, bricks: [{ name: 'new' }] });
  expect(await mutate(`applyPlan(id: "${id}")`)).toMatchObject({ code: 'PLAN_APPLIED' });
});
