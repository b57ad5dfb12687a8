import type { Logger } from 'pino';
import { createAccess, type Access } from '../access/index.ts';
import { auditedOperations, auditTools, openTrail, type AuditTools, type AuditTrail } from '../audit/index.ts';
import { AUDIT_DEFAULTS, RETENTION_DEFAULTS, type Config } from '../config.ts';
import type { Operations } from '../control/index.ts';
import { backupsIn } from './backups.ts';
import { catchingUp } from './catch-up.ts';
import { flowsOf, type HubFlows } from './flows.ts';
import { historyDesk } from './history.ts';
import { decidedHolds } from './holds.ts';
import { kitOf, type HubKit, type HubKitConfig } from './kit.ts';
import { operationsOf } from './operations.ts';
import { drillSchedule, type DrillSchedule } from './drills.ts';
import { createLiveFeed, telling, type LiveFeed } from './live.ts';
import { movesOf, type Moves } from './moves.ts';
import { outboxOf, type OutboxConfig } from './outbox.ts';
import { relayOf } from './relay.ts';
import { retentionOf, type HubRetention } from './retention.ts';
import { personDesk, readersIn, type HubPeople } from '../people/index.ts';
import { APPLIED_BY_A_PERSON, SALVAGE, salvageOf, type HubSalvage } from './salvage.ts';
import { webhooksOf, type HubWebhooks } from './webhooks.ts';
import { createStanding, linesFor, storedStands, type Standing } from './standing.ts';
import {
  openBlobs,
  openMirror,
  ThrowAwayFolder,
  type AuditReader,
  type JournalWriter,
  type Mirror,
  type OpenedMirror,
  type PersonDesk,
} from '../mirror/index.ts';
import { systemTimers, type Relay } from '../outbox/index.ts';
import type { Outbox } from '../roles/graph/index.ts';
import type { BackupPort } from '../roles/hub/index.ts';
import { createSyncService, openBrick, type Listener, type SyncService } from '../sync/index.ts';
import type { BrickSettings } from '../sync/index.ts';

export interface HubOptions {
  config: Pick<Config, 'data' | 'database'> &
    OutboxConfig &
    HubKitConfig &
    Partial<Pick<Config, 'alerts' | 'flows' | 'audit' | 'past' | 'personKey' | 'recovery' | 'retention'>>;
  bricks: readonly BrickSettings[];
  /** Address of the module that exports `connectors` and `facetTypes`; the mirror's writer imports it itself. */
  registry: string;
  /** File addresses of connectors from outside, for the same thread. */
  extensions?: readonly string[];
  log: Logger;
  now?(): Date;
  /** How long a message stays with a relay that gives no sign of life. Default: a minute. */
  leaseMs?: number;
  /** Sees every event of every run. */
  listen?: Listener;
}

type HubMirror = Mirror & Pick<OpenedMirror, 'pasts' | 'persons'>;

/** A hub without its way in: mirror, bricks and syncs. The gateway serves it, the command line uses it. */
export interface Hub {
  mirror: HubMirror;
  blobs: ReturnType<typeof openBlobs>;
  sync: SyncService;
  /** Who plays what. */
  standing: Standing;
  /** Bricks are filled from what is held of others, and take their places. */
  moves: Moves;
  operations: Operations;
  /** Who may come in. */
  access: Access;
  /** Who did what. Entries are made by those who do it; old ones go once it is started. */
  trail: AuditTrail;
  /** What was entered. */
  audit: Pick<AuditReader, 'page' | 'count'>;
  /** What is ordered here is on disk when it resolves; it is delivered where a relay runs. */
  outbox: Outbox;
  /** Brings messages to the bricks once it is started: where the hub is served. */
  relay: Relay;
  /** Rules between bricks, followed once they are started. */
  flows: HubFlows;
  /** What a store works with on paper; every night once it is started. */
  kit: HubKit;
  /** Bricks are rebuilt for proof once it is started. */
  drills: DrillSchedule;
  /** What files and mails still know. */
  salvage: HubSalvage;
  /** Those that were made of this data folder. */
  backups: BackupPort;
  /** What it holds of people, given out and erased. */
  people: HubPeople;
  /** Lets go of what is over its time, once it is started. */
  retention: HubRetention;
  /** Notes what is acknowledged between them, where somebody sends it. */
  journal: JournalWriter;
  /** What vendors say has changed: stored, then read again. */
  webhooks: HubWebhooks;
  /** Wakes who follows what is written. */
  live: LiveFeed;
  /** Whether all that an upgrade or a kill left to be projected is projected. */
  isCaughtUp(): boolean;
  close(): Promise<void>;
}

export async function openHub(options: HubOptions): Promise<Hub> {
  const { config, log, now = (): Date => new Date() } = options;
  const live = createLiveFeed(systemTimers);
  const opened = await mirrorOf(options, now);
  const mirror: HubMirror = { ...opened, writer: telling(opened.writer, () => live.poke()) };
  const blobs = openBlobs(config.data);
  const open = async () => {
    const trail = await trailOf(opened, options);
    const standing = await standingOf(mirror, options);
    return { trail, standing, sync: await openSync(options, { mirror, blobs, live, standing }) };
  };
  const { trail, standing, sync } = await open().catch(async (error: unknown) => {
    // Its writer's thread would keep the process alive.
    await mirror.close();
    throw error;
  });
  const relay = relayOf(mirror, sync, { log, now, leaseMs: options.leaseMs });
  const outbox = outboxOf({ writer: mirror.writer, sync, standing, relay, now }, config);
  const flows = await openFlows({ mirror, sync, standing, relay, outbox, log, now }, config.flows ?? []);
  const moves = movesOf({ mirror, blobs, sync, standing, flows, relay, live, log, now }, options);
  const kit = kitOf({ mirror, sync, log, now, write: kitWriter(options) }, config);
  const salvage = salvageOf({ mirror, sync, now }, config);
  const catchUp = catchingUp(mirror, options, () => moves.keepPast());
  const { retention: keeping = RETENTION_DEFAULTS } = config;
  const people = peopleOf(opened, trail, { reader: mirror.reader, sync, outbox, retention: keeping, log, now }, config);
  const retention = retentionOf({ people, trail, lockBrick: mirror.lockBrick, settings: keeping, log });
  const webhooks = webhooksOf({ hints: opened.hints, sync, timers: systemTimers, log, now });
  const access = createAccess(opened.tokens, { now, log });
  const audited = auditedOperations(
    {
      ...{ ...operationsOf(mirror, sync), moves, people, tokens: access.desk, kit: kit.write },
      ...{ salvage: salvage.run, letters: salvage.letters },
    },
    trail,
  );
  const drill: Moves['drill'] = (...asked) => (audited.moves ?? moves).drill(...asked);
  const drills = drillSchedule({ settings: config.recovery, log, able: moves.able, drill });
  return {
    mirror,
    blobs,
    sync,
    standing,
    moves,
    operations: {
      ...audited,
      history: historyDesk({ mirror, sync }, decidedHolds({ mirror, sync, relay }), now),
      audit: auditToolsOf(opened, config.data, trail),
    },
    access,
    trail,
    audit: opened.audit,
    outbox,
    relay,
    flows,
    kit,
    drills,
    salvage,
    backups: backupsIn(config.data),
    people,
    retention,
    journal: opened.journal,
    webhooks,
    live,
    isCaughtUp: catchUp.isDone,
    async close() {
      catchUp.stop();
      drills.stop();
      await Promise.all([people.stop(), retention.stop(), webhooks.stop()]);
      await moves.stop();
      await kit.stop();
      await flows.stop();
      // It talks to bricks, which sync closes, and to the mirror.
      await relay.stop();
      await sync.stop();
      await trail.close();
      await mirror.close();
    },
  };
}

async function mirrorOf({ config, registry, extensions, bricks }: HubOptions, now: () => Date): Promise<OpenedMirror> {
  const { data, database, personKey, past } = config;
  const opened = await openMirror({
    ...{ data, registry, now },
    ...(database === undefined ? {} : { database }),
    ...(personKey === undefined ? {} : { personKey }),
    ...(extensions && { extensions }),
    bricks: bricks.map(({ name, connector }) => ({ name, connector: connector.name })),
    ...(past && { past: { count: past.count, bytes: past.megabytes * 1_000_000 } }),
  });
  // What a killed process left of comparisons and trials.
  ThrowAwayFolder.sweepAll(data);
  return opened;
}

/** Which brick stands for which; what was cut over and is not in the configuration yet is said. */
async function standingOf({ moves }: HubMirror, { bricks, log }: HubOptions): Promise<Standing> {
  const standing = createStanding(bricks, await storedStands(moves));
  for (const stand of standing.inForce())
    log.warn({ ...stand }, `${stand.target} stands for ${stand.source}, as cut over: ${linesFor(stand).join(' ')}`);
  return standing;
}

function peopleOf(
  { persons, pasts, audit }: OpenedMirror,
  trail: AuditTrail,
  parts: Omit<Parameters<typeof personDesk>[0], 'desk' | 'recipients' | 'readers'>,
  { backup }: HubOptions['config'],
): HubPeople {
  const desk: PersonDesk = {
    ...persons,
    // Pasts hold what was opened with keys that are gone then.
    destroy: async (order) => {
      const done = await persons.destroy(order);
      await pasts.forget();
      return done;
    },
  };
  const readers = readersIn(audit, parts.reader, () => trail.flush());
  const people = personDesk({ ...parts, desk, readers, recipients: backup?.recipients ?? [] });
  people.start();
  return people;
}

/** Loaded when the first one is written. */
function kitWriter({ config, registry }: HubOptions): Parameters<typeof kitOf>[0]['write'] {
  const { data, database, personKey } = config;
  return async (order) => {
    const { writeKitInThread } = await import('../recovery/index.ts');
    return writeKitInThread({ data, database, personKey, registry }, order);
  };
}

function auditToolsOf({ audit }: OpenedMirror, data: string, trail: AuditTrail): AuditTools {
  const backedUp = async () => (await import('../recovery/index.ts')).auditHeadsIn(data);
  return auditTools({ reader: audit, data, backedUp }, trail);
}

function trailOf({ audit }: OpenedMirror, { config, log, now }: HubOptions): Promise<AuditTrail> {
  return openTrail({
    ...{ store: audit, data: config.data, keepDays: (config.audit ?? AUDIT_DEFAULTS).keepDays, log },
    after: (ms, run) => systemTimers.after(ms, run),
    now: now ?? ((): Date => new Date()),
  });
}

/** Flows that cannot be are a mistake of the configuration: nothing is left open behind it. */
async function openFlows(parts: Parameters<typeof flowsOf>[0], choices: Config['flows']): Promise<HubFlows> {
  try {
    return flowsOf(parts, choices);
  } catch (error) {
    await parts.sync.stop();
    await parts.mirror.close();
    throw error;
  }
}

async function openSync(
  options: HubOptions,
  { mirror, blobs, live, standing }: Pick<Hub, 'mirror' | 'blobs' | 'live' | 'standing'>,
): Promise<SyncService> {
  const { log, listen, now = (): Date => new Date() } = options;
  return createSyncService({
    bricks: options.bricks.map((settings) => openBrick(thresholdsOf(settings), { blobs, log, now })),
    reader: mirror.reader,
    writer: mirror.writer,
    lock: (brick) => mirror.lockBrick(brick),
    log,
    now,
    served: standing,
    listen(event) {
      live.listen(event);
      listen?.(event);
    },
  });
}

function thresholdsOf(settings: BrickSettings): BrickSettings {
  return settings.connector.name === SALVAGE ? { ...settings, holds: APPLIED_BY_A_PERSON } : settings;
}
