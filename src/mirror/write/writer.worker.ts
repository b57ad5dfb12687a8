import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase, type Database } from '../database.ts';
import { lockFolder, type FolderLock } from '../folder-lock.ts';
import { openVault, type Vault } from '../persons/index.ts';
import { sendFailure, type WriterCall, type WriterReply, type WriterStart } from './writer-messages.ts';
import type { WriterOptions } from './writer-options.ts';
import { DatabaseWriter } from './writer.ts';
import { loadWritten } from './written-bricks.ts';

const port = parentPort;
if (!port) throw new Error('This module is the body of a worker thread.');
const start = workerData as WriterStart;
const reply = (message: WriterReply): void => port.postMessage(message);

let lock: FolderLock | undefined;
const opened = open();
// Calls run strictly one after another, in the order in which they came.
let last: Promise<unknown> = opened.then(
  () => reply({ id: 0, value: null }),
  (error: unknown) => {
    lock?.release();
    reply({ id: 0, failure: sendFailure(error) });
    port.close();
  },
);
port.on('message', (call: WriterCall) => {
  last = last.then(() => answer(call));
});

async function open(): Promise<DatabaseWriter> {
  if (start.database === undefined) lock = lockFolder(start.data);
  const written = await loadWritten(start);
  const database = await openDatabase(start, { readOnly: false });
  return prepared(database, written);
}

/** Where the master key is first made, it is made once: others that start wait. */
async function vaultOf(database: Database): Promise<Vault> {
  await database.migrate();
  return database.transaction(async (sql) => {
    if (sql.dialect === 'postgres')
      await sql.all('select pg_advisory_xact_lock(hashtext(?), hashtext(?))', ['mortar', '']);
    return openVault(sql, start);
  });
}

async function prepared(database: Database, options: Omit<WriterOptions, 'vault'>): Promise<DatabaseWriter> {
  try {
    const writer = new DatabaseWriter(database, { ...options, vault: await vaultOf(database) });
    await writer.prepare();
    return writer;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function answer({ id, method, argument }: WriterCall): Promise<void> {
  try {
    const writer = await opened;
    // The method's argument came from the same method of the client.
    const value: unknown = await (writer[method] as (argument: unknown) => Promise<unknown>).call(writer, argument);
    if (method === 'close') lock?.release();
    reply({ id, value });
    if (method === 'close') port?.close();
  } catch (error) {
    reply({ id, failure: sendFailure(error) });
  }
}
