import type { MirrorReader } from '../contract.ts';
import type { DatabasePlace } from '../database.ts';
import { bindingsVersion } from '../facets/bindings.ts';
import type { Sql } from '../sql.ts';
import { bytesIn, removeFolder, ThrowAwayFolder } from '../throw-away-folder.ts';
import type { BuildPast } from './in-thread.ts';
import { firstPublication, lastPublication } from './instants.ts';
import { beforeFirst, busy, inFuture, stopped, tooLarge } from './past-errors.ts';
import { PastShelf, type ShelvedPast } from './past-shelf.ts';
import type { OpenedPast, PastAnswer, PastLimits, Pasts } from './past.ts';

export interface PastsOptions {
  /** The mirror of the present. */
  source: DatabasePlace;
  sql: Sql;
  build: BuildPast;
  openReader(folder: string): Promise<MirrorReader>;
  limits: PastLimits;
  now(): Date;
  /** Resolves when what was being written when it was asked is on disk. */
  written(): Promise<void>;
}

/** What is written now may carry an earlier time; on PostgreSQL by a process that cannot be waited for. */
const SETTLES_MS = 5_000;
const LONGEST_RETRY = 60;
const POLL_MS = 250;
const FOLDER = 'past';

/** Pasts that are built when they are asked for, one after the other, and kept within bounds. */
export class PastStore implements Pasts {
  readonly #options: PastsOptions;
  readonly #shelf: PastShelf;
  readonly #folder: ThrowAwayFolder;
  readonly #stopping = new AbortController();
  #turn: Promise<void> = Promise.resolve();
  /** Asked one at a time, so that one past is begun once. */
  #asking: Promise<unknown> = Promise.resolve();

  constructor(options: PastsOptions) {
    this.#options = options;
    this.#shelf = new PastShelf(options.limits);
    ThrowAwayFolder.sweep(options.source.data, FOLDER);
    this.#folder = new ThrowAwayFolder(options.source.data, FOLDER);
  }

  at(time: Date): Promise<PastAnswer> {
    const asked = this.#asking.then(() => this.#at(time));
    this.#asking = asked.catch(() => undefined);
    return asked;
  }

  async open(
    time: Date,
    { signal, progress }: { signal?: AbortSignal; progress?(done: number): void } = {},
  ): Promise<OpenedPast> {
    for (;;) {
      signal?.throwIfAborted();
      const answer = await this.at(time);
      if (answer.state === 'ready') return answer;
      progress?.(answer.progress);
      await later(POLL_MS, signal);
    }
  }

  forget(): Promise<void> {
    return this.#shelf.dropAll();
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#asking;
    await this.#turn;
    await this.#shelf.close();
    this.#folder.close();
  }

  async #at(time: Date): Promise<PastAnswer> {
    if (this.#stopping.signal.aborted) throw stopped();
    const { sql, now } = this.#options;
    const at = time.toISOString();
    const age = now().getTime() - time.getTime();
    if (age < 0) throw inFuture(now().toISOString());
    if (sql.dialect === 'postgres' && age < SETTLES_MS)
      return { state: 'preparing', progress: 0, retryAfter: Math.ceil((SETTLES_MS - age) / 1_000) };
    await this.#options.written();
    const publishedAt = await lastPublication(sql, at);
    if (publishedAt === null) throw beforeFirst(await firstPublication(sql));
    // Other bindings, another past: entities that were recognised as one since are one in it.
    const key = `${publishedAt} ${await bindingsVersion(sql)}`;
    const known = this.#shelf.get(key) ?? (await this.#begin(key, publishedAt));
    if (known.failure) {
      await this.#shelf.drop(known);
      throw known.failure;
    }
    const { reader } = known;
    if (!reader) return { state: 'preparing', ...this.#howFar(known) };
    return { state: 'ready', at, publishedAt, reader, release: this.#shelf.take(known) };
  }

  async #begin(key: string, publishedAt: string): Promise<ShelvedPast> {
    if (!(await this.#shelf.makeRoom())) throw busy();
    const past: ShelvedPast = {
      ...{ key, publishedAt, folder: this.#folder.make(), progress: 0, startedAt: null, reader: null, bytes: 0 },
      ...{ readers: 0, usedAt: 0, failure: null, done: Promise.resolve() },
    };
    this.#shelf.add(past);
    past.done = this.#turn.then(() => this.#build(past));
    this.#turn = past.done;
    return past;
  }

  /** Never throws: whoever asks next is told. */
  async #build(past: ShelvedPast): Promise<void> {
    const { source, build, openReader, limits, now } = this.#options;
    const { folder, publishedAt } = past;
    const full = new AbortController();
    past.startedAt = now().getTime();
    try {
      const progress = (done: number): void => {
        past.progress = done;
        if (bytesIn(folder) > limits.bytes) full.abort();
      };
      const signal = AbortSignal.any([this.#stopping.signal, full.signal]);
      signal.throwIfAborted();
      await build({ source, folder, until: publishedAt }, progress, signal);
      // It was forgotten meanwhile: people may have been erased since it was copied.
      if (this.#shelf.get(past.key) !== past) return removeFolder(folder);
      past.bytes = bytesIn(folder);
      if (past.bytes > limits.bytes) full.abort();
      signal.throwIfAborted();
      past.reader = await openReader(folder);
      this.#shelf.touch(past);
      await this.#shelf.fit();
    } catch (error) {
      removeFolder(folder);
      past.failure = full.signal.aborted ? tooLarge(limits.bytes) : asError(error);
    }
  }

  #howFar({ progress, startedAt }: ShelvedPast): { progress: number; retryAfter: number } {
    const spent = startedAt === null ? 0 : (this.#options.now().getTime() - startedAt) / 1_000;
    const left = progress > 0 ? (spent / progress) * (1 - progress) : spent + 1;
    return { progress, retryAfter: Math.max(1, Math.min(LONGEST_RETRY, Math.ceil(left))) };
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function later(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(asError(signal?.reason));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
