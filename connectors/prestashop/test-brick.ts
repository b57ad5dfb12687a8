/** Stand-ins for what the hub lends to a connector, for the tests of this folder. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type {
  BrickHttp,
  BrickHttpOptions,
  BrickRequest,
  BrickResponse,
  BrickTools,
  JsonValue,
  MirrorView,
  RawRecord,
  ReadContext,
  Related,
  Stream,
} from '#sdk';

/** One recorded exchange with a real shop. */
export interface Recording {
  request: { method: string; path: string };
  response: { status: number; headers: Record<string, string>; body: string };
}

export function recording(name: string): Recording {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as Recording;
}

/** The rows of a recorded list. */
export function recordedRows(name: string): RawRecord[] {
  const lists = Object.values(JSON.parse(recording(name).response.body) as Record<string, RawRecord['body'][]>);
  return (lists[0] ?? []).map((body) => ({ id: String(body['id'] as number), body }));
}

/** What was asked, in order. */
export type Asked = string[];

export interface TestTools extends BrickTools {
  asked: Asked;
  warnings: string[];
  stored: Map<string, Uint8Array>;
}

/** Tools whose clock stands still and whose HTTP client neither waits nor retries. */
export function testTools(now = new Date('2026-11-23T12:00:00Z')): TestTools {
  const asked: Asked = [];
  const warnings: string[] = [];
  const stored = new Map<string, Uint8Array>();
  return {
    asked,
    warnings,
    stored,
    brick: 'shop-fr',
    http: (options) => plainHttp(options, asked),
    blobs: {
      put(bytes) {
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        stored.set(sha256, bytes);
        return Promise.resolve({ sha256, size: bytes.length });
      },
      has: (sha256) => Promise.resolve(stored.has(sha256)),
    },
    log: { info: () => undefined, warn: (_fields, message) => void warnings.push(message) },
    now: () => now,
    drop: notUsed,
    tables: { read: notUsed, write: notUsed },
  };
}

/** PrestaShop exchanges no files. */
function notUsed(): never {
  throw new Error('not used by this connector');
}

function plainHttp(options: BrickHttpOptions, asked: Asked): BrickHttp {
  async function send(request: BrickRequest): Promise<BrickResponse<Uint8Array>> {
    asked.push(decodeURIComponent(request.path));
    const headers = { ...options.headers, ...request.headers };
    const { method = 'GET', body: sent = null } = request;
    const init: RequestInit = { method, headers, redirect: 'manual', body: sent as BodyInit | null };
    const answer = await fetch(new URL(request.path, options.baseUrl), { ...init, signal: request.signal ?? null });
    const body = new Uint8Array(await answer.arrayBuffer());
    const response = { status: answer.status, headers: Object.fromEntries(answer.headers), body };
    if (answer.ok || options.answers?.includes(answer.status)) return response;
    const failed = { ...response, body: Buffer.from(body).toString('utf8') };
    throw options.toError?.(failed, request) ?? new Error(`status ${answer.status}`);
  }
  return {
    text: async (request) => {
      const response = await send(request);
      return { ...response, body: Buffer.from(response.body).toString('utf8') };
    },
    bytes: send,
    waitingMs: () => 0,
    resetWaiting: () => undefined,
    breaker: () => 'closed',
  };
}

/** The mirror of one brick, in memory, and the smallest engine that fills it. */
export class TestMirror implements MirrorView {
  readonly #kinds = new Map<string, Map<string, RawRecord>>();
  readonly #checkpoints = new Map<string, JsonValue>();

  records(kind: string): RawRecord[] {
    return [...(this.#kinds.get(kind)?.values() ?? [])];
  }

  checkpoint(kind: string): JsonValue {
    return this.#checkpoints.get(kind) ?? null;
  }

  async *pages(kind: string): AsyncGenerator<RawRecord[]> {
    const sorted = this.records(kind).sort((one, other) => (one.id < other.id ? -1 : 1));
    for (let from = 0; from < sorted.length; from += 100) yield sorted.slice(from, from + 100);
  }

  missing(kind: string, ids: string[]): Promise<string[]> {
    return Promise.resolve(ids.filter((id) => !this.#kinds.get(kind)?.has(id)));
  }

  byIds(kind: string, ids: string[]): Promise<RawRecord[]> {
    return Promise.resolve(ids.flatMap((id) => this.#kinds.get(kind)?.get(id) ?? []));
  }

  context(stream: Stream, now: Date, signal = new AbortController().signal): ReadContext {
    return { checkpoint: this.checkpoint(stream.kind), full: false, now, mirror: this, signal };
  }

  /** Stores records; the ids of those that are new or different. */
  store(kind: string, records: readonly RawRecord[]): string[] {
    const known = this.#kinds.get(kind) ?? new Map<string, RawRecord>();
    this.#kinds.set(kind, known);
    return records.flatMap((record) => {
      if (JSON.stringify(known.get(record.id)?.body) === JSON.stringify(record.body)) return [];
      known.set(record.id, record);
      return [record.id];
    });
  }

  /** One run of a stream. `dieAfter`: so many pages are stored, then the hub is killed. */
  async run(stream: Stream, now: Date, { dieAfter = Infinity }: { dieAfter?: number } = {}): Promise<string[]> {
    const changed: string[] = [];
    let pages = 0;
    const context = this.context(stream, now);
    for await (const page of stream.read(context)) {
      changed.push(...this.store(stream.kind, page.records));
      this.#checkpoints.set(stream.kind, page.checkpoint);
      pages += 1;
      if (pages >= dieAfter) return changed;
    }
    return changed;
  }

  /** Drops what the brick does not list any more; the ids that went. */
  async prune(stream: Stream, now: Date): Promise<string[]> {
    if (!stream.ids) return [];
    const left = new Set<string>();
    for await (const ids of stream.ids(this.context(stream, now))) ids.forEach((id) => left.add(id));
    const gone = this.records(stream.kind).filter(({ id }) => !left.has(id));
    for (const { id } of gone) this.#kinds.get(stream.kind)?.delete(id);
    return gone.map(({ id }) => id);
  }
}

/** A projection's surroundings: `kinds` holds records, `parents` says whose children they are. */
export function testRelated(kinds: Record<string, RawRecord[]>, children: Record<string, RawRecord[]> = {}): Related {
  const derived = new Map<string, unknown>();
  return {
    children: (kind) => children[kind] ?? [],
    siblings: (kind) => children[kind] ?? [],
    all: (kind) => kinds[kind] ?? [],
    get: (kind, id) => [...(kinds[kind] ?? []), ...(children[kind] ?? [])].find((record) => record.id === id),
    derived<T>(name: string, _kinds: readonly string[], compute: () => T): T {
      if (!derived.has(name)) derived.set(name, compute());
      return derived.get(name) as T;
    },
    hubId: (type, externalId) => `${type}:${externalId}`,
    blobUrl: (sha256, mime) => `/blobs/${sha256}.${mime.slice('image/'.length)}`,
  };
}

/** A record as the webservice would list it. */
export function row(id: number, fields: Record<string, JsonValue> = {}): RawRecord {
  return { id: String(id), body: { id, ...fields } };
}
