import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Life, Subject } from '../harness.ts';
import type { Phase } from '../kill-plan.ts';
import { runProbed, type Command, type Outcome } from '../probed-program.ts';
import { rebuildPhases } from './rebuild-phases.ts';
import { counted, doubles, type RebuildWorld } from './rebuild-world.ts';

export interface RebuildProofOptions {
  phases?: readonly Phase[];
  /** Kills in one life. */
  kills?: number;
  /** Modules loaded into the program to break it: a proof that cannot fail proves nothing. */
  sabotage?: readonly string[];
}

interface Finding {
  kind: string;
  path: string;
  externalId: string;
  source: string | null;
  target: string | null;
}

/** `mortar apply` of a rebuild into an empty PrestaShop of another process: everything is there once in the end. */
export function rebuildSubject(world: RebuildWorld, options: RebuildProofOptions = {}): Subject {
  const { phases = rebuildPhases, kills = 5, sabotage = [] } = options;
  return {
    name: 'rebuild',
    phases,
    // A killed apply goes on where it was: the next kill finds less work ahead.
    spread: { apply: 0.8 / kills },
    killsPerStage: { apply: kills },
    begin: () => beginLife(world, sabotage),
  };
}

async function beginLife(world: RebuildWorld, sabotage: readonly string[]): Promise<Life> {
  const { apply, verify } = await world.begin();
  return {
    command: { ...apply, preload: sabotage },
    firstStage: 'apply',
    isComplete: isApplied,
    atRest: () => Promise.resolve(doubles(world.target.state)),
    // What was read is gone; the target is nobody else's.
    disturb: () => Promise.resolve(),
    advance() {
      // The harness begins with a life that it does not disturb.
      world.undisturbed ??= counted(world.target.state);
      return Promise.resolve(null);
    },
    async end() {
      const [found, whole] = [counted(world.target.state), world.undisturbed ?? {}];
      const names = [...new Set([...Object.keys(whole), ...Object.keys(found)])];
      const differing = names.flatMap((name) => {
        const [is = 0, should = 0] = [found[name], whole[name]];
        return is === should ? [] : [`${name}: ${String(is)} instead of ${String(should)}`];
      });
      return [...doubles(world.target.state), ...differing, ...(await verified(verify))];
    },
    close: () => Promise.resolve(),
  };
}

/** What `mortar verify` finds different. */
async function verified(verify: Command): Promise<string[]> {
  const { code, stdout, stderr } = await runProbed(verify, null);
  if (code === 0) return [];
  if (code !== 2) return [`verify ended with ${String(code)}: ${stdout}\n${stderr}`];
  const { folder } = JSON.parse(stdout) as { folder: string };
  const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as { findings: Finding[] };
  return report.findings.map(({ kind, path, externalId, source, target }) => {
    return `${kind} ${path} of ${externalId}: ${String(source)} is ${String(target)}`;
  });
}

/** Also where it was killed right after its end was on disk. */
function isApplied({ code, stdout, stderr }: Outcome): boolean {
  if (code === 1) return `${stdout}${stderr}`.includes('PLAN_APPLIED');
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  return code === 0 && (JSON.parse(last) as { state?: string }).state === 'applied';
}
