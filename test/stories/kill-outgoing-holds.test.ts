import { prove } from '../proof/harness.ts';
import { heldSubject, shortHeldPhases, unheldPhases } from '../proof/outbox/held-world.ts';

const say = (): void => {};

describe('a hub that is killed while what it would send waits for a person', () => {
  it('sends nothing unseen, nothing twice, and all that was decided; `npm run -s proof -- held` does so at length', async () => {
    const phases = shortHeldPhases;
    const result = await prove(heldSubject({ phases }), { kills: phases.length + 1, seed: 20_261_123, say });
    expect(result).toMatchObject({ kills: 5, timed: 1, violations: [], unhit: [], aimedAt: 4 });
  });

  it('would not, if it let everything pass: the proof can fail', async () => {
    const result = await prove(heldSubject({ phases: unheldPhases, percent: 100 }), { kills: 1, seed: 1, say });
    expect(result.violations).toContainEqual(expect.stringMatching(/was sent, and nobody had seen it$/));
  });
});
