import { prove } from '../proof/harness.ts';
import { heldSubject, shortHeldPhases } from '../proof/outbox/held-world.ts';
import { built } from '../proof/project-root.ts';

const say = (): void => {};

describe('a hub that is killed while what it would send waits for a person', () => {
  it('sends nothing unseen, nothing twice, and all that was decided; `npm run -s proof -- held` does so at length', async () => {
    const phases = shortHeldPhases;
    const result = await prove(heldSubject({ phases }), { kills: phases.length + 1, seed: 20_261_123, say });
    expect(result).toMatchObject({ kills: 5, timed: 1, violations: [], unhit: [], aimedAt: 4 });
  });

  it('would not, if what waits were sent: the proof can fail', async () => {
    const sabotage = [built('test/proof/outbox/sends-held.entry.js')];
    const result = await prove(heldSubject({ sabotage }), { kills: 1, seed: 1, say }).catch((error: unknown) => error);
    expect(JSON.stringify(result instanceof Error ? result.message : result)).toMatch(
      /nobody had seen it|never reaches/,
    );
  });
});
