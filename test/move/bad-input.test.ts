/** What a plan refuses, and what a verification finds that was done behind its back. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { applyMove, keepReport, makePlan, verifyMove, type MovePlan } from '../../src/recovery/index.ts';
import type { Brick } from '../../src/sync/index.ts';
import { openMoveWorld, type MoveWorld } from './move-world.ts';

const ORDER = { way: 'rebuild', source: 'old', target: 'new', asOf: null, merge: null, by: 'staff' } as const;
const { signal } = new AbortController();

let world: MoveWorld;
async function open(): Promise<void> {
  world = await openMoveWorld();
  await world.sync(world.source);
  world.clock.now += 60_000;
}

const apply = (plan: MovePlan, target = world.target) =>
  applyMove(world.parts, { plan, target, isPaused: () => false, signal });
const product = () => {
  const found = world.into.things('shop').find(({ type }) => type === 'Product');
  if (!found) throw new Error('there is no product');
  return found;
};

describe('nothing is planned', () => {
  beforeAll(open);
  afterAll(() => world.close());

  describe('the wrong shop as a target', () => {
    const withTarget = (target: Partial<Brick>) => ({
      ...world.parts,
      brick: (name: string) => (name === 'old' ? world.source : { ...world.target, ...target }),
    });

    test.each([
      ['the source itself', () => ({ name: 'old' }), 'TARGET_IS_SOURCE'],
      ['another name for the source', () => ({ settings: world.source.settings }), 'TARGET_IS_SOURCE'],
      ['one in service', () => ({ standby: false }), 'TARGET_NOT_STANDBY'],
      ['one that is to replace another', () => ({ replaces: 'depot' }), 'TARGET_REPLACES_ANOTHER'],
      [
        'one that cannot be filled',
        () => ({ open: { ...world.target.open, intake: {} } as Brick['open'] }),
        'INTAKE_MISSING',
      ],
      [
        'one of another vendor, for a rebuild',
        () => ({ connector: { ...world.target.connector, name: 'other' } }),
        'REBUILD_OF_ANOTHER_KIND',
      ],
    ] as const)('is refused: %s', async (_what, target, code) => {
      await expect(makePlan(withTarget(target()), ORDER)).rejects.toMatchObject({ code });
    });

    test('is refused when the configuration leads to another one after the plan was made', async () => {
      const plan = await makePlan(world.parts, ORDER);
      const moved = { ...world.target, settings: { business: 'somebody-elses', pageSize: 50 } };
      await expect(apply(plan, moved)).rejects.toMatchObject({ code: 'PLAN_STALE' });
      expect(world.held()).toEqual({});
    });
  });

  test.each([
    ['before the first revision', '2020-01-01T00:00:00Z', 'AS_OF_BEFORE_FIRST'],
    ['in the future', '2999-01-01T00:00:00Z', 'AS_OF_INVALID'],
    ['no time', 'yesterday', 'AS_OF_INVALID'],
  ])('a time that is %s is refused', async (_what, asOf, code) => {
    await expect(makePlan(world.parts, { ...ORDER, asOf })).rejects.toMatchObject({ code });
  });
});

describe('behind its back', () => {
  beforeEach(open);
  afterEach(() => world.close());

  test.each(['rebuild', 'swap'] as const)('a %s as of before an attack brings what was there then', async (way) => {
    const asOf = new Date(world.clock.now).toISOString();
    const before = world.from.things('shop');
    world.clock.now += 60_000;
    const poisoned = before.find(({ type }) => type === 'Product');
    if (!poisoned) throw new Error('there is no product');
    const at = new Date(world.clock.now);
    world.from.put({ ...poisoned, facet: { ...poisoned.facet, name: { fr: 'PWNED' } } }, at);
    await world.sync(world.source);
    const plan = await makePlan(world.parts, { ...ORDER, way, asOf });
    expect(await apply(plan)).toMatchObject({ state: 'applied', failed: 0 });
    expect(JSON.stringify(world.into.things('shop'))).not.toContain('PWNED');
    const names = (things: typeof before) =>
      things.flatMap(({ type, facet }) => (type === 'Product' ? JSON.stringify(facet['name']) : []));
    expect(names(world.into.things('shop')).sort()).toEqual(names(before).sort());
    const report = await verifyMove(world.parts, { move: plan.id, signal, sample: 0 });
    expect([report.asOf, report.findings]).toEqual([true, []]);
  });

  test('a target that somebody changes while we write is told apart from what we wrote wrongly', async () => {
    const plan = await makePlan(world.parts, ORDER);
    await apply(plan);
    world.clock.now += 60_000;
    const touched = product();
    const updatedAt = new Date(world.clock.now).toISOString();
    world.into.put({ ...touched, facet: { ...touched.facet, name: { fr: 'Changed by hand' }, updatedAt } });
    const { findings } = await verifyMove(world.parts, { move: plan.id, signal, sample: 0 });
    expect(findings.find(({ path }) => path === 'Product.name.fr')).toMatchObject({
      kind: 'different',
      changedSince: true,
    });
  });

  test('a witness sees what the mapper cannot: what it reads as it wrote it, and shows otherwise', async () => {
    // The target's own pages, on which prices are in cents, and nobody who reads it by its interface notices.
    const page = `<html><script type="application/ld+json">{"name":"?","offers":{"price":"825"}}</script></html>`;
    const server = createServer((_request, response) => void response.end(page));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
    try {
      const plan = await makePlan(world.parts, ORDER);
      await apply(plan);
      const { intake } = world.target.open;
      if (!intake) throw new Error('the memory can be filled');
      const open = { ...world.target.open, intake: { ...intake, publicPage: () => Promise.resolve(url) } };
      const seen = {
        ...world.parts,
        brick: (name: string) => (name === 'old' ? world.source : { ...world.target, open }),
      };
      const report = await verifyMove(seen, { move: plan.id, signal, sample: 5 });
      expect(report.findings).toEqual([]);
      expect(report.witness.length).toBeGreaterThan(0);
      for (const { state, lacking } of report.witness) {
        expect(state).toBe('differs');
        expect(lacking.join()).toMatch(/name .*price /s);
      }
      expect((await keepReport(seen, report)).findings).toBe(report.witness.length);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});
