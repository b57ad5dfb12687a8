import type { Random } from './random.ts';

/** A phase of one stage of the work, e.g. `page:committed` of `first`. Written `first/page:committed`. */
export interface Phase {
  stage: string;
  phase: string;
}

export interface Target extends Phase {
  /** Which announcement of the phase to die at, counted from the program's start. */
  nth: number;
  misses: number;
}

export interface KillPlan {
  /** Takes up to `count` aimed kills of a stage, in the order in which the work reaches them. */
  take(stage: string, count: number): Target[];
  /** A kill that did not happen because the work ended before: to be tried again, earlier. */
  putBack(target: Target, isMissed: boolean): void;
  /** Aimed kills still to do. */
  left(stage?: string): number;
}

export interface KillPlanOptions {
  /** In the order in which the work reaches them, stage by stage. */
  phases: readonly Phase[];
  aimed: number;
  /** How often an undisturbed run announces a phase; kills are spread over the first `spread` of it. */
  counts(phase: Phase): number;
  spread: Readonly<Record<string, number>>;
  random: Random;
}

export function nameOf({ stage, phase }: Phase): string {
  return `${stage}/${phase}`;
}

/** Deals the kills round by round, so that every phase gets one before any gets two. */
export function createKillPlan({ phases, aimed, counts, spread, random }: KillPlanOptions): KillPlan {
  const queue: Target[] = [];
  while (queue.length < aimed) {
    for (const phase of random.shuffled(phases).slice(0, aimed - queue.length)) {
      const reach = Math.max(1, Math.round(counts(phase) * (spread[phase.stage] ?? 1)));
      queue.push({ ...phase, nth: 1 + random.below(reach), misses: 0 });
    }
  }
  const rank = (target: Target): number =>
    phases.findIndex(({ stage, phase }) => stage === target.stage && phase === target.phase);
  return {
    take(stage, count) {
      const taken = queue.filter((target) => target.stage === stage).slice(0, count);
      for (const target of taken) queue.splice(queue.indexOf(target), 1);
      return taken.sort((one, other) => rank(one) - rank(other));
    },
    putBack(target, isMissed) {
      const nth = isMissed ? Math.ceil(target.nth / 2) : target.nth;
      queue.push({ ...target, nth, misses: target.misses + (isMissed ? 1 : 0) });
    },
    left: (stage) => queue.filter((target) => stage === undefined || target.stage === stage).length,
  };
}
