import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { JournalNews, JournalPosition, JournalSegment, JournalSource } from '../../../mirror/index.ts';
import { asLocalFailure, asTargetFailure } from '../failures.ts';
import { notesFolder, readLedger } from '../ledger.ts';
import { signingKey } from '../manifest.ts';
import type { BackupPlan } from '../settings.ts';
import type { BackupTarget } from '../target.ts';
import { coveredUpTo } from './covered.ts';
import {
  journalFolder,
  readJournalState,
  writeJournalState,
  type JournalState,
  type JournalTargetState,
} from './journal-state.ts';
import { readLocalHead, readSegmentName, segmentName, writeSegment } from './segment.ts';

export interface ShipperOptions {
  plan: Pick<BackupPlan, 'data' | 'recipients' | 'keep'>;
  targets: readonly BackupTarget[];
  source: JournalSource;
  /** Notes in the database that these entries lie in a segment. */
  keep(made: JournalSegment): Promise<void>;
  now(): Date;
}

/** What came of one round. */
export interface Shipped {
  /** Targets at which all that was acknowledged before the round lies. */
  reached: string[];
  failures: { target: string; code: string; message: string }[];
}

interface Round {
  round: number;
  /** The instant up to which everything lies in segments. */
  at: string;
}

const UNKNOWN: JournalTargetState = { sequence: 0, at: null, code: null, message: null };

/**
 * Cuts what was acknowledged into segments and brings them to every target, each in its own time: one that is down gets
 * what it missed once it is back.
 */
export class Shipper {
  readonly #options: ShipperOptions;
  #state: JournalState | null = null;
  #head: JournalPosition | null = null;
  #making: Promise<Round> | null = null;
  #rounds = 0;
  /** The last round whose segments, and all before them, lie at a target. */
  readonly #reached = new Map<string, number>();
  readonly #sending = new Map<string, Promise<void>>();

  constructor(options: ShipperOptions) {
    this.#options = options;
  }

  /** Makes a segment of what is new. Resolves when the first target has all of it, or when each has failed. */
  async ship(line: string): Promise<Shipped> {
    const { targets } = this.#options;
    // One that was begun earlier may have looked before what this caller waits for was there.
    while (this.#making) await this.#making.catch(() => null);
    this.#making = this.#cut(line);
    const round = await this.#making.finally(() => (this.#making = null));
    await this.#first(targets.map((target) => this.#send(target, round)));
    return this.#shipped(round);
  }

  /** Resolves when no target is sent anything any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#sending.values());
  }

  #shipped({ round }: Round): Shipped {
    const { targets } = this.#options;
    return {
      reached: targets.map(({ name }) => name).filter((name) => this.#has(name, round)),
      failures: targets.flatMap(({ name: target }) => {
        const { code, message } = this.#stateOf(target);
        return code === null ? [] : [{ target, code, message: message ?? '' }];
      }),
    };
  }

  #has(target: string, round: number): boolean {
    return (this.#reached.get(target) ?? 0) >= round;
  }

  /** The first that has it is enough for whoever waits. */
  async #first(sends: readonly Promise<boolean>[]): Promise<void> {
    const won = sends.map(async (send) => {
      if (!(await send)) throw new Error('not there');
    });
    await Promise.any(won).catch(() => undefined);
  }

  async #cut(line: string): Promise<Round> {
    const { source, keep, now } = this.#options;
    const at = now().toISOString();
    await this.#load(line);
    const made = await source
      .read((news) => this.#write(line, at, news))
      .catch((error: unknown) => {
        throw asLocalFailure(error);
      });
    if (made) {
      // Before it is noted: where that fails, its entries come again, in a segment of their own.
      this.#head = made.position;
      await keep(made);
    }
    return { round: (this.#rounds += 1), at };
  }

  async #write(line: string, at: string, news: JournalNews): Promise<JournalSegment | null> {
    const { plan } = this.#options;
    const last = this.#head ?? news.position;
    // It ended, or goes on under another name.
    if (news.position?.line !== line || !last) return null;
    const sequence = Math.max(last.sequence, news.position.sequence) + 1;
    const file = join(this.#folder(line), fileName(line, sequence));
    const isFirst = last.sequence === 0 && last.after === line;
    const previous = isFirst ? null : { line: last.after, sequence: last.sequence, sha256: last.sha256 };
    const hash = await writeSegment(file, Readable.from(withEnds(news.lines())), {
      ...{ line, sequence, at, schema: news.schema, previous },
      key: await signingKey(notesFolder(plan.data)),
      recipients: plan.recipients,
    });
    return { entries: news.entries, position: { line, after: line, sequence, sha256: hash, at } };
  }

  /** What this hub remembers; where it was cut off between a segment and its note, the segment counts. */
  async #load(line: string): Promise<void> {
    if (this.#state?.line === line) return;
    await mkdir(this.#folder(line), { recursive: true, mode: 0o700 });
    const known = await readJournalState(this.#options.plan.data);
    this.#state = known?.line === line ? known : { line, targets: {} };
    this.#head = null;
    const newest = (await this.#local(line)).at(-1);
    const read = newest === undefined ? null : await readLocalHead(join(this.#folder(line), fileName(line, newest)));
    if (read) this.#head = { line, after: line, sequence: read.head.sequence, sha256: read.sha256, at: read.head.at };
  }

  /** Resolves with whether all up to then lies there. One send at a time; who comes meanwhile waits for the next. */
  async #send(target: BackupTarget, wanted: Round): Promise<boolean> {
    const { name } = target;
    while (this.#sending.has(name)) {
      await this.#sending.get(name);
      if (this.#has(name, wanted.round)) return true;
    }
    const send = this.#sendAll(target, wanted).finally(() => this.#sending.delete(name));
    this.#sending.set(name, send);
    await send;
    return this.#has(name, wanted.round);
  }

  async #sendAll(target: BackupTarget, { round, at }: Round): Promise<void> {
    const line = this.#state?.line ?? '';
    const known = this.#stateOf(target.name);
    let { sequence } = known;
    try {
      for (const next of await this.#local(line)) {
        if (next <= sequence) continue;
        await target.put(segmentName(line, next), join(this.#folder(line), fileName(line, next)));
        sequence = next;
      }
      this.#note(target.name, { sequence, at, code: null, message: null });
      this.#reached.set(target.name, round);
    } catch (error) {
      const { code, message } = asTargetFailure(error, target.name);
      this.#note(target.name, { ...known, sequence, code, message });
    }
    await this.#tidy(line).catch(() => undefined);
    if (this.#state) await writeJournalState(this.#options.plan.data, this.#state).catch(() => undefined);
  }

  #stateOf(name: string): JournalTargetState {
    return this.#state?.targets[name] ?? UNKNOWN;
  }

  #note(name: string, noted: JournalTargetState): void {
    if (this.#state) this.#state = { ...this.#state, targets: { ...this.#state.targets, [name]: noted } };
  }

  /** What every target has need not be kept here; nor what so many backups cover that nobody would restore without them. */
  async #tidy(line: string): Promise<void> {
    const { plan, targets } = this.#options;
    const everywhere = Math.min(...targets.map(({ name }) => this.#stateOf(name).sequence));
    const covered = coveredUpTo(await readLedger(plan.data), line, plan.keep.daily);
    const last = this.#head?.sequence ?? 0;
    for (const sequence of await this.#local(line)) {
      // The last one says where to go on.
      if (sequence > Math.max(everywhere, covered) || sequence >= last) continue;
      await rm(join(this.#folder(line), fileName(line, sequence)), { force: true });
    }
  }

  #folder(line: string): string {
    return join(journalFolder(this.#options.plan.data), line);
  }

  /** Sequences of the segments that are kept here, in order. */
  async #local(line: string): Promise<number[]> {
    const names = await readdir(this.#folder(line)).catch(() => []);
    return names
      .flatMap((name) => readSegmentName(`journal/${line}/${name}`)?.sequence ?? [])
      .sort((one, other) => one - other);
  }
}

function fileName(line: string, sequence: number): string {
  return segmentName(line, sequence).split('/').at(-1) ?? '';
}

async function* withEnds(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}
