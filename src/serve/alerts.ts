import { statfs } from 'node:fs/promises';
import {
  channelsOf,
  knownBackups,
  knownJournal,
  watchAlerts,
  type AlertSources,
  type AlertWatch,
  type DrillSight,
  type FlowSight,
  type ReaderSight,
} from '../alerts/index.ts';
import type { PeopleMeter } from '../access/index.ts';
import { hubStatus } from '../hub/index.ts';
import { systemTimers } from '../outbox/index.ts';
import type { OpenedProgram } from '../program.ts';

/** Tokens that are at a limit of theirs. */
function readersOf(people: Pick<PeopleMeter, 'counts' | 'levels'>): ReaderSight[] {
  return (['hour', 'day'] as const).flatMap((span) => {
    const counts = people.counts(span);
    return Object.entries(people.levels(span)).flatMap(([token, level]) =>
      level === 0 ? [] : [{ token, span, count: counts[token] ?? 0, isStopped: level === 2 }],
    );
  });
}

type Hub = OpenedProgram['hub'];
type HubStatus = ReturnType<typeof hubStatus>;
type Lane = ReturnType<Hub['flows']['list']>[number];

const MOST_HOLDS = 500;
const MOST_DIFFERENCES = 500;
/** As far back as the last good drill of a brick is looked for. */
const MOST_DRILLS = 50;

/** Looks after this hub while it is served, if alerts are configured; nobody is told of a demo. */
export function alertsOf(program: OpenedProgram, people: PeopleMeter): AlertWatch | null {
  const { config, hub, log } = program;
  if (!config.alerts || config.source === 'demo') return null;
  const now = (): Date => new Date();
  return watchAlerts({
    settings: config.alerts,
    data: config.data,
    sources: { ...sourcesOf(program, now), readers: () => readersOf(people) },
    channels: channelsOf(config.alerts, { locale: config.locale, now }),
    timers: systemTimers,
    now,
    log,
    // Of several hubs on one PostgreSQL, one tells.
    lock: () => hub.mirror.lockBrick('#alerts'),
  });
}

/** Of those bricks of which drills are promised. */
async function drillSights(
  { moves }: OpenedProgram['hub'],
  recovery: OpenedProgram['config']['recovery'],
): Promise<DrillSight[] | null> {
  const drill = recovery?.drill;
  if (!drill) return null;
  const seen = (drill.bricks ?? moves.able()).map(async (brick): Promise<DrillSight> => {
    const rows = await moves.drills({ brick, first: MOST_DRILLS });
    const [last] = rows;
    const { code = null } = (last?.report['problem'] ?? {}) as { code?: string };
    const passed = rows.find(({ outcome }) => outcome === 'passed');
    return {
      ...{ brick, days: drill.days, passedAt: passed?.endedAt ?? null },
      last: last ? { outcome: last.outcome, endedAt: last.endedAt, code } : null,
    };
  });
  return Promise.all(seen);
}

/** Flows that are on. What of them waits for a person is told as a hold, and the stock of shop and owner is compared anyway. */
async function flowSights({ flows, mirror }: Hub, status: HubStatus): Promise<FlowSight[]> {
  const { rows } = await mirror.reader.holds({ state: 'open', first: MOST_HOLDS });
  const waiting = new Set(rows.flatMap(({ brick, direction }) => (direction === 'outgoing' ? [brick] : [])));
  const [shop, fulfilment] = [status.primary('shop'), status.primary('fulfilment')];
  const isStock = ({ name, from, to }: Lane): boolean => name === 'stock-to-shop' && from === fulfilment && to === shop;
  const lanes = flows.list().filter((lane) => lane.state === 'on' && !waiting.has(lane.to) && !isStock(lane));
  const sights: FlowSight[] = [];
  // One after another: each walks through all that its source has.
  for (const { name, from, to } of lanes) {
    const found = await flows.differences({ name, from, to, first: MOST_DIFFERENCES });
    sights.push({ flow: name, from, to, count: found?.length ?? 0 });
  }
  return sights;
}

export function sourcesOf({ config, hub }: Pick<OpenedProgram, 'config' | 'hub'>, now: () => Date): AlertSources {
  const status = hubStatus(hub, config.roles, now);
  const { reader } = hub.mirror;
  return {
    bricks: () =>
      hub.sync.bricks().map(({ brick, lastGoodAt, lastRun }) => ({
        name: brick.name,
        state: status.bricks().find(({ name }) => name === brick.name)?.state ?? 'NEW',
        lastGoodAt,
        lastRunAt: lastRun?.startedAt ?? null,
        failure: lastRun?.failures[0]?.code ?? null,
      })),
    async holds() {
      const { rows } = await reader.holds({ state: 'open', first: MOST_HOLDS });
      return rows.map(({ id, brick, direction, kind, run, openedAt, creates, updates, deletes, reasons }) => {
        return {
          id,
          brick,
          kind: direction === 'outgoing' ? `${kind} (${run})` : kind,
          isOutgoing: direction === 'outgoing',
          openedAt,
          changes: creates + updates + deletes,
          rules: reasons.map(({ rule }) => rule),
        };
      });
    },
    async deadLetters() {
      const counts = await reader.messageCounts();
      return counts.flatMap(({ brick, state, count, oldest }) => (state === 'dead' ? [{ brick, count, oldest }] : []));
    },
    async disk() {
      const { bavail, blocks, bsize } = await statfs(config.data);
      return { folder: config.data, freeBytes: bavail * bsize, sizeBytes: blocks * bsize };
    },
    flowDrift: () => flowSights(hub, status),
    backups: async () => (config.backup ? knownBackups(config.data) : null),
    journal: async () => (config.backup ? knownJournal(config.data, config.backup.targets) : null),
    drills: () => drillSights(hub, config.recovery),
    async drift() {
      const [shop, fulfilment] = [status.primary('shop'), status.primary('fulfilment')];
      if (shop === null || fulfilment === null) return null;
      // As `stockDiscrepancies` asks.
      const from = { type: 'StockItem', brick: fulfilment, column: 'available' };
      return reader.facets.count({
        type: 'Variant',
        brick: shop,
        where: [{ differs: { column: 'shop_quantity', from } }],
      });
    },
  };
}
