import type { Life, Subject } from '../harness.ts';
import type { Phase } from '../kill-plan.ts';
import { runProbed, type Outcome } from '../probed-program.ts';
import type { Random } from '../random.ts';
import type { PlaceMaker } from '../sync/places.ts';
import { outboxPhases } from './outbox-phases.ts';
import { openOutboxWorld, type OutboxWorldOptions } from './outbox-world.ts';

export interface OutboxProofOptions {
  places: PlaceMaker;
  phases?: readonly Phase[];
  /** Batches of wishes in one life. */
  rounds?: number;
  /** Modules that spoil the hub, for counter-proofs. */
  sabotage?: readonly string[];
}

/** Clients, a hub that is killed, a shop that fails: in the end everything acknowledged is in the shop, once. */
export function outboxSubject({ phases = outboxPhases, rounds = 6, ...world }: OutboxProofOptions): Subject {
  return {
    name: `outbox on ${world.places.database}`,
    phases,
    spread: { wishes: 0.5 },
    killsPerStage: { wishes: 4 },
    begin: (random) => beginLife(world, rounds, random),
  };
}

async function beginLife(options: OutboxWorldOptions, rounds: number, random: Random): Promise<Life> {
  const world = await openOutboxWorld(options, random);
  const { command } = world;
  let round = 1;
  return {
    command,
    firstStage: 'wishes',
    isComplete,
    atRest: () => Promise.resolve([]),
    disturb: () => Promise.resolve(),
    async advance() {
      if (round >= rounds) return null;
      round += 1;
      await world.wish();
      return 'wishes';
    },
    async end() {
      const outcome = await runProbed(command, null);
      if (!isComplete(outcome)) return [`exit code ${String(outcome.code)}: ${outcome.stdout}\n${outcome.stderr}`];
      return world.violations();
    },
    close: () => world.close(),
  };
}

function isComplete({ code, stdout }: Outcome): boolean {
  return code === 0 && stdout.includes('"settled":true');
}
