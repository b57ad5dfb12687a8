import type { HoldReason, RunFailure, RunState } from '../mirror/index.ts';

/** What a run tells while it goes: for the terminal, the log, and later for subscriptions. */
export type SyncEvent =
  | { event: 'run-started'; brick: string; run: string; full: boolean; streams: string[] }
  | { event: 'stream-started'; brick: string; kind: string }
  | { event: 'page'; brick: string; kind: string; read: number; revisions: number }
  | { event: 'held'; brick: string; kind: string; hold: string; reasons: HoldReason[] }
  | { event: 'stream-done'; brick: string; kind: string; read: number; revisions: number; tombstones: number }
  | { event: 'stream-failed'; brick: string; kind: string; failure: RunFailure }
  | { event: 'projecting'; brick: string; due: number }
  | ({ event: 'run-done' } & RunSummary);

export interface RunSummary {
  brick: string;
  run: string;
  state: RunState;
  /** Records that the brick sent. */
  read: number;
  /** Revisions written. */
  revisions: number;
  tombstones: number;
  /** Records set aside in holds. */
  held: number;
  /** Milliseconds during which a request to the brick was under way. */
  waitingMs: number;
  ms: number;
  failures: RunFailure[];
}

export type Listener = (event: SyncEvent) => void;
