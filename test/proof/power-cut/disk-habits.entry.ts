/**
 * Loaded before the recorded program. The write-ahead log is kept short, so that a short record holds many checkpoints;
 * and for the counter-proof the program acknowledges without waiting for the disk, as a bug would.
 */
import { DatabaseSync } from 'node:sqlite';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CARELESS } from './agreed.ts';

const SHORT_LOG = 'pragma wal_autocheckpoint = 300';
const careless = process.env[CARELESS];

const { exec } = DatabaseSync.prototype;
DatabaseSync.prototype.exec = function (text) {
  exec.call(this, careless === 'database' ? text.replace(/synchronous\s*=\s*\w+/gi, 'synchronous = off') : text);
  if (/journal_mode\s*=\s*wal/i.test(text)) exec.call(this, SHORT_LOG);
};

if (careless === 'blobs') {
  const file = await open(fileURLToPath(import.meta.url));
  const handles = Object.getPrototypeOf(file) as { sync(): Promise<void>; datasync(): Promise<void> };
  await file.close();
  handles.sync = async () => {};
  handles.datasync = async () => {};
}
