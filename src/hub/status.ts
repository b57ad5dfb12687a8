import type { Config } from '../config.ts';
import { handBindings } from './binding.ts';
import { decidedHolds } from './holds.ts';
import type { Hub } from './hub.ts';
import { primaryOf } from './outbox.ts';
import type { BrickState, BrickStatus, HubStatus } from '../roles/hub/index.ts';
import type { BrickView } from '../sync/index.ts';

/** What the role hub shows of this hub. Answers from memory. `primaries`: role to brick, as configured. */
export function hubStatus(hub: Hub, primaries: Config['roles'], now: () => Date): HubStatus {
  return {
    bricks: () => hub.sync.bricks().map((view) => statusOf(view, now())),
    primary: (role) => primaryOf(hub, primaries, role),
    sync(name, { full }) {
      const view = hub.sync.bricks().find(({ brick }) => brick.name === name);
      if (!view) return Promise.resolve('unknown');
      if (view.running) return Promise.resolve('running');
      // The run's end is told by `bricks` and by the log.
      hub.sync.sync(name, { full, trigger: 'graph' }).catch(() => undefined);
      return Promise.resolve('started');
    },
    ...handBindings(hub),
    flows: hub.flows,
    holds: decidedHolds(hub),
    backups: hub.backups,
    people: hub.people,
    moves: hub.moves,
    audit: hub.audit,
    salvage: hub.salvage.fromFolder,
    letters: hub.salvage.beginLetters,
    live: hub.live,
  };
}

function statusOf(view: BrickView, now: Date): BrickStatus {
  const { brick, running, lastRun, lastGoodAt, unreadable } = view;
  const lag = lastGoodAt === null ? null : Math.max(0, Math.round((now.getTime() - Date.parse(lastGoodAt)) / 1000));
  return {
    name: brick.name,
    connector: brick.connector.name,
    roles: brick.connector.roles,
    state: stateOf(view),
    running,
    lag,
    lastRun,
    breaker: brick.breaker(),
    openHolds: view.openHolds,
    unreadable,
    capabilities: capabilitiesOf(view),
    health: healthOf(view),
  };
}

function stateOf({ lastRun, lastGoodAt, stale, unreadable }: BrickView): BrickState {
  if (lastRun?.state === 'failed') return 'FAILING';
  if (lastGoodAt === null) return 'NEW';
  if (stale) return 'LATE';
  return unreadable.length > 0 ? 'INCOMPLETE' : 'HEALTHY';
}

/** What its streams can do, by the methods that they have, and which commands it knows. */
function capabilitiesOf({ brick }: BrickView): string[] {
  const { streams, commands = {} } = brick.open;
  const reads = streams.flatMap((stream) => [
    `read:${stream.kind}`,
    ...(stream.ids || stream.way === 'compare' ? [`deletions:${stream.kind}`] : []),
  ]);
  return [...reads, ...Object.keys(commands).map((command) => `write:${command}`)];
}

function healthOf(view: BrickView): BrickStatus['health'] {
  const { brick, lastRun, lastGoodAt, stale, running, openHolds } = view;
  const failure = lastRun?.failures.find(({ kind }) => kind === null) ?? lastRun?.failures[0];
  if (failure) return { message: failure.message, remedy: failure.remedy };
  if (lastGoodAt === null)
    return { message: running ? 'Being read for the first time.' : 'Not read yet.', remedy: null };
  if (view.unreadable.length > 0) return notUnderstood(view);
  if (openHolds > 0)
    return { message: `Changes of ${openHolds} stream(s) wait for a person and are not shown.`, remedy: 'See holds.' };
  if (stale) return { message: 'Behind its schedule.', remedy: `Run: mortar sync ${brick.name}` };
  return { message: 'Mirrored on schedule.', remedy: null };
}

function notUnderstood({ brick, unreadable }: BrickView): BrickStatus['health'] {
  const kinds = unreadable.map(({ kind, count }) => `${count} of ${kind}`).join(', ');
  const first = unreadable[0]?.sample[0];
  return {
    message: `Records could not be understood, and show as they were before or not at all: ${kinds}. The first, ${first?.id ?? ''}: ${first?.message ?? ''}`,
    remedy: `See unreadableRecords. Tell whoever maintains the connector ${brick.connector.name}; once it is mended, run: mortar reproject ${brick.name}`,
  };
}
