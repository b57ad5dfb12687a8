/** How the engine merges, whatever a connector calls the same: nothing twice, nothing guessed, what is kept stays. */
import { PermanentError, type IntakeStage } from '#sdk';
import { applyMove, makePlan, type MovePlan, type MoveProgress } from '../../src/recovery/index.ts';
import { openMoveWorld, manyProducts, type MoveWorld } from './move-world.ts';

let world: MoveWorld;
beforeEach(async () => {
  world = await openMoveWorld({ fill: (business) => manyProducts(business, 4) });
  await world.sync(world.source);
  world.clock.now += 1_000;
});
afterEach(() => world.close());

const order = (merge: 'take' | 'keep' | null) =>
  ({ way: 'swap', source: 'old', target: 'new', asOf: null, merge, by: 'staff' }) as const;

/** The target as one that knows its own variants by their code. */
function knowing(code: (sku: string) => string = (sku) => sku): MoveWorld['target'] {
  const { target, into } = world;
  const { intake } = target.open;
  if (!intake?.facets) throw new Error('the memory can be filled');
  const byCode = (stage: IntakeStage): IntakeStage =>
    stage.kind !== 'Variant'
      ? stage
      : {
          ...stage,
          async find(item, context) {
            const found = await stage.find(item, context);
            if (found !== null || context.merge === undefined) return found;
            const wanted = code(String(item.body['sku'] as string));
            const same = into.things('shop').filter(({ type, facet }) => type === 'Variant' && facet['sku'] === wanted);
            if (same.length < 2) return same[0]?.id ?? null;
            throw new PermanentError({ code: 'INTAKE_AMBIGUOUS', message: 'Two of them.', remedy: 'Correct them.' });
          },
        };
  const facets = { ...intake.facets, stages: intake.facets.stages.map(byCode) };
  return { ...target, open: { ...target.open, intake: { ...intake, facets } } };
}

const apply = (plan: MovePlan, target = knowing()): Promise<MoveProgress> =>
  applyMove(world.parts, { plan, target, isPaused: () => false, signal: new AbortController().signal });

const ownVariant = (id: string, sku: string): void => {
  const facet = { ...variants()[0]?.facet, sku, name: { fr: 'à elle' } };
  world.into.put({ role: 'shop', type: 'Variant', id, facet });
};
const variants = () => world.from.things('shop').filter(({ type }) => type === 'Variant');
const into = (id: string) => world.into.things('shop').find((one) => one.type === 'Variant' && one.id === id);
const failed = async (move: string) =>
  (await world.mirror.moves.moveItems({ move, states: ['failed'], first: 10 })).map(
    ({ kind, failure, attempts }) => `${kind} ${failure?.code ?? ''} ${String(attempts)}`,
  );

test('what the target has is kept or taken, as was said; it stays one thing', async () => {
  ownVariant('own-1', 'SKU-0001');
  ownVariant('own-2', 'ELSE');
  await expect(makePlan(world.parts, order(null))).rejects.toMatchObject({ code: 'TARGET_NOT_EMPTY' });
  const [first, second] = [into('own-1'), into('own-2')];
  const kept = await makePlan(world.parts, order('keep'));
  expect(await apply(kept)).toMatchObject({ state: 'applied', failed: 0 });
  expect([into('own-1'), into('own-2')]).toEqual([first, second]);
  const held = world.held();
  expect(held['Variant']).toBe(variants().length + 1);
});

test('what was refused was not made by us: it is kept all the same when it is found later', async () => {
  ownVariant('own-1', 'SKU-0001');
  ownVariant('own-2', 'SKU-0001');
  const plan = await makePlan(world.parts, order('keep'));
  expect(await apply(plan)).toMatchObject({ state: 'partial', failed: 1 });
  expect(await failed(plan.id)).toEqual(['Variant INTAKE_AMBIGUOUS 0']);
  world.into.remove('Variant', 'own-2');
  const before = into('own-1');
  expect(await apply(plan)).toMatchObject({ state: 'applied', failed: 0 });
  expect(into('own-1')).toEqual(before);
});

test('two things of the source do not become one of the target', async () => {
  ownVariant('own-1', 'SAME');
  const blurred = knowing((sku) => (['SKU-0001', 'SKU-0002'].includes(sku) ? 'SAME' : sku));
  const plan = await makePlan(world.parts, order('keep'));
  expect(await apply(plan, blurred)).toMatchObject({ state: 'partial', failed: 1 });
  expect(await failed(plan.id)).toEqual(['Variant INTAKE_AMBIGUOUS 0']);
  expect(await apply(plan, blurred)).toMatchObject({ state: 'partial', failed: 1 });
});
