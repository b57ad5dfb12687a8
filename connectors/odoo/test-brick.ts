/** Stand-ins for what the hub lends to a connector, for the tests of this folder. */
import { readFileSync } from 'node:fs';
import { isCoded } from '#sdk';
import type {
  BrickHttp,
  BrickHttpOptions,
  BrickRequest,
  BrickTools,
  JsonObject,
  JsonValue,
  MirrorView,
  OpenBrick,
  Projected,
  RawRecord,
  ReadContext,
  Related,
  Stream,
} from '#sdk';
import connector from './index.ts';

/** One recorded exchange. */
export interface Recording {
  request: { method: string; path: string; headers: Record<string, string>; body: string };
  response: { status: number; headers: Record<string, string>; body: string };
}

export function recording(name: string): Recording {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as Recording;
}

/** The rows of a recorded answer. */
export function recordedRows(name: string): RawRecord[] {
  const body = JSON.parse(recording(name).response.body) as { result: JsonObject[] };
  return body.result.map((row) => ({ id: String(row['id'] as number), body: row }));
}

export interface TestTools extends BrickTools {
  sent: BrickRequest[];
  warnings: string[];
}

export type Replier = (request: BrickRequest) => { status: number; body: string };

/** Tools whose clock stands still and whose HTTP client neither waits nor retries. `reply`: nothing leaves the test. */
export function testTools(reply?: Replier, now = new Date('2026-11-23T12:00:00Z')): TestTools {
  const sent: BrickRequest[] = [];
  const warnings: string[] = [];
  const unused = (): never => {
    throw new Error('not lent in these tests');
  };
  return {
    sent,
    warnings,
    brick: 'erp',
    http: (options) => plainHttp(options, sent, reply),
    drop: unused,
    tables: { read: unused, write: unused },
    blobs: { put: unused, has: unused },
    log: { info: () => undefined, warn: (_fields, message) => void warnings.push(message) },
    now: () => now,
  };
}

function plainHttp(options: BrickHttpOptions, sent: BrickRequest[], reply?: Replier): BrickHttp {
  return {
    async text(request) {
      sent.push(request);
      const { status, body } = reply ? reply(request) : await overTheWire(options, request);
      const response = { status, headers: {}, body };
      if (status >= 200 && status < 300) return response;
      throw options.toError?.(response, request) ?? new Error(`status ${status}`);
    },
    bytes: () => Promise.reject(new Error('not lent in these tests')),
    waitingMs: () => 0,
    resetWaiting: () => undefined,
    breaker: () => 'closed',
  };
}

async function overTheWire(options: BrickHttpOptions, request: BrickRequest): ReturnType<typeof answerOf> {
  const headers = { ...options.headers, ...request.headers };
  const base = options.baseUrl.endsWith('/') ? options.baseUrl : `${options.baseUrl}/`;
  const init = { method: request.method ?? 'GET', headers, signal: request.signal ?? null };
  return answerOf(await fetch(new URL(request.path, base), { ...init, body: request.body as string }));
}

async function answerOf(answer: Response): Promise<{ status: number; body: string }> {
  return { status: answer.status, body: await answer.text() };
}

export function open(tools: BrickTools, settings: Record<string, unknown>): OpenBrick {
  return connector.open(connector.settings.parse(settings), tools);
}

export function streamOf(brick: OpenBrick, kind: string): Stream {
  const found = brick.streams.find((one) => one.kind === kind);
  if (!found) throw new Error(`no stream ${kind}`);
  return found;
}

export async function codeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return 'none';
  } catch (error) {
    if (isCoded(error)) return error.code;
    throw error;
  }
}

/** The mirror of one brick, in memory, and the smallest engine that fills it. */
export class TestMirror implements MirrorView {
  readonly #kinds = new Map<string, Map<string, RawRecord>>();
  readonly #checkpoints = new Map<string, JsonValue>();

  records(kind: string): RawRecord[] {
    return [...(this.#kinds.get(kind)?.values() ?? [])];
  }

  async *pages(kind: string): AsyncGenerator<RawRecord[]> {
    yield await Promise.resolve(this.records(kind));
  }

  missing(kind: string, ids: string[]): Promise<string[]> {
    return Promise.resolve(ids.filter((id) => !this.#kinds.get(kind)?.has(id)));
  }

  byIds(kind: string, ids: string[]): Promise<RawRecord[]> {
    return Promise.resolve(this.records(kind).filter(({ id }) => ids.includes(id)));
  }

  context(stream: Stream, now: Date): ReadContext {
    const checkpoint = this.#checkpoints.get(stream.kind) ?? null;
    return { checkpoint, full: false, now, mirror: this, signal: new AbortController().signal };
  }

  /** One run of a stream; the ids of what is new or different. `dieAfter`: so many pages are stored, then it ends. */
  async run(stream: Stream, now: Date, { dieAfter = Infinity }: { dieAfter?: number } = {}): Promise<string[]> {
    const changed: string[] = [];
    const known = this.#kinds.get(stream.kind) ?? new Map<string, RawRecord>();
    this.#kinds.set(stream.kind, known);
    let pages = 0;
    for await (const page of stream.read(this.context(stream, now))) {
      for (const record of page.records) {
        if (JSON.stringify(known.get(record.id)?.body) === JSON.stringify(record.body)) continue;
        known.set(record.id, record);
        changed.push(record.id);
      }
      this.#checkpoints.set(stream.kind, JSON.parse(JSON.stringify(page.checkpoint)) as JsonValue);
      if (++pages >= dieAfter) break;
    }
    return changed;
  }

  async ids(stream: Stream, now: Date): Promise<string[]> {
    const all: string[] = [];
    if (stream.ids) for await (const ids of stream.ids(this.context(stream, now))) all.push(...ids);
    return all;
  }
}

/** A projection's surroundings, seen from one root: children by the streams' own `parent`. */
export function relatedTo(root: RawRecord, kinds: Record<string, RawRecord[]>, streams: readonly Stream[]): Related {
  const derived = new Map<string, unknown>();
  const rootStream = streams.find(({ kind }) => kinds[kind]?.includes(root));
  const parentOf = new Map(streams.map(({ kind, parent }) => [kind, parent]));
  return {
    children: (kind) => (kinds[kind] ?? []).filter(({ body }) => parentOf.get(kind)?.(body) === root.id),
    siblings: (kind) => {
      const parent = rootStream?.parent?.(root.body) ?? null;
      return parent === null ? [] : (kinds[kind] ?? []).filter(({ body }) => parentOf.get(kind)?.(body) === parent);
    },
    all: (kind) => kinds[kind] ?? [],
    get: (kind, id) => (kinds[kind] ?? []).find((record) => record.id === id),
    derived<T>(name: string, _kinds: readonly string[], compute: () => T): T {
      if (!derived.has(name)) derived.set(name, compute());
      return derived.get(name) as T;
    },
    hubId: (type, externalId) => `${type}:${externalId}`,
    blobUrl: (sha256) => `/blobs/${sha256}`,
  };
}

/** All facets of these records. */
export function project(kinds: Record<string, RawRecord[]>): Projected[] {
  const { streams } = open(testTools(), { url: 'https://erp.test', database: 'shop', user: 'hub', key: 'key' });
  return connector.aggregates.flatMap((aggregate) =>
    (kinds[aggregate.root] ?? []).flatMap((root) => aggregate.project(root, relatedTo(root, kinds, streams))),
  );
}

/** The one facet of a type and an external id. */
export function facetOf(projected: readonly Projected[], type: string, externalId: string): object | undefined {
  return projected.find((one) => one.type === type && one.externalId === externalId)?.facet;
}
