import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { FacetReader, MessageReader, MirrorReader } from '../mirror/index.ts';

/** Operation names become labels; clients choose them, so only so many are told apart. */
const MOST_OPERATIONS = 50;

/** Label value to value. */
type Values = Record<string, number>;

export interface GatewayMetrics {
  registry: Registry;
  /** One answered operation. */
  answered(operation: string | null, seconds: number, outcome: 'ok' | 'errors'): void;
  /** A request that came too often; null: without a token that counts. */
  turnedAway(token: string | null): void;
  /** The same reader, counted. */
  counted(reader: MirrorReader): MirrorReader;
  /** A gauge whose values are asked for when metrics are: label value to value. */
  gauge(name: string, help: string, label: string, values: () => Values | Promise<Values>): void;
}

export function createMetrics(): GatewayMetrics {
  const registry = new Registry();
  const durations = new Histogram({
    name: 'mortar_graphql_seconds',
    help: 'Seconds from a GraphQL request to its answer, by operation name.',
    labelNames: ['operation', 'outcome'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  const reads = new Counter({
    name: 'mortar_mirror_reads_total',
    help: 'Reads of the mirror by resolvers.',
    labelNames: ['read'],
    registers: [registry],
  });
  const limited = new Counter({
    name: 'mortar_rate_limited_total',
    help: 'Requests that were turned away because their token asks too often.',
    labelNames: ['token'],
    registers: [registry],
  });
  const operations = new Set<string>();

  function label(operation: string | null): string {
    if (operation === null) return 'anonymous';
    if (operations.size < MOST_OPERATIONS) operations.add(operation);
    return operations.has(operation) ? operation : 'other';
  }

  return {
    registry,
    answered: (operation, seconds, outcome) => durations.observe({ operation: label(operation), outcome }, seconds),
    turnedAway: (token) => limited.inc({ token: token ?? '' }),
    counted(reader) {
      const count = (read: string): void => reads.inc({ read });
      return { ...bound(reader), ...countedMessages(reader, count), facets: countedFacets(reader.facets, count) };
    },
    gauge(name, help, labelName, values) {
      new Gauge({
        name,
        help,
        labelNames: [labelName],
        registers: [registry],
        async collect() {
          const found = await values();
          this.reset();
          for (const [value, number] of Object.entries(found)) this.set({ [labelName]: value }, number);
        },
      });
    },
  };
}

/** A copy whose methods can be replaced one by one. */
export function bound(reader: MirrorReader): MirrorReader {
  return {
    facets: reader.facets,
    latest: (...args) => reader.latest(...args),
    latestIds: (...args) => reader.latestIds(...args),
    latestByIds: (...args) => reader.latestByIds(...args),
    missing: (...args) => reader.missing(...args),
    stream: (...args) => reader.stream(...args),
    streams: (...args) => reader.streams(...args),
    counts: (...args) => reader.counts(...args),
    recentUpdates: (...args) => reader.recentUpdates(...args),
    untoldEchoes: (...args) => reader.untoldEchoes(...args),
    pending: (...args) => reader.pending(...args),
    runs: (...args) => reader.runs(...args),
    holds: (...args) => reader.holds(...args),
    due: (...args) => reader.due(...args),
    unreadable: (...args) => reader.unreadable(...args),
    bindingConflicts: (...args) => reader.bindingConflicts(...args),
    bindings: (...args) => reader.bindings(...args),
    messages: (...args) => reader.messages(...args),
    messageCounts: (...args) => reader.messageCounts(...args),
    pendingMessages: (...args) => reader.pendingMessages(...args),
    reserved: (...args) => reader.reserved(...args),
    known: (...args) => reader.known(...args),
    changes: (...args) => reader.changes(...args),
    lastChange: () => reader.lastChange(),
    cursor: (...args) => reader.cursor(...args),
    edits: (...args) => reader.edits(...args),
    editCount: (...args) => reader.editCount(...args),
    editInput: (...args) => reader.editInput(...args),
    editRecords: (...args) => reader.editRecords(...args),
    hold: (...args) => reader.hold(...args),
    holdChanges: (...args) => reader.holdChanges(...args),
    changesBetween: (...args) => reader.changesBetween(...args),
    firstBadChange: (...args) => reader.firstBadChange(...args),
    outgoingCount: (...args) => reader.outgoingCount(...args),
    heldMessages: (...args) => reader.heldMessages(...args),
    rejectedWords: (...args) => reader.rejectedWords(...args),
    close: () => reader.close(),
  };
}

function countedMessages(
  reader: MessageReader,
  count: (read: string) => void,
): Pick<MessageReader, 'messages' | 'pendingMessages' | 'reserved'> {
  return {
    messages: (...args) => (count('messages'), reader.messages(...args)),
    pendingMessages: (...args) => (count('pendingMessages'), reader.pendingMessages(...args)),
    reserved: (...args) => (count('reserved'), reader.reserved(...args)),
  };
}

function countedFacets(facets: FacetReader, count: (read: string) => void): FacetReader {
  return {
    byIds: (...args) => (count('byIds'), facets.byIds(...args)),
    byColumn: (...args) => (count('byColumn'), facets.byColumn(...args)),
    linked: (...args) => (count('linked'), facets.linked(...args)),
    measured: (...args) => (count('measured'), facets.measured(...args)),
    sums: (...args) => (count('sums'), facets.sums(...args)),
    gaps: (...args) => (count('gaps'), facets.gaps(...args)),
    page: (...args) => (count('page'), facets.page(...args)),
    count: (...args) => (count('count'), facets.count(...args)),
    origins: (...args) => (count('origins'), facets.origins(...args)),
  };
}
