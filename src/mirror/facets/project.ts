import type { Aggregate } from '#sdk';
import type { Bodies } from '../persons/index.ts';
import { endSilence, isSilent } from '../changes/index.ts';
import type { ProjectOptions } from '../contract.ts';
import { invalid } from '../mirror-error.ts';
import { bulkInsert } from '../bulk.ts';
import { heirsOf, passOn } from '../moves/inherit.ts';
import { anyOf, list, type Sql } from '../sql.ts';
import { MESSAGE_ROOT, type Roots } from './affected-roots.ts';
import { BindingBatch, BindingCache } from './bindings.ts';
import { facetEntry, type FacetEntry } from './facet-rows.ts';
import type { FacetTable } from './facet-table.ts';
import { loadById, type PublishedRecord } from './load-records.ts';
import { projectMessages } from './message-roots.ts';
import { hasOverlays, layOver, type Made } from './overlays.ts';
import { loadNeighbours, relatedTo, type Neighbours } from './related.ts';
import { storeFacets } from './store-facets.ts';
import { countDue, forgetDue, takeDue } from './take-due.ts';
import type { MovedValues } from '../match/index.ts';
import { WholeKinds } from './whole-kinds.ts';

type Entries = Map<string, Map<string, FacetEntry>>;

interface Outcome {
  entries: Entries;
  /** Root id to why its mapper failed. */
  failures: Map<string, string>;
  /** What entries were made from; kept only where overlays may change them. */
  made: Map<FacetEntry, Made>;
}

/** Projects due roots of one brick. Keeps between batches what would be costly to read again. */
export class Projector {
  readonly #brick: string;
  readonly #aggregates: readonly Aggregate[];
  readonly #tables: ReadonlyMap<string, FacetTable>;
  readonly #whole: WholeKinds;
  readonly #bindings = new BindingCache();
  readonly #bodies: Bodies;
  readonly #moved: MovedValues | null;
  #mirrored = false;

  /** `moved`: where values are noted by which entities are recognised; null: there is nothing to compare them with. */
  constructor(
    brick: string,
    aggregates: readonly Aggregate[],
    tables: ReadonlyMap<string, FacetTable>,
    { bodies, moved }: { bodies: Bodies; moved: MovedValues | null },
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
    const bindings = await this.#projectAll(sql, due, at);
    const projected = [...due.values()].reduce((sum, ids) => sum + ids.length, 0);
    const left = await countDue(sql, options);
    if (left === 0) await endSilence(sql, this.#brick);
    return { projected, due: left, committed: () => bindings.keep() };
  }

  /** Projects these roots within a transaction that is about something else. */
  async projectRoots(sql: Sql, roots: Roots, at: string): Promise<void> {
    const last = (kind: string): number => Number(kind === MESSAGE_ROOT);
    const ordered = [...roots].sort(([a], [b]) => last(a) - last(b)).map(([kind, ids]) => [kind, [...ids]] as const);
    for (const [kind, ids] of ordered) await forgetDue(sql, this.#brick, kind, ids);
    await this.#projectAll(sql, ordered, at);
  }

  async #projectAll(
    sql: Sql,
    roots: Iterable<readonly [string, readonly string[]]>,
    at: string,
  ): Promise<BindingBatch> {
    await this.#bindings.refresh(sql);
    const bindings = new BindingBatch(this.#brick, this.#bindings);
    const overlaid = await hasOverlays(sql, this.#brick);
    const heirs = await heirsOf(sql, this.#brick);
    for (const [kind, ids] of roots) {
      if (kind === MESSAGE_ROOT) await this.#projectMessages(sql, ids, at);
      else await this.#projectKind(sql, { kind, ids, overlaid, heirs }, bindings, at);
    }
    return bindings;
  }

  async #projectMessages(sql: Sql, ids: readonly string[], at: string): Promise<void> {
    const brick = this.#brick;
    const { entries, failures } = await projectMessages(
      sql,
      { brick, tables: this.#tables, keys: this.#bodies.keys },
      ids,
    );
    const roots = ids.filter((id) => !failures.has(id));
    const logAt = (await this.#isLogged(sql)) ? at : null;
    // By what nobody has read yet, nothing is recognised.
    const batch = { brick, rootKind: MESSAGE_ROOT, roots, entries, moved: null, logAt };
    await storeFacets(sql, this.#tables.values(), batch);
    await recordFailures(sql, { brick, kind: MESSAGE_ROOT, ids, at }, failures);
  }

  /** Forgets what is kept: after a failed transaction, or when bindings were repaired. */
  clear(): void {
    this.#whole.clear();
    this.#bindings.clear();
  }

  async #isLogged(sql: Sql): Promise<boolean> {
    return (await this.#isMirrored(sql)) && !(await isSilent(sql, this.#brick));
  }

  /** Whether the brick was read to an end once. */
  async #isMirrored(sql: Sql): Promise<boolean> {
    if (this.#mirrored) return true;
    const ended = `select 1 from runs where brick = ? and state in ('done', 'partial') limit 1`;
    this.#mirrored = (await sql.all(ended, [this.#brick])).length > 0;
    return this.#mirrored;
  }

  async #projectKind(
    sql: Sql,
    of: { kind: string; ids: readonly string[]; overlaid: boolean; heirs: readonly string[] },
    bindings: BindingBatch,
    at: string,
  ): Promise<void> {
    const { kind, ids, overlaid, heirs } = of;
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
    do outcome = this.#run(aggregates, roots, neighbours, { bindings, overlaid });
    while (!(await bindings.settle(sql)));
    const projected = ids.filter((id) => !outcome.failures.has(id));
    const unlaid = overlaid ? await layOver(sql, { ...this.#layable(), ...outcome }) : [];
    const batch = {
      brick: this.#brick,
      rootKind: kind,
      roots: projected,
      entries: outcome.entries,
      moved: this.#moved,
      logAt: (await this.#isLogged(sql)) ? at : null,
    };
    await storeFacets(sql, this.#tables.values(), batch);
    await passOn(sql, this.#tables, batch, heirs);
    const failures = new Map([...unlaid, ...outcome.failures]);
    await recordFailures(sql, { brick: this.#brick, kind, ids, at }, failures);
  }

  #layable() {
    return { brick: this.#brick, tables: this.#tables, keys: this.#bodies.keys };
  }

  /** Pure but for the hub ids that it asks for. A root that fails leaves nothing behind. */
  #run(
    aggregates: readonly Aggregate[],
    roots: readonly PublishedRecord[],
    neighbours: readonly Neighbours[],
    { bindings, overlaid }: { bindings: BindingBatch; overlaid: boolean },
  ): Outcome {
    const outcome: Outcome = { entries: new Map(), failures: new Map(), made: new Map() };
    for (const root of roots) {
      try {
        const entries = aggregates.flatMap((aggregate, index) => {
          const near = neighbours[index];
          if (!near) return [];
          const projected = aggregate.project(root.record, relatedTo(root, near, this.#whole, bindings));
          return projected.map((one) => ({ projected: one, ...this.#entry(one, root, bindings) }));
        });
        for (const { projected, entry, root } of entries) {
          add(outcome.entries, projected.type, entry);
          if (overlaid) outcome.made.set(entry, { projected, root });
        }
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
  ): { entry: FacetEntry; root: Made['root'] } {
    const table = this.#tables.get(projected.type);
    if (!table) {
      throw invalid(
        'FACET_TYPE_UNKNOWN',
        `No role declares the facet type ${projected.type}.`,
        'Correct the connector’s mapper, or declare the type.',
      );
    }
    const hubId = bindings.hubId(table.type.entity ?? projected.type, projected.externalId);
    const made = { hubId, rootId: root.record.id, seenAt: root.seenAt };
    return { entry: facetEntry(table, projected, made), root: made };
  }
}

function add(entries: Entries, type: string, entry: FacetEntry): void {
  const known = entries.get(type);
  if (known) known.set(entry.hubId, entry);
  else entries.set(type, new Map([[entry.hubId, entry]]));
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
