import type { MirrorReader } from '../contract.ts';

/** The mirror as it was, in the hands of somebody who reads it. */
export interface OpenedPast {
  /** The time that was asked for. */
  at: string;
  /** The last publication at or before it: two times with the same one are the same past. */
  publishedAt: string;
  reader: MirrorReader;
  /** Call when nothing more is read: a past that is read is never thrown away. */
  release(): void;
}

export interface PastPreparing {
  /** From 0 to 1. */
  progress: number;
  /** Seconds after which asking again is worth it. */
  retryAfter: number;
}

export type PastAnswer = ({ state: 'ready' } & OpenedPast) | ({ state: 'preparing' } & PastPreparing);

/** How much of the past is kept at once; what was not read for longest goes first. */
export interface PastLimits {
  count: number;
  bytes: number;
}

/**
 * `mirror.at(T)`: what was published at a time, projected with today's bindings and mappers into a database of its own.
 * Messages and what they lay over facets are not part of it: nobody keeps what was only on its way.
 */
export interface Pasts {
  /**
   * The past if it is built, else it begins to be. Throws PAST_BEFORE_FIRST, PAST_IN_FUTURE, PAST_TOO_LARGE,
   * PAST_BUSY, or why it could not be built.
   */
  at(time: Date): Promise<PastAnswer>;
  /** The same, waiting for it. `progress` from 0 to 1. */
  open(time: Date, options?: { signal?: AbortSignal; progress?(done: number): void }): Promise<OpenedPast>;
  /** Throws away all that nobody reads just now, and what is read as soon as it is not: after people were erased. */
  forget(): Promise<void>;
  close(): Promise<void>;
}
