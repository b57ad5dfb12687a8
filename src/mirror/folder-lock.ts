import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { asMirrorError, invalid } from './mirror-error.ts';

const SQLITE_BUSY = 5;

/** Held for as long as this process writes a data folder. */
export interface FolderLock {
  release(): void;
}

/**
 * Makes this the only process that writes the folder. The lock is an open transaction on a file of its own: the
 * kernel gives it back at whatever end of the process, so that no stale lock is ever left to be cleaned away.
 */
export function lockFolder(data: string): FolderLock {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(join(data, 'hub.lock'), { timeout: 0 });
    database.exec('begin exclusive');
  } catch (error) {
    database?.close();
    if (!isBusy(error)) throw asMirrorError(error);
    throw invalid(
      'MIRROR_LOCKED',
      'Another process of Mortar writes this data folder.',
      'Stop the other hub, or let its own commands do the work; two hubs need two data folders, or PostgreSQL.',
    );
  }
  const held = database;
  return { release: () => held.close() };
}

function isBusy(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
