import type { RunState } from '../../mirror/index.ts';

/** How far a run of this process is. */
export interface RunStep {
  run: string;
  brick: string;
  state: RunState;
  full: boolean;
  /** Kind of record that was read last: `products`; null: none yet. */
  stream: string | null;
  read: number;
  revisions: number;
  tombstones: number;
  held: number;
  /** Entities whose new state queries do not show yet. */
  due: number;
}

/** Tells subscriptions when to look again. Implemented by the hub; answers from memory. */
export interface LivePort {
  /** A mark of now: what is written from here on wakes who waits with it. */
  mark(): number;
  /**
   * Resolves when something was written since the mark; after a second at the latest, because other processes write,
   * too; and when the signal ends.
   */
  moved(mark: number, signal: AbortSignal): Promise<void>;
  /** How far the last run of this brick in this process is; null: there was none. */
  run(brick: string): RunStep | null;
}
