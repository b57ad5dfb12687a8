/** Stand-ins for what the hub lends to a connector, for the tests of this folder. */
import type {
  BrickHttp,
  BrickHttpOptions,
  BrickTools,
  ConnectorLog,
  JsonValue,
  MirrorView,
  OpenBrick,
  RawRecord,
  Related,
  Stream,
} from '#sdk';
import connector from './index.ts';
import type { MyfulfillmentSandbox } from './sandbox/index.ts';

export interface TestBrick extends OpenBrick {
  /** All that was logged, as one text. */
  logged(): string;
}

/** The hub's own HTTP client, given by the test. */
export type MakeHttp = (options: BrickHttpOptions, deps: { log: ConnectorLog; wait(): Promise<void> }) => BrickHttp;

/** A brick at a sandbox; delays pass at once. */
export function openTestBrick(
  makeHttp: MakeHttp,
  sandbox: Pick<MyfulfillmentSandbox, 'settings'>,
  extra: object = {},
): TestBrick {
  const lines: string[] = [];
  const note = (fields: object, message: string): void => void lines.push(`${message} ${JSON.stringify(fields)}`);
  const log = { info: note, warn: note };
  const lent: Partial<BrickTools> = {
    brick: 'warehouse',
    http: (options) => makeHttp(options, { log, wait: () => Promise.resolve() }),
    log,
    now: () => new Date('2026-11-23T12:00:00Z'),
  };
  const settings = connector.settings.parse({ ...sandbox.settings, perSecond: 1000, pageSize: 10, ...extra });
  // Files and blobs are of no use to this connector.
  return { ...connector.open(settings, lent as BrickTools), logged: () => lines.join('\n') };
}

export function streamOf(brick: OpenBrick, kind: string): Stream {
  const found = brick.streams.find((stream) => stream.kind === kind);
  if (!found) throw new Error(`no stream ${kind}`);
  return found;
}

/** The mirror of one brick, in memory, and the smallest engine that fills it. */
export class TestMirror implements MirrorView {
  readonly #kinds = new Map<string, Map<string, RawRecord>>();
  readonly #checkpoints = new Map<string, JsonValue>();

  records(kind: string): RawRecord[] {
    return [...(this.#kinds.get(kind)?.values() ?? [])];
  }

  ids(kind: string): string[] {
    return this.records(kind).map(({ id }) => id);
  }

  async *pages(kind: string): AsyncGenerator<RawRecord[]> {
    const sorted = this.records(kind).sort((one, other) => (one.id < other.id ? -1 : 1));
    for (let from = 0; from < sorted.length; from += 100) yield sorted.slice(from, from + 100);
  }

  missing(kind: string, ids: string[]): Promise<string[]> {
    return Promise.resolve(ids.filter((id) => !this.#kinds.get(kind)?.has(id)));
  }

  byIds(kind: string, ids: string[]): Promise<RawRecord[]> {
    return Promise.resolve(this.records(kind).filter(({ id }) => ids.includes(id)));
  }

  /** One run of a stream; the ids that are new or different. Deletions as the hub finds them, only after a complete pass. */
  async run(stream: Stream, now = new Date('2026-11-23T12:00:00Z')): Promise<string[]> {
    const signal = new AbortController().signal;
    const from = this.#checkpoints.get(stream.kind) ?? null;
    const context = { checkpoint: from, full: false, now, mirror: this, signal };
    const known = this.#kinds.get(stream.kind) ?? new Map<string, RawRecord>();
    this.#kinds.set(stream.kind, known);
    const seen = new Set<string>();
    const changed: string[] = [];
    for await (const page of stream.read(context)) {
      for (const record of page.records) {
        seen.add(record.id);
        if (JSON.stringify(known.get(record.id)) !== JSON.stringify(record)) changed.push(record.id);
        known.set(record.id, record);
      }
      this.#checkpoints.set(stream.kind, page.checkpoint);
    }
    if (stream.way === 'compare') {
      this.#checkpoints.delete(stream.kind);
      if (from === null) for (const id of known.keys()) if (!seen.has(id)) known.delete(id);
    }
    return changed;
  }
}

/** A projection's surroundings. */
export function testRelated(kinds: Record<string, RawRecord[]>): Related {
  const of = (kind: string): RawRecord[] => kinds[kind] ?? [];
  return {
    children: of,
    siblings: of,
    all: of,
    get: (kind, id) => of(kind).find((record) => record.id === id),
    derived: (_name, _kinds, compute) => compute(),
    hubId: (type, externalId) => `${type}:${externalId}`,
    blobUrl: (sha256) => `/blobs/${sha256}`,
  };
}
