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
  phases: readonly Phase[];
  aimed: number;
  /** What an undisturbed stage announces, in its order. Kills are spread over the first `spread` of each phase. */
  announced(stage: string): readonly string[];
  spread: Readonly<Record<string, number>>;
  random: Random;
}

export function nameOf({ stage, phase }: Phase): string {
  return `${stage}/${phase}`;
}

/** Deals the kills round by round, so that every phase gets one before any gets two. */
export function createKillPlan({ phases, aimed, announced, spread, random }: KillPlanOptions): KillPlan {
  const queue: Target[] = [];
  while (queue.length < aimed) {
    for (const phase of random.shuffled(phases).slice(0, aimed - queue.length)) {
      const count = announced(phase.stage).filter((name) => name === phase.phase).length;
      const reach = Math.max(1, Math.round(count * (spread[phase.stage] ?? 1)));
      queue.push({ ...phase, nth: 1 + random.below(reach), misses: 0 });
    }
  }
  const position = ({ stage, phase, nth }: Target): number => {
    const all = announced(stage).flatMap((name, index) => (name === phase ? [index] : []));
    return all[nth - 1] ?? Infinity;
  };
  return {
    take(stage, count) {
      const taken = queue.filter((target) => target.stage === stage).slice(0, count);
      for (const target of taken) queue.splice(queue.indexOf(target), 1);
      return taken.sort((one, other) => position(one) - position(other));
    },
    putBack(target, isMissed) {
      const nth = isMissed ? Math.ceil(target.nth / 2) : target.nth;
      queue.push({ ...target, nth, misses: target.misses + (isMissed ? 1 : 0) });
    },
    left: (stage) => queue.filter((target) => stage === undefined || target.stage === stage).length,
  };
}
