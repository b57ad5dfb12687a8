import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJournal } from '../../src/mirror/index.ts';
import { newKey, openTarget, restore, type BackupPlan, type Restored } from '../../src/recovery/backup/index.ts';
import { Shipper } from '../../src/recovery/backup/journal/index.ts';
import type { BackupTarget } from '../../src/recovery/backup/target.ts';
import { testClock } from './backup-place.ts';
import { aMirror, type TestMirror } from '../mirror/a-mirror.ts';
import { dialects } from '../mirror/dialects.ts';
import { aMessage, enqueue } from '../mirror/messages-samples.ts';

/** A hub's database whose journal is sent to two folders, by hand. */
export interface JournalPlace {
  mirror: TestMirror;
  plan: BackupPlan;
  folder: string;
  at(site: 'attic' | 'vault'): string;
  /** Acknowledges one message; answers its id. */
  take(): Promise<string>;
  /** A shipper as a started hub has it; `open`: other targets than the plan's. */
  shipper(open?: (settings: BackupPlan['targets'][number]) => BackupTarget): Promise<Shipping>;
  restored(
    site: 'attic' | 'vault',
    options?: { acceptGap?: boolean; withoutJournal?: boolean; backup?: string },
  ): Promise<RestoredMirror>;
  close(): Promise<void>;
}

export interface Shipping {
  shipper: Shipper;
  ship(): ReturnType<Shipper['ship']>;
  /** As a process that ends: nothing is under way any more. */
  end(): Promise<void>;
}

export interface RestoredMirror {
  into: string;
  journal: Restored['journal'];
  /** Ids of all its messages. */
  messages: string[];
}

const clock = testClock();
export const { now, pass } = clock;

export async function openJournalPlace(): Promise<JournalPlace> {
  const [dialect] = dialects;
  if (!dialect) throw new Error('no database to test with');
  const mirror = await aMirror(dialect);
  const folder = mkdtempSync(join(tmpdir(), 'mortar-journal-'));
  const at = (site: string): string => join(folder, 'targets', site);
  const key = await newKey(now());
  const identity = join(folder, 'owner.key');
  writeFileSync(identity, key.file);
  const plan: BackupPlan = {
    ...{ data: mirror.data, environment: {}, version: '0.1.0', recipients: [key.recipient], include: [] },
    ...{ schedule: '30 2 * * *', keep: { daily: 14, monthly: 12 }, journal: { every: '1m', before: 'nothing' } },
    targets: [
      { kind: 'folder', site: 'attic', name: 'attic', path: at('attic') },
      { kind: 'folder', site: 'vault', name: 'vault', path: at('vault') },
    ],
  };
  const opened: Shipping[] = [];
  let restores = 0;
  return {
    ...{ mirror, plan, folder, at },
    async take() {
      const message = aMessage();
      await enqueue(mirror, [message]);
      return message.id;
    },
    async shipper(open = (settings) => openTarget(settings, now)) {
      const shipping = await shippingOf(plan, { mirror, targets: plan.targets.map(open) });
      opened.push(shipping);
      return shipping;
    },
    async restored(site, options = {}) {
      const into = join(folder, `restored-${(restores += 1)}`);
      const target = openTarget({ kind: 'folder', site, name: site, path: at(site) }, now);
      const { journal } = await restore(target, { into, identity, ...options });
      return { into, journal, messages: await messagesIn(join(into, 'data')) };
    },
    async close() {
      for (const shipping of opened) await shipping.end();
      await mirror.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function shippingOf(
  plan: BackupPlan,
  { mirror, targets }: { mirror: Pick<TestMirror, 'journal'>; targets: readonly BackupTarget[] },
): Promise<Shipping> {
  const source = await openJournal({ data: plan.data });
  const keep = (made: Parameters<TestMirror['journal']['keepSegment']>[0]): Promise<void> =>
    mirror.journal.keepSegment(made);
  const shipper = new Shipper({ plan, targets, source, keep, now });
  const { line } = await mirror.journal.beginJournal({ at: now().toISOString() });
  let isOpen = true;
  return {
    shipper,
    ship: () => shipper.ship(line),
    async end() {
      if (!isOpen) return;
      isOpen = false;
      await shipper.settled();
      await source.close();
    },
  };
}

async function messagesIn(data: string): Promise<string[]> {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(join(data, 'mortar.db'), { readOnly: true });
  try {
    return database
      .prepare('select id from messages order by seq')
      .all()
      .map(({ id }) => String(id));
  } finally {
    database.close();
  }
}
