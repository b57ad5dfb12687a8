import type { JsonValue, MirrorView, OpenBrick, RawRecord, ReadContext, Stream } from '#sdk';

export interface RunOptions {
  now: Date;
  full?: boolean;
  /** The hub is killed after so many pages of a stream. */
  dieAfter?: number;
}

/** What one run of a stream did. */
export interface StreamRun {
  /** New or different records. */
  changed: string[];
  gone: string[];
  pages: number;
}

const canonical = (value: JsonValue): JsonValue => {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, canonical(value[key] ?? null)]));
};

/** The mirror of one brick in memory, and the smallest engine that fills it by the rules of `Stream`. */
export class MemoryMirror implements MirrorView {
  readonly #kinds = new Map<string, Map<string, RawRecord>>();
  readonly #checkpoints = new Map<string, JsonValue>();
  readonly #complete = new Set<string>();

  records(kind: string): RawRecord[] {
    return [...(this.#kinds.get(kind)?.values() ?? [])].sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** All records of all kinds as canonical text, to compare two mirrors. */
  snapshot(): Record<string, string> {
    const kinds = [...this.#kinds.keys()].sort();
    const entries = kinds.flatMap((kind) =>
      this.records(kind).map(({ id, body }) => [`${kind}/${id}`, JSON.stringify(canonical(body))] as const),
    );
    return Object.fromEntries(entries);
  }

  async *pages(kind: string): AsyncGenerator<RawRecord[]> {
    const sorted = this.records(kind);
    for (let from = 0; from < sorted.length; from += 100) yield sorted.slice(from, from + 100);
  }

  missing(kind: string, ids: string[]): Promise<string[]> {
    return Promise.resolve(ids.filter((id) => !this.#kinds.get(kind)?.has(id)));
  }

  byIds(kind: string, ids: string[]): Promise<RawRecord[]> {
    return Promise.resolve(ids.flatMap((id) => this.#kinds.get(kind)?.get(id) ?? []));
  }

  /** One run over all streams of a brick, one after another. The first failure ends it. */
  async run(brick: OpenBrick, options: RunOptions): Promise<Map<string, StreamRun>> {
    const runs = new Map<string, StreamRun>();
    for (const stream of inOrder(brick.streams)) runs.set(stream.kind, await this.runStream(stream, options));
    return runs;
  }

  async runStream(stream: Stream, options: RunOptions): Promise<StreamRun> {
    const { kind } = stream;
    const from = options.full ? null : (this.#checkpoints.get(kind) ?? null);
    const fresh = from === null && !this.#complete.has(kind);
    const run: StreamRun = { changed: [], gone: [], pages: 0 };
    const seen = new Set<string>();
    for await (const page of stream.read(this.#context(options, from))) {
      run.changed.push(...this.#store(stream, page.records));
      for (const { id } of page.records) seen.add(id);
      this.#checkpoints.set(kind, page.checkpoint);
      run.pages += 1;
      if (run.pages >= (options.dieAfter ?? Infinity)) return run;
    }
    if (stream.way === 'compare') this.#checkpoints.delete(kind);
    const compared = stream.way === 'compare' && from === null ? seen : await this.#ids(stream, options, fresh);
    if (compared) await this.#compare(stream, compared, run, options);
    this.#complete.add(kind);
    return run;
  }

  /** Stores what a stream says of these ids now; how many it has. */
  async readBack(stream: Stream, ids: readonly string[], options: RunOptions): Promise<number> {
    const found = (await stream.byIds?.([...ids], this.#context(options, null))) ?? [];
    this.#store(stream, found);
    return found.length;
  }

  #context({ now, full = false }: RunOptions, checkpoint: JsonValue): ReadContext {
    return { checkpoint, full, now, mirror: this, signal: new AbortController().signal };
  }

  #store(stream: Stream, records: readonly RawRecord[]): string[] {
    const known = this.#kinds.get(stream.kind) ?? new Map<string, RawRecord>();
    this.#kinds.set(stream.kind, known);
    return records.flatMap((record) => {
      const before = known.get(record.id);
      if (before && JSON.stringify(canonical(before.body)) === JSON.stringify(canonical(record.body))) return [];
      // What was said of an append-only stream stays said.
      if (!before || !stream.appendOnly) known.set(record.id, record);
      return [record.id];
    });
  }

  async #ids(stream: Stream, options: RunOptions, fresh: boolean): Promise<Set<string> | null> {
    if (!stream.ids || fresh) return null;
    const present = new Set<string>();
    for await (const ids of stream.ids(this.#context(options, null))) for (const id of ids) present.add(id);
    return present;
  }

  async #compare(stream: Stream, present: ReadonlySet<string>, run: StreamRun, options: RunOptions): Promise<void> {
    const known = this.#kinds.get(stream.kind) ?? new Map<string, RawRecord>();
    const missed = [...present].filter((id) => !known.has(id));
    if (missed.length > 0 && stream.byIds) {
      const found = await stream.byIds(missed, this.#context(options, null));
      run.changed.push(...this.#store(stream, found));
    }
    run.gone = [...known.keys()].filter((id) => !present.has(id));
    if (!stream.appendOnly) for (const id of run.gone) known.delete(id);
  }
}

/** Streams after those that they come after. */
export function inOrder(streams: readonly Stream[]): Stream[] {
  const ordered: Stream[] = [];
  const add = (stream: Stream): void => {
    if (ordered.includes(stream)) return;
    for (const kind of stream.after ?? []) {
      const before = streams.find((one) => one.kind === kind);
      if (before) add(before);
    }
    ordered.push(stream);
  };
  streams.forEach(add);
  return ordered;
}
