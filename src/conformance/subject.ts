import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BlobStore, BrickTools, Connector, DropBox, OpenBrick, Sandbox } from '#sdk';
import { createDropBox } from '../sdk/open-drop-box.ts';
import { createBrickHttp, type ClosableBrickHttp } from '../sdk/http-client.ts';
import { createTableCodec } from '../sdk/table-codec.ts';
import { faultyDrop, type DropFaults } from './faulty-drop.ts';
import { startFaultyProxy, type FaultyProxy } from './faulty-proxy.ts';
import { MemoryMirror } from './memory-mirror.ts';
import { project, type Facet } from './projection.ts';

/** A connector with a sandbox of its own, and what stands between the two. */
export interface Subject {
  connector: Connector;
  sandbox: Sandbox;
  /** Absent: this connector speaks no HTTP. */
  proxy?: FaultyProxy;
  drops: DropFaults;
  /** Where its files lie. */
  folder: string;
  /** Where the clock stands. */
  clock: { now: Date };
  warnings: string[];
  /** Opens the connector as a brick; it is closed with the subject. */
  open(): OpenBrick;
  close(): Promise<void>;
}

const BORN = new Date('2026-11-01T08:00:00Z');

export async function startSubject(connector: Connector): Promise<Subject> {
  const folder = await mkdtemp(join(tmpdir(), 'mortar-conformance-'));
  const sandbox = await started(connector, folder);
  const proxy = /^https?:/.test(sandbox.url) ? await startFaultyProxy(sandbox.url) : undefined;
  const settings = connector.settings.parse(proxy ? through(sandbox, proxy) : sandbox.settings);
  const drops: DropFaults = {
    reads: 0,
    lists: 0,
    fault: () => null,
    writes: 0,
    writeFault: () => false,
    reversed: false,
    reword: null,
  };
  const clock = { now: new Date(BORN.getTime() + 3_600_000) };
  const warnings: string[] = [];
  const lent = lender(connector, settings, { clock, warnings, drops });
  return {
    connector,
    sandbox,
    ...(proxy && { proxy }),
    drops,
    folder,
    clock,
    warnings,
    open: () => lent.open(),
    async close() {
      await lent.close();
      await proxy?.close();
      await sandbox.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function started({ sandbox, name }: Connector, folder: string): Promise<Sandbox> {
  if (!sandbox) throw new Error(`The connector ${name} has no sandbox to be judged against.`);
  return sandbox({ seed: 7, bornAt: BORN, small: true, folder, peers: {} });
}

/** The sandbox's settings with the proxy's address wherever its own stands. */
function through({ url, settings }: Sandbox, proxy: FaultyProxy): Record<string, unknown> {
  const origin = new URL(url).origin;
  return JSON.parse(JSON.stringify(settings).replaceAll(origin, proxy.url)) as Record<string, unknown>;
}

function lender(
  connector: Connector,
  settings: unknown,
  { clock, warnings, drops }: Pick<Subject, 'clock' | 'warnings' | 'drops'>,
): { open(): OpenBrick; close(): Promise<void> } {
  const opened: OpenBrick[] = [];
  const clients: ClosableBrickHttp[] = [];
  const boxes: DropBox[] = [];
  const log: BrickTools['log'] = { info: () => undefined, warn: (_fields, message) => void warnings.push(message) };
  const tools: BrickTools = {
    brick: 'judged',
    http(options) {
      // Waits pass at once: what is judged is what happens, not when.
      const client = createBrickHttp(
        { ...options, retries: options.retries ?? 2 },
        { log, wait: () => Promise.resolve() },
      );
      clients.push(client);
      return client;
    },
    drop(options) {
      const box = createDropBox(options, { now: () => clock.now, log });
      boxes.push(box);
      return faultyDrop(box, drops);
    },
    tables: createTableCodec(),
    blobs: memoryBlobs(),
    log,
    now: () => clock.now,
  };
  return {
    open() {
      const brick = connector.open(settings, tools);
      opened.push(brick);
      return brick;
    },
    async close() {
      for (const brick of opened) await brick.close?.();
      for (const client of clients) client.close();
      for (const box of boxes) await box.close();
    },
  };
}

function memoryBlobs(): BlobStore {
  const known = new Set<string>();
  return {
    put(bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      known.add(sha256);
      return Promise.resolve({ sha256, size: bytes.length });
    },
    has: (sha256) => Promise.resolve(known.has(sha256)),
  };
}

/** The facets of one whole read into an empty mirror. */
export async function facetsOf({ open, clock, connector }: Subject): Promise<Facet[]> {
  const mirror = new MemoryMirror();
  const brick = open();
  await mirror.run(brick, clock);
  return project(mirror, brick.streams, connector.aggregates);
}
