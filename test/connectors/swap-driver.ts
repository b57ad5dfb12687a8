import { createHash } from 'node:crypto';
import type {
  BrickTools,
  Connector,
  ExpectedDifference,
  FacetFilling,
  IntakeContext,
  IntakeItem,
  IntakeStage,
  JsonObject,
  JsonValue,
  OpenBrick,
  Placed,
} from '#sdk';
import { MemoryMirror } from '../../src/conformance/index.ts';
import { hubIdOf, project, type Facet } from '../../src/conformance/projection.ts';
import { createBrickHttp, type ClosableBrickHttp } from '../../src/sdk/http-client.ts';
import { createTableCodec } from '../../src/sdk/table-codec.ts';

/** The smallest engine that fills a shop from facets: what it keeps is what a real one keeps on disk. */

export interface Lent {
  tools: BrickTools;
  blobs: Map<string, Uint8Array>;
  close(): void;
}

export function lend(now: () => Date): Lent {
  const clients: ClosableBrickHttp[] = [];
  const blobs = new Map<string, Uint8Array>();
  const log = { info: () => undefined, warn: () => undefined };
  const unused = (): never => {
    throw new Error('not used by this connector');
  };
  return {
    blobs,
    tools: {
      ...{ brick: 'tried', log, now, drop: unused, tables: createTableCodec() },
      http(options) {
        const client = createBrickHttp({ ...options, retries: 0 }, { log, wait: () => Promise.resolve() });
        clients.push(client);
        return client;
      },
      blobs: {
        put(bytes) {
          const sha256 = createHash('sha256').update(bytes).digest('hex');
          blobs.set(sha256, bytes);
          return Promise.resolve({ sha256, size: bytes.length });
        },
        has: (sha256) => Promise.resolve(blobs.has(sha256)),
      },
    },
    close: () => clients.forEach((client) => client.close()),
  };
}

/** All that a brick says, after one read into an empty mirror. */
export async function said(
  { aggregates }: Pick<Connector, 'aggregates'>,
  brick: OpenBrick,
  now: Date,
): Promise<Facet[]> {
  const mirror = new MemoryMirror();
  await mirror.run(brick, { now });
  return project(mirror, brick.streams, aggregates);
}

export type Facets = ReadonlyMap<string, readonly IntakeItem[]>;

export function itemsOf(facets: readonly Facet[]): Map<string, IntakeItem[]> {
  const found = new Map<string, IntakeItem[]>();
  for (const { type, externalId, facet } of facets) {
    found.set(type, [...(found.get(type) ?? []), { id: hubIdOf(type, externalId), body: facet as JsonObject }]);
  }
  return found;
}

/** Who was placed as what, by type and id; and whose writing was begun. */
export interface Journal {
  placed: Map<string, string>;
  begun: Set<string>;
}

export function newJournal(): Journal {
  return { placed: new Map(), begun: new Set() };
}

/** Brings what the journal does not name yet. What was begun and did not end is looked for first. */
export async function fill(
  filling: FacetFilling,
  source: Facets,
  { journal, blobs, now }: { journal: Journal; blobs: ReadonlyMap<string, Uint8Array>; now: Date },
): Promise<void> {
  const context: IntakeContext = {
    ...{ plan: 'plan-1', now, signal: new AbortController().signal, target: new MemoryMirror() },
    placed: (kind, id) => journal.placed.get(`${kind} ${id}`) ?? null,
    source: (kind, ids) => Promise.resolve((source.get(kind) ?? []).filter(({ id }) => ids.includes(id))),
    children: () => Promise.resolve([]),
    blob: (sha256) => Promise.resolve(blobs.get(sha256) ?? null),
  };
  const keep = (kind: string, placed: readonly Placed[]): void => {
    for (const { id, targetId, also = [] } of placed) {
      for (const other of also) journal.placed.set(`${other.kind} ${other.id}`, other.targetId);
      journal.placed.set(`${kind} ${id}`, targetId);
    }
  };
  for (const stage of filling.stages) {
    for (const batch of batchesOf(stage, source.get(stage.kind) ?? [], journal)) {
      const left: IntakeItem[] = [];
      for (const item of batch) {
        const key = `${stage.kind} ${item.id}`;
        const found = stage.merges || journal.begun.has(key) ? await stage.find(item, context) : null;
        journal.begun.add(key);
        if (found === null) left.push(item);
        else keep(stage.kind, (await stage.take?.(item, found, context)) ?? [{ id: item.id, targetId: found }]);
      }
      if (left.length > 0) keep(stage.kind, await stage.put(left, context));
    }
  }
}

function batchesOf(stage: IntakeStage, items: readonly IntakeItem[], { placed }: Journal): IntakeItem[][] {
  const wanted = items.filter((item) => (stage.wants?.(item) !== undefined ? stage.wants(item) === true : true));
  const ordered: IntakeItem[] = [];
  const add = (item: IntakeItem): void => {
    if (ordered.includes(item)) return;
    const before = wanted.find(({ id }) => id === stage.needs?.(item));
    if (before) add(before);
    ordered.push(item);
  };
  wanted.forEach(add);
  const due = ordered.filter(({ id }) => !placed.has(`${stage.kind} ${id}`));
  const size = stage.batch ?? 1;
  return Array.from({ length: Math.ceil(due.length / size) }, (_, at) => due.slice(at * size, (at + 1) * size));
}

export interface Difference {
  entity: string;
  path: string;
  source: JsonValue | undefined;
  target: JsonValue | undefined;
}

/** Field by field, with hub ids in terms of the source; what is expected is left out. */
export function differencesOf(
  source: Facets,
  target: readonly Facet[],
  { journal, expected }: { journal: Journal; expected: readonly ExpectedDifference[] },
): Difference[] {
  const back = new Map([...journal.placed].map(([key, targetId]) => backOf(key, targetId)));
  const read = new Map(target.map(({ type, externalId, facet }) => [`${type} ${externalId}`, facet as JsonObject]));
  const found: Difference[] = [];
  for (const [type, items] of source) {
    for (const { id, body } of items) {
      const targetId = journal.placed.get(`${type} ${id}`);
      if (targetId === undefined) continue;
      const other = read.get(`${type} ${targetId}`);
      const translated = JSON.parse(JSON.stringify(other ?? null), (_, value: unknown) =>
        typeof value === 'string' ? (back.get(value) ?? value) : value,
      ) as JsonValue;
      const facets = { source: body, target: translated as JsonObject | null };
      compare(body, translated, type, (path, one, two) => {
        const by = expected.find(({ path: declared, allows, fits }) => {
          const at = { path, source: one, target: two, facets };
          return isBelow(path, declared) && (allows?.(one, two) ?? true) && (fits?.(at) ?? true);
        });
        if (!by) found.push({ entity: id, path, source: one, target: two });
      });
    }
  }
  return found;
}

/** The first of each path, and how many there are: what a person looks at. */
export function firstOfEach(differences: readonly Difference[]): (Difference & { count: number })[] {
  const paths = [...new Set(differences.map(({ path }) => path))];
  return paths.flatMap((path) => {
    const all = differences.filter((one) => one.path === path);
    return all.slice(0, 1).map((one) => ({ ...one, count: all.length }));
  });
}

function backOf(key: string, targetId: string): [string, string] {
  const [type = '', id = ''] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)];
  return [hubIdOf(type, targetId), id];
}

function isBelow(path: string, expected: string): boolean {
  const [own, wanted] = [path.split('.'), expected.split('.')];
  return wanted.every((name, at) => name === '*' || own[at] === name);
}

type Report = (path: string, one: JsonValue | undefined, other: JsonValue | undefined) => void;

function compare(one: JsonValue | undefined, other: JsonValue | undefined, path: string, report: Report): void {
  if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
    one.forEach((value, at) => compare(value, other[at], path, report));
  } else if (isObject(one) && isObject(other)) {
    for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
      compare(one[name], other[name], `${path}.${name}`, report);
    }
  } else if (JSON.stringify(one) !== JSON.stringify(other)) {
    report(path, one, other);
  }
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
