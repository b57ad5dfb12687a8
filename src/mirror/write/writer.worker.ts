import { parentPort, workerData } from 'node:worker_threads';
import type { Connector } from '#sdk';
import { codeOf, loadExternalConnectors } from '../../sdk/external-connector.ts';
import { openDatabase, type Database } from '../database.ts';
import type { FacetType } from '../facet-type.ts';
import { lockFolder, type FolderLock } from '../folder-lock.ts';
import { invalid } from '../mirror-error.ts';
import { sendFailure, type WriterCall, type WriterReply, type WriterStart } from './writer-messages.ts';
import { DatabaseWriter, type WrittenBrick } from './writer.ts';

interface Registry {
  connectors: readonly Connector[];
  facetTypes: readonly FacetType[];
  /** Of the release; another one projects everything again. */
  version?: string;
}

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
  const { connectors: builtIn, facetTypes, version } = (await import(start.registry)) as Registry;
  const connectors = await loadExternalConnectors(start.extensions, builtIn);
  const outside = connectors.slice(builtIn.length).map(({ name }, at) => [name, start.extensions[at] ?? ''] as const);
  const bricks = start.bricks.map((brick) => writtenBrick(brick, connectors, new Map(outside)));
  const database = await openDatabase(start, { readOnly: false });
  return prepared(database, { facetTypes, bricks, ...(version === undefined ? {} : { release: version }) });
}

async function prepared(
  database: Database,
  options: ConstructorParameters<typeof DatabaseWriter>[1],
): Promise<DatabaseWriter> {
  try {
    const writer = new DatabaseWriter(database, options);
    await writer.prepare();
    return writer;
  } catch (error) {
    await database.close();
    throw error;
  }
}

function writtenBrick(
  brick: WriterStart['bricks'][number],
  connectors: readonly Connector[],
  outside: ReadonlyMap<string, string>,
): WrittenBrick {
  const connector = connectors.find(({ name }) => name === brick.connector);
  const address = outside.get(brick.connector);
  if (connector)
    return { name: brick.name, aggregates: connector.aggregates, ...(address && { code: codeOf(address) }) };
  throw invalid(
    'CONNECTOR_UNKNOWN',
    `No connector is called ${brick.connector} (brick ${brick.name}).`,
    'Look at the connectors’ names with `mortar connectors`, and correct the configuration.',
  );
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
