import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PermanentError, type Connector } from '#sdk';
import type { Program, Terminal } from './cli/index.ts';
import { BRICK_DEFAULTS, externalConnectors, loadConfig, secretsOf, type Config } from './config.ts';
import { connectControl, noDemo, type Operations } from './control/index.ts';
import { startDemo, type Demo } from './demo.ts';
import { openHub, type Hub } from './hub/index.ts';
import { doctorTools } from './doctor-tools.ts';
import { backupTools } from './backup-tools.ts';
import { connectorTools } from './connector-tools.ts';
import { notedBackups, withAudit } from './audit-at-rest.ts';
import { createLog } from './log.ts';
import { connectorAddress, loadExternalConnectors } from './sdk/external-connector.ts';
import type { BrickSettings, Listener } from './sync/index.ts';

export interface ProgramOptions {
  connectors: readonly Connector[];
  /** Address of the module that exports them and the facet types. */
  registry: string;
  terminal: Terminal;
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** File of the program itself, to start it once more. */
  entry: string;
  /** The folder of a connector from outside: nothing but its own demo is served, whatever is configured. */
  only?: string;
}

/** Commands say what happens through their own output; the log of a serving hub tells everything. */
type Level = 'info' | 'error';

/** A hub on its data folder, and what is needed to serve it. */
export interface OpenedProgram {
  config: Config;
  /** What is mirrored: those of the configuration, or the demo's. */
  bricks: readonly BrickSettings[];
  hub: Hub;
  log: ReturnType<typeof createLog>;
  terminal: Terminal;
  /** Lets somebody hear of every run. */
  hear(listener: Listener): void;
  /** Of the demo. */
  day?: Demo['day'];
  close(): Promise<void>;
}

/** What the command line runs on. Nothing is read or opened before a verb needs it, and nothing loaded. */
export function createProgram(options: ProgramOptions): Program {
  return {
    async serve() {
      const { serve } = await import('./serve/index.ts');
      return serve(await openProgram(options, 'info'));
    },
    async withOperations(use) {
      const { config } = await configOf(options);
      const running = await connectControl(config.data);
      if (running) return use(running);
      return withOpened(options, (operations) => use(operations));
    },
    async withAudit(use) {
      return withAudit((await configOf(options)).config, use);
    },
    doctor: doctorTools(options, () => configOf(options)),
    backups: notedBackups(
      backupTools(options, async () => (await configOf(options)).config),
      async () => (await configOf(options)).config,
    ),
    connectors: connectorTools(options, async (only) => {
      const { serve } = await import('./serve/index.ts');
      return serve(await openProgram({ ...options, only }, 'info'));
    }),
    async schema({ check }) {
      const { staleSchemas, writeSchemas } = await import('./gateway/index.ts');
      return check ? staleSchemas('schema') : writeSchemas('schema');
    },
  };
}

async function withOpened<T>(options: ProgramOptions, use: (operations: Operations) => Promise<T>): Promise<T> {
  const opened = await openProgram(options, 'error');
  try {
    return await use({
      ...opened.hub.operations,
      query: (asked) => askOnce(opened, asked),
      day: () => Promise.reject(noDemo()),
    });
  } finally {
    await opened.close();
  }
}

/** The graph is composed only for a command that asks it. */
async function askOnce(opened: OpenedProgram, asked: Parameters<NonNullable<Operations['query']>>[0]): Promise<object> {
  const { silentGateway } = await import('./serve/index.ts');
  const gateway = await silentGateway(opened);
  try {
    return await gateway.answer(asked);
  } finally {
    await gateway.stop();
  }
}

interface Configured {
  config: Config;
  connectors: readonly Connector[];
  /** File addresses of those that came from outside. */
  extensions: readonly string[];
}

/** The configuration. From here on, nothing that is shown holds one of its secrets. */
async function configOf({ env, cwd, connectors: builtIn, terminal, only }: ProgramOptions): Promise<Configured> {
  if (only !== undefined) return onlyOf(only, env);
  const { named, from } = externalConnectors({ env, cwd });
  const extensions = named.map((one) => connectorAddress(one, from));
  const connectors = await loadExternalConnectors(extensions, builtIn);
  const config = loadConfig({ env, cwd, connectors });
  terminal.hide(secretsOf(config));
  return { config: config.source === 'demo' ? apart(config) : config, connectors, extensions };
}

/** A connector's own demo, in its own folder. */
async function onlyOf(
  folder: string,
  { MORTAR_CONFIG: _, DATABASE_URL: __, ...env }: NodeJS.ProcessEnv,
): Promise<Configured> {
  const extensions = [connectorAddress(folder, folder)];
  const connectors = await loadExternalConnectors(extensions, []);
  return { config: { ...apart(loadConfig({ env, cwd: folder, connectors })), source: 'demo' }, connectors, extensions };
}

/** The demo keeps its data in a folder of its own and in no other database: it never mixes with a real shop's. */
function apart({ database: _, ...config }: Config): Config {
  return { ...config, data: join(config.data, 'demo') };
}

async function openProgram(options: ProgramOptions, level: Level): Promise<OpenedProgram> {
  const { config, connectors, extensions } = await configOf(options);
  const log = createLog({ secrets: secretsOf(config), level });
  makeDataFolder(config.data);
  const demo = config.source === 'demo' ? await startDemo(config.data, connectors) : null;
  const bricks = demo ? demoBricks(demo) : config.bricks;
  const listeners: Listener[] = [];
  try {
    const { registry, terminal } = options;
    const hub = await openHub({
      ...{ config, bricks, registry, extensions, log },
      listen: (event) => listeners.forEach((hear) => hear(event)),
    });
    const hear = (listener: Listener): void => void listeners.push(listener);
    const close = async (): Promise<void> => {
      await hub.close();
      await demo?.close();
    };
    return { config, bricks, hub, log, terminal, hear, ...(demo && { day: demo.day }), close };
  } catch (error) {
    await demo?.close();
    throw error;
  }
}

function makeDataFolder(data: string): void {
  try {
    makeFolder(data);
    accessSync(data, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown failure';
    throw new PermanentError(
      {
        code: 'DATA_FOLDER_UNUSABLE',
        message: `The data folder ${data} cannot be made or written (${code}).`,
        remedy: 'Let this user write it, or name another folder: data: in the configuration, or MORTAR_DATA.',
      },
      { cause: error },
    );
  }
}

/** Not `recursive`: where a file system has no room for names, such as /proc, Node tries that for ever. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

function demoBricks(demo: Demo): BrickSettings[] {
  return demo.bricks.map((brick) => ({ ...brick, ...BRICK_DEFAULTS }));
}
