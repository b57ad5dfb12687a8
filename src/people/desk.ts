import type { Logger } from 'pino';
import type { RetentionSettings } from '../config.ts';
import type { MirrorReader, PersonDesk } from '../mirror/index.ts';
import type { Outbox } from '../roles/graph/index.ts';
import type { PersonPort } from '../roles/hub/index.ts';
import { followedKinds, isSealed, sealStreams, type SyncService } from '../sync/index.ts';
import { erasePerson, resumeErasures, type EraseParts } from './erase.ts';
import { exportOf, type ReadersOf } from './export.ts';
import { isOrder } from './papers.ts';
import { retain, type RetentionParts, type RetentionReport } from './retention.ts';

/** Messages that are sealed in one transaction. */
const MESSAGES = 500;

interface PeopleParts {
  reader: MirrorReader;
  desk: PersonDesk;
  sync: Pick<SyncService, 'bricks' | 'project'>;
  /** How long personal data is kept. */
  retention: RetentionSettings;
  outbox: Pick<Outbox, 'can' | 'submit'>;
  recipients: readonly string[];
  log: Logger;
  now(): Date;
  /** Who read what of a person, where that is written down. */
  readers?: ReadersOf;
}

/** The people of this hub. */
export interface HubPeople extends PersonPort {
  /** What is over its time; with `apply`, it goes. Passes come one after another. */
  retain(order: { apply: boolean }): Promise<RetentionReport>;
  /** Goes on with erasures that a kill left, then seals what earlier releases stored; in the background. */
  start(): void;
  /** Waits for the step under way. */
  stop(): Promise<void>;
}

export function personDesk(parts: PeopleParts): HubPeople {
  const { reader, desk, sync, log, now } = parts;
  const views = sync.bricks().map(({ brick }) => brick);
  const bricks = views.map(({ name }) => name);
  const shops = views.filter(({ connector }) => connector.roles.includes('shop')).map(({ name }) => name);
  const follows = followedKinds(views);
  let going: Promise<void> = Promise.resolve();
  let turn: Promise<unknown> = Promise.resolve();
  let stopped = false;
  const erasing: EraseParts = {
    ...{ reader, desk, outbox: parts.outbox, bricks, shops, follows, recipients: parts.recipients, now },
    isSealed: () => isSealed(desk, views),
    async project() {
      const { signal } = new AbortController();
      for (const brick of bricks) await sync.project(brick, signal).catch(() => undefined);
    },
  };
  const retained: RetentionParts = {
    ...{ erasing, settings: parts.retention, isStopped: () => stopped },
    unsure: () => sync.bricks().flatMap(({ brick, stale, openHolds }) => (stale || openHolds > 0 ? [brick.name] : [])),
  };
  const catchUp = async (): Promise<void> => {
    await resumeErasures(erasing);
    await sealStreams(desk, views, { now, isStopped: () => stopped });
    while (!stopped && (await desk.sealMessages({ limit: MESSAGES, at: now().toISOString() })) > 0);
  };
  return {
    async export(asked) {
      const customer = 'email' in asked ? await byEmail(reader, shops, asked.email) : asked.customer;
      if (customer === null) return null;
      const known = (await reader.facets.origins('Customer', [customer])).has(customer);
      if (!known) return null;
      return exportOf({ facets: reader.facets, desk, bricks, follows, readers: parts.readers }, customer, now());
    },
    // Who is named in an order without a customer goes by retention only.
    erase: (order) => (isOrder(order.customer) ? Promise.resolve({ outcome: 'unknown' }) : erasePerson(erasing, order)),
    retain(order) {
      // What a start goes on with comes first: nobody is erased before all that is theirs is sealed.
      const pass = Promise.all([turn, going]).then(() => retain(retained, order));
      turn = pass.catch(() => undefined);
      return pass;
    },
    start() {
      going = catchUp().catch((err: unknown) => {
        if (!stopped)
          log.error({ err }, 'personal data of earlier releases could not be sealed; the next start goes on');
      });
    },
    async stop() {
      stopped = true;
      await Promise.all([going, turn]);
    },
  };
}

async function byEmail(reader: MirrorReader, shops: readonly string[], email: string): Promise<string | null> {
  const wanted = email.trim().toLowerCase();
  for (const brick of shops) {
    const [row] = (await reader.facets.byColumn('Customer', brick, 'email', [wanted])).get(wanted) ?? [];
    if (row) return row.id;
  }
  return null;
}
