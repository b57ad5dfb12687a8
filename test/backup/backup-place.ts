import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { newKey, type BackupPlan } from '../../src/recovery/backup/index.ts';

/** A data folder with something in it, keys, and two folders that stand for two sites. */
export interface BackupPlace {
  folder: string;
  plan: BackupPlan;
  identity: string;
  /** Where a target lies. */
  at(site: 'attic' | 'vault'): string;
  database: DatabaseSync;
  /** Puts an image there; answers its name. */
  image(text: string): string;
  close(): void;
}

export async function openBackupPlace(): Promise<BackupPlace> {
  const folder = mkdtempSync(join(tmpdir(), 'mortar-backup-'));
  const data = join(folder, 'data');
  // As the blob store does, without waiting for the disk.
  const image = (text: string): string => {
    const sha256 = createHash('sha256').update(text).digest('hex');
    mkdirSync(join(data, 'blobs', sha256.slice(0, 2)), { recursive: true });
    writeFileSync(join(data, 'blobs', sha256.slice(0, 2), sha256), text);
    return sha256;
  };
  image('the first image');
  const database = new DatabaseSync(join(data, 'mortar.db'));
  database.exec(
    'pragma journal_mode = wal; pragma synchronous = off; create table things (id integer primary key, said text, raw blob)',
  );
  const insert = database.prepare('insert into things (said, raw) values (?, ?)');
  for (let i = 0; i < 500; i += 1) insert.run(`thing ${i}`, Buffer.from([i % 256]));
  writeFileSync(join(data, 'admin-token.sha256'), 'f00d\n');
  const key = await newKey(new Date('2026-11-23T00:00:00Z'));
  const identity = join(folder, 'owner.key');
  writeFileSync(identity, key.file);
  const at = (site: string): string => join(folder, 'targets', site);
  const plan: BackupPlan = {
    data,
    environment: {},
    version: '0.1.0',
    recipients: [key.recipient],
    schedule: '30 2 * * *',
    targets: [
      { kind: 'folder', site: 'attic', name: 'attic', path: at('attic') },
      { kind: 'folder', site: 'vault', name: 'vault', path: at('vault') },
    ],
    keep: { daily: 14, monthly: 12 },
    include: [],
    journal: { every: '1m', before: 'nothing' },
  };
  return {
    folder,
    plan,
    identity,
    at,
    database,
    image,
    close() {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A clock that only the test moves, by hours. */
export function testClock(start = '2026-11-23T02:30:00Z'): { now(): Date; pass(hours: number): void } {
  const clock = { at: Date.parse(start) };
  return {
    now: () => new Date(clock.at),
    pass(hours) {
      clock.at += hours * 3_600_000;
    },
  };
}
