import { prove } from '../proof/harness.ts';
import { built } from '../proof/project-root.ts';
import { shortRebuildPhases } from '../proof/rebuild/rebuild-phases.ts';
import { rebuildSubject } from '../proof/rebuild/rebuild-proof.ts';
import { openRebuildWorld, type RebuildWorld } from '../proof/rebuild/rebuild-world.ts';

const SMALL = { products: 4, customers: 3, orders: 3 };
const options = { seed: 7, say: () => undefined };

describe('a rebuild that is killed again and again', () => {
  let world: RebuildWorld;
  beforeAll(async () => {
    world = await openRebuildWorld(SMALL, options.seed);
  });
  afterAll(() => world.close());

  it('has everything once in the end, counted in the shop; `npm run -s proof -- rebuild` does the same at length', async () => {
    const subject = rebuildSubject(world, { phases: shortRebuildPhases, kills: 3 });
    const result = await prove(subject, { ...options, kills: 3 });
    expect(result).toMatchObject({ kills: 3, violations: [], unhit: [] });
  });

  it('would not, if it kept not what was begun: the proof can fail', async () => {
    const sabotage = [built('test/proof/rebuild/forgets-begun.entry.js')];
    const phases = [{ stage: 'apply', phase: 'write:answered' }];
    const subject = rebuildSubject(world, { phases, kills: 2, sabotage });
    const result = await prove(subject, { ...options, kills: 2 });
    expect(result.violations).not.toEqual([]);
  });
});
