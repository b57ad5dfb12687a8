import type { RunSummary } from '../../../src/sync/index.ts';
import type { Life, Subject } from '../harness.ts';
import type { Phase } from '../kill-plan.ts';
import { differences } from '../mirror/comparison.ts';
import { violationsAtRest, violationsInTheEnd } from '../mirror/truth.ts';
import { runProbed, type Command, type Outcome } from '../probed-program.ts';
import type { Random } from '../random.ts';
import type { PlaceMaker } from './places.ts';
import { changeLittle, changeMuch } from './shop-changes.ts';
import { openShopWorld, type ShopSize } from './shop-world.ts';
import { syncPhases } from './sync-phases.ts';

export interface SyncProofOptions {
  places: PlaceMaker;
  size?: ShopSize;
  phases?: readonly Phase[];
  /** Later syncs in one life. */
  rounds?: number;
  killsPerStage?: { first: number; again: number };
  /** Modules loaded into the program to break it: a proof that cannot fail proves nothing. */
  sabotage?: readonly string[];
}

const SMALL_SHOP: ShopSize = { products: 60, customers: 40, orders: 40 };
const LOCKED = 11;

/** `mortar sync` against a shop that changes meanwhile: the mirror in the end is that of an undisturbed sync. */
export function syncSubject(options: SyncProofOptions): Subject {
  const { places, phases = syncPhases, size = SMALL_SHOP, rounds = 4 } = options;
  const killsPerStage = options.killsPerStage ?? { first: 10, again: 5 };
  return {
    name: `sync on ${places.database}`,
    phases,
    // A killed first sync goes on where it was: the next kill finds less work ahead.
    spread: { first: 2 / killsPerStage.first, again: 0.5 },
    killsPerStage,
    begin: (random) => beginLife({ size, places, rounds, sabotage: options.sabotage ?? [] }, random),
  };
}

interface LifeOptions {
  size: ShopSize;
  places: PlaceMaker;
  rounds: number;
  sabotage: readonly string[];
}

async function beginLife({ size, places, rounds, sabotage }: LifeOptions, random: Random): Promise<Life> {
  const world = await openShopWorld(size, places, random);
  const { place, command: sound } = await world.newHub();
  const command = { ...sound, preload: sabotage };
  let round = 0;
  return {
    command,
    firstStage: 'first',
    isComplete: isDone,
    // PostgreSQL needs a moment to notice that its client was killed, and to let go of its lock.
    isLingering: ({ code }) => places.database === 'postgres' && code === LOCKED,
    atRest: () => violationsAtRest(place),
    disturb: async () => changeLittle(world.shop, random),
    async advance() {
      if (round >= rounds) return null;
      round += 1;
      changeMuch(world.shop, random);
      return 'again';
    },
    async end() {
      // What changed while the last run was under way may need one more.
      const settled = await complete(command);
      const quiet = await complete(command);
      const undisturbed = await world.newHub();
      const whole = await complete(undisturbed.command);
      const broken = [...settled.violations, ...quiet.violations, ...whole.violations];
      if (broken.length > 0) return broken;
      const written = quiet.summary?.revisions ?? 0;
      return [
        ...(written > 0 ? [`A sync of a shop that did not change wrote ${written} revisions.`] : []),
        ...(await violationsInTheEnd(place)),
        ...(await violationsInTheEnd(undisturbed.place)).map((line) => `undisturbed mirror: ${line}`),
        ...(await differences(place, undisturbed.place)),
      ];
    },
    close: () => world.close(),
  };
}

async function complete(command: Command): Promise<{ summary: RunSummary | null; violations: string[] }> {
  const outcome = await runProbed(command, null);
  if (isDone(outcome)) return { summary: summaryOf(outcome), violations: [] };
  return { summary: null, violations: [`exit code ${String(outcome.code)}: ${outcome.stdout}\n${outcome.stderr}`] };
}

function isDone(outcome: Outcome): boolean {
  return outcome.code === 0 && summaryOf(outcome)?.state === 'done';
}

function summaryOf({ stdout }: Outcome): RunSummary | null {
  const last = stdout.trimEnd().split('\n').at(-1);
  if (!last?.startsWith('{')) return null;
  return JSON.parse(last) as RunSummary;
}
