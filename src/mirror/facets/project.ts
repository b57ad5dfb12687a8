import type { Aggregate } from '#sdk';
import type { BodyCache } from '../body-cache.ts';
import type { ProjectOptions } from '../contract.ts';
import { invalid } from '../mirror-error.ts';
import { bulkInsert } from '../bulk.ts';
import { anyOf, list, type Sql } from '../sql.ts';
import { BindingBatch, BindingCache } from './bindings.ts';
import { facetEntry, type FacetEntry } from './facet-rows.ts';
import type { FacetTable } from './facet-table.ts';
import { loadById, type PublishedRecord } from './load-records.ts';
import { loadNeighbours, relatedTo, type Neighbours } from './related.ts';
import { storeFacets } from './store-facets.ts';
import type { MovedValues } from '../match/index.ts';
import { WholeKinds } from './whole-kinds.ts';

type Entries = Map<string, Map<string, FacetEntry>>;

interface Outcome {
  entries: Entries;
  /** Root id to why its mapper failed. */
  failures: Map<string, string>;
}

/** Projects due roots of one brick. Keeps between batches what would be costly to read again. */
export class Projector {
  readonly #brick: string;
  readonly #aggregates: readonly Aggregate[];
  readonly #tables: ReadonlyMap<string, FacetTable>;
  readonly #whole: WholeKinds;
  readonly #bindings = new BindingCache();
  readonly #bodies: BodyCache;
  readonly #moved: MovedValues | null;
  #mirrored = false;

  /** `moved`: where values are noted by which entities are recognised; null: there is nothing to compare them with. */
  constructor(
    brick: string,
    aggregates: readonly Aggregate[],
    tables: ReadonlyMap<string, FacetTable>,
    { bodies, moved }: { bodies: BodyCache; moved: MovedValues | null },
  ) {
    this.#brick = brick;
    this.#aggregates = aggregates;
    this.#tables = tables;
    this.#bodies = bodies;
    this.#moved = moved;
    this.#whole = new WholeKinds(brick, bodies);
  }

  /** One transaction's work; `committed` must be called when it is on disk. */
  async project(
    sql: Sql,
    options: ProjectOptions,
    at: string,
  ): Promise<{ projected: number; due: number; committed(): void }> {
    const due = await takeDue(sql, options);
    await this.#bindings.refresh(sql);
    const bindings = new BindingBatch(this.#brick, this.#bindings);
    for (const [kind, ids] of due) await this.#projectKind(sql, kind, ids, bindings, at);
    const projected = [...due.values()].reduce((sum, ids) => sum + ids.length, 0);
    return { projected, due: await countDue(sql, options), committed: () => bindings.keep() };
  }

  /** Forgets what is kept: after a failed transaction, or when bindings were repaired. */
  clear(): void {
    this.#whole.clear();
    this.#bindings.clear();
  }

  /** Whether the brick was read to an end once. */
  async #isMirrored(sql: Sql): Promise<boolean> {
    if (this.#mirrored) return true;
    const ended = `select 1 from runs where brick = ? and state in ('done', 'partial') limit 1`;
    this.#mirrored = (await sql.all(ended, [this.#brick])).length > 0;
    return this.#mirrored;
  }

  async #projectKind(sql: Sql, kind: string, ids: string[], bindings: BindingBatch, at: string): Promise<void> {
    const aggregates = this.#aggregates.filter(({ root }) => root === kind);
    const reads = aggregates.flatMap((aggregate) => aggregate.reads);
    await this.#whole.refresh(
      sql,
      reads.filter(({ as }) => as === 'all').map((read) => read.kind),
    );
    const roots = await loadById(sql, { brick: this.#brick, kind }, ids, this.#bodies);
    const neighbours: Neighbours[] = [];
    for (const aggregate of aggregates)
      neighbours.push(await loadNeighbours(sql, this.#brick, aggregate, roots, this.#bodies));
    let outcome: Outcome;
    do outcome = this.#run(aggregates, roots, neighbours, bindings);
    while (!(await bindings.settle(sql)));
    const projected = ids.filter((id) => !outcome.failures.has(id));
    const batch = {
      brick: this.#brick,
      rootKind: kind,
      roots: projected,
      entries: outcome.entries,
      moved: this.#moved,
      logAt: (await this.#isMirrored(sql)) ? at : null,
    };
    await storeFacets(sql, this.#tables.values(), batch);
    await recordFailures(sql, { brick: this.#brick, kind, ids, at }, outcome.failures);
  }

  /** Pure but for the hub ids that it asks for. A root that fails leaves nothing behind. */
  #run(
    aggregates: readonly Aggregate[],
    roots: readonly PublishedRecord[],
    neighbours: readonly Neighbours[],
    bindings: BindingBatch,
  ): Outcome {
    const outcome: Outcome = { entries: new Map(), failures: new Map() };
    for (const root of roots) {
      try {
        const entries = aggregates.flatMap((aggregate, index) => {
          const near = neighbours[index];
          if (!near) return [];
          const projected = aggregate.project(root.record, relatedTo(root, near, this.#whole, bindings));
          return projected.map((one) => ({ type: one.type, entry: this.#entry(one, root, bindings) }));
        });
        for (const { type, entry } of entries) add(outcome.entries, type, entry);
      } catch (error) {
        outcome.failures.set(root.record.id, error instanceof Error ? error.message : String(error));
      }
    }
    return outcome;
  }

  #entry(
    projected: ReturnType<Aggregate['project']>[number],
    root: PublishedRecord,
    bindings: BindingBatch,
  ): FacetEntry {
    const table = this.#tables.get(projected.type);
    if (!table) {
      throw invalid(
        'FACET_TYPE_UNKNOWN',
        `No role declares the facet type ${projected.type}.`,
        'Correct the connector’s mapper, or declare the type.',
      );
    }
    const hubId = bindings.hubId(table.type.entity ?? projected.type, projected.externalId);
    return facetEntry(table, projected, { hubId, rootId: root.record.id, seenAt: root.seenAt });
  }
}

function add(entries: Entries, type: string, entry: FacetEntry): void {
  const known = entries.get(type);
  if (known) known.set(entry.hubId, entry);
  else entries.set(type, new Map([[entry.hubId, entry]]));
}

/** Takes roots off the list before anything else is read, so that a change that comes meanwhile puts them back. */
async function takeDue(sql: Sql, options: ProjectOptions): Promise<Map<string, string[]>> {
  const { from, params } = dueRoots(sql, options);
  const rows = await sql.all<{ root_kind: string; root_id: string }>(
    `select root_kind, root_id ${from} order by root_kind, root_id limit ?`,
    [...params, options.limit],
  );
  const { brick } = options;
  const grouped = Map.groupBy(rows, ({ root_kind }) => root_kind);
  const due = new Map([...grouped].map(([kind, roots]) => [kind, roots.map(({ root_id }) => root_id)]));
  for (const [kind, ids] of due) {
    const text = `delete from due where brick = ? and root_kind = ? and ${anyOf(sql.dialect, 'root_id')}`;
    await sql.run(text, [brick, kind, list(ids)]);
  }
  return due;
}

async function countDue(sql: Sql, options: ProjectOptions): Promise<number> {
  const { from, params } = dueRoots(sql, options);
  const [row] = await sql.all<{ due: number }>(`select cast(count(*) as integer) as due ${from}`, params);
  return row?.due ?? 0;
}

function dueRoots(sql: Sql, { brick, roots }: ProjectOptions): { from: string; params: string[] } {
  const from = 'from due where brick = ?';
  if (!roots) return { from, params: [brick] };
  return { from: `${from} and ${anyOf(sql.dialect, 'root_kind')}`, params: [brick, list(roots)] };
}

async function recordFailures(
  sql: Sql,
  batch: { brick: string; kind: string; ids: readonly string[]; at: string },
  failures: ReadonlyMap<string, string>,
): Promise<void> {
  const { brick, kind, ids, at } = batch;
  const text = `delete from projection_failures where brick = ? and root_kind = ? and ${anyOf(sql.dialect, 'root_id')}`;
  await sql.run(text, [brick, kind, list(ids)]);
  const insert = { table: 'projection_failures', columns: ['brick', 'root_kind', 'root_id', 'message', 'at'] };
  await bulkInsert(
    sql,
    insert,
    [...failures].map(([id, message]) => [brick, kind, id, message.slice(0, 500), at]),
  );
}
