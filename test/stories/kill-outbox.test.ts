import { prove } from '../proof/harness.ts';
import { shortOutboxPhases } from '../proof/outbox/outbox-phases.ts';
import { outboxSubject } from '../proof/outbox/outbox-proof.ts';
import { built } from '../proof/project-root.ts';
import { onPostgres, onSqlite, placesOn } from '../proof/sync/places.ts';

const silent = (): void => {};
const server = process.env['MORTAR_TEST_POSTGRES'];
const dialects = [onSqlite, ...(server === undefined ? [] : [onPostgres(server)])];

describe('an outbox that is killed again and again', () => {
  it.each(dialects.map((dialect) => [dialect.name, dialect] as const))(
    'brings all that it acknowledged to the shop, once (%s); `npm run -s proof -- outbox` does the same at length',
    async (_name, dialect) => {
      const subject = outboxSubject({ places: placesOn(dialect), phases: shortOutboxPhases, rounds: 2 });
      const result = await prove(subject, { kills: 6 + 1, seed: 20_261_123, say: silent });
      expect(result).toMatchObject({ kills: 7, timed: 1, violations: [], unhit: [], aimedAt: 6 });
    },
  );

  it('would not, if it forgot what it was asked: the proof can fail', async () => {
    const phases = [{ stage: 'wishes', phase: 'enqueue:committed' }];
    const sabotage = [built('test/proof/outbox/forgets-keys.entry.js')];
    const subject = outboxSubject({ places: placesOn(onSqlite), phases, rounds: 1, sabotage });
    const result = await prove(subject, { kills: 3, seed: 1, say: silent });
    expect(result.violations).toContainEqual(
      expect.stringMatching(/orders were placed, and the shop made \d+ orders$/),
    );
  });
});
