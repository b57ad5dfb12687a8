import type { JsonObject } from '#sdk';
import type { MessageFailure, MoveState } from '../../../mirror/index.ts';

/** How far a plan is that is being applied. */
export interface MoveProgress {
  move: string;
  /** Name of the brick that is filled. */
  target: string;
  state: MoveState;
  /** Kind that is being brought; null: none yet, or none any more. */
  stage: string | null;
  /** Things to bring, by the plan. */
  total: number;
  done: number;
  failed: number;
  leftOut: number;
  /** Why nothing moves: the target is busy or down; null: it moves. */
  waiting: { failure: MessageFailure; since: string } | null;
  /** Milliseconds of applying, pauses and breaks left out. */
  ms: number;
  /** Of these, milliseconds during which the target was at work for us. */
  waitingMs: number;
  /** At the speed so far; null: not known yet. */
  secondsLeft: number | null;
}

/** Hears how a plan gets on. */
export type MoveListener = (progress: MoveProgress) => void;

/** What earlier sessions have spent, as the mirror keeps it. */
export function spentBefore(progress: JsonObject | null): { ms: number; waitingMs: number } {
  const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
  return { ms: number(progress?.['ms']), waitingMs: number(progress?.['waitingMs']) };
}

export function toJson(progress: MoveProgress): JsonObject {
  return JSON.parse(JSON.stringify(progress)) as JsonObject;
}
