import { changeReader } from '../changes/index.ts';
import type { FacetReader, MirrorReader } from '../contract.ts';
import type { Database } from '../database.ts';
import { editReader } from '../edits/index.ts';
import { facetTables } from '../facets/facet-table.ts';
import type { FacetType } from '../facet-type.ts';
import { knownOrder } from '../messages/index.ts';
import { coded } from '../mirror-error.ts';
import { bindingConflicts, bindings } from './binding-reader.ts';
import { FacetCache } from './facet-cache.ts';
import { DatabaseFacets } from './facet-reader.ts';
import { countDue, holds, runs, streams } from './history-reader.ts';
import { messageCounts, messages, pendingMessages, reserved } from './message-reader.ts';
import { counts, latest, latestByIds, latestIds, missing, pending } from './record-reader.ts';
import { unreadable } from './unreadable-reader.ts';

/** All reads over an open database, which should be open for reading only. */
export function createReader(database: Database, facetTypes: readonly FacetType[]): MirrorReader {
  const { sql, sqlite } = database;
  const cache = sqlite && new FacetCache(() => sqlite.dataVersion());
  const facets: FacetReader = new DatabaseFacets(sql, facetTables(facetTypes), cache);
  return {
    facets,
    latest: (brick, kind, after, limit) => latest(sql, { brick, kind }, after, limit),
    latestIds: (brick, kind, after, limit) => latestIds(sql, { brick, kind }, after, limit),
    latestByIds: (brick, kind, ids) => latestByIds(sql, { brick, kind }, ids),
    missing: (brick, kind, ids) => missing(sql, { brick, kind }, ids),
    stream: async (brick, kind) => (await coded(streams(sql, brick, kind)))[0] ?? null,
    streams: (brick) => coded(streams(sql, brick)),
    counts: (brick, kind, since) => counts(sql, { brick, kind }, since),
    pending: (brick, kind, after, limit) => pending(sql, { brick, kind }, after, limit),
    runs: (filter) => coded(runs(sql, filter)),
    holds: (filter) => coded(holds(sql, filter)),
    due: (brick) => coded(countDue(sql, brick)),
    unreadable: (brick) => coded(unreadable(sql, brick)),
    bindingConflicts: (filter) => coded(bindingConflicts(sql, filter)),
    bindings: (type, ids) => coded(bindings(sql, type, ids)),
    messages: (filter) => messages(sql, filter),
    messageCounts: (origin) => messageCounts(sql, origin),
    pendingMessages: (type, brick, hubIds) => pendingMessages(sql, type, brick, hubIds),
    reserved: (variants) => reserved(sql, variants),
    known: (order) => coded(knownOrder(sql, order)),
    ...changeReader(sql),
    ...editReader(sql),
    close: () => database.close(),
  };
}
