/** Loaded beside the program for the counter-proof: it acknowledges without waiting for the disk, as a bug would. */
import { DatabaseSync } from 'node:sqlite';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CARELESS } from './agreed.ts';

if (process.env[CARELESS] === 'database') {
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (text) {
    exec.call(this, text.replace(/synchronous\s*=\s*full/i, 'synchronous = off'));
  };
}

if (process.env[CARELESS] === 'blobs') {
  const file = await open(fileURLToPath(import.meta.url));
  const handles = Object.getPrototypeOf(file) as { sync(): Promise<void>; datasync(): Promise<void> };
  await file.close();
  handles.sync = async () => {};
  handles.datasync = async () => {};
}
