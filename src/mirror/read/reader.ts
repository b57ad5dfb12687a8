import { changeReader } from '../changes/index.ts';
import type { FacetReader, MirrorReader } from '../contract.ts';
import type { Database } from '../database.ts';
import { editReader } from '../edits/index.ts';
import { facetTables } from '../facets/facet-table.ts';
import type { FacetType } from '../facet-type.ts';
import { historyReader } from '../history/index.ts';
import { knownOrder, outgoingReader } from '../messages/index.ts';
import type { PersonReader } from '../person.ts';
import { coded } from '../mirror-error.ts';
import { Bodies, PersonKeys, personReader, type Vault } from '../persons/index.ts';
import { bindingConflicts, bindings } from './binding-reader.ts';
import { FacetCache } from './facet-cache.ts';
import { DatabaseFacets } from './facet-reader.ts';
import { countDue, holds, runs, streams } from './history-reader.ts';
import { messageCounts, messages, pendingMessages, reserved } from './message-reader.ts';
import {
  counts,
  latest,
  latestByIds,
  latestIds,
  missing,
  pending,
  recentUpdates,
  untoldEchoes,
} from './record-reader.ts';
import { unreadable } from './unreadable-reader.ts';

/** All reads over an open database, which should be open for reading only. */
export function createReader(
  database: Database,
  facetTypes: readonly FacetType[],
  vault: Vault,
): MirrorReader & { persons: PersonReader } {
  const { sql, sqlite } = database;
  const reading = { sql, bodies: new Bodies(new PersonKeys(vault)) };
  const cache = sqlite && new FacetCache(() => sqlite.dataVersion());
  const tables = facetTables(facetTypes, vault);
  const facets: FacetReader = new DatabaseFacets(sql, tables, cache);
  return {
    persons: personReader({ ...reading, tables }),
    facets,
    latest: (brick, kind, after, limit) => latest(reading, { brick, kind }, after, limit),
    latestIds: (brick, kind, after, limit) => latestIds(sql, { brick, kind }, after, limit),
    latestByIds: (brick, kind, ids) => latestByIds(reading, { brick, kind }, ids),
    missing: (brick, kind, ids) => missing(sql, { brick, kind }, ids),
    stream: async (brick, kind) => (await coded(streams(sql, brick, kind)))[0] ?? null,
    streams: (brick) => coded(streams(sql, brick)),
    counts: (brick, kind, since, longer) => counts(sql, { brick, kind }, since, longer),
    recentUpdates: (brick, kind, since, first) => recentUpdates(reading, { brick, kind }, { since, first }),
    untoldEchoes: (brick) => untoldEchoes(sql, brick),
    // Without a window everything is from before it.
    pending: (brick, kind, after, limit, since = '9999') => pending(reading, { brick, kind }, { after, limit, since }),
    runs: (filter) => coded(runs(sql, filter)),
    holds: (filter) => coded(holds(sql, filter)),
    due: (brick) => coded(countDue(sql, brick)),
    unreadable: (brick) => coded(unreadable(sql, brick)),
    bindingConflicts: (filter) => coded(bindingConflicts(sql, tables, filter)),
    bindings: (type, ids) => coded(bindings(sql, type, ids)),
    messages: (filter) => messages(sql, filter),
    messageCounts: (origin) => messageCounts(sql, origin),
    pendingMessages: (type, brick, hubIds) => pendingMessages(sql, type, brick, hubIds),
    reserved: (variants) => reserved(sql, variants),
    known: (order) => coded(knownOrder(sql, order)),
    ...changeReader(sql),
    ...editReader(sql),
    ...outgoingReader(sql),
    ...historyReader(reading),
    close: () => database.close(),
  };
}
