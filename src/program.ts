import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PermanentError, type Connector } from '#sdk';
import type { Program, Terminal } from './cli/index.ts';
import { BRICK_DEFAULTS, loadConfig, secretsOf, type Config } from './config.ts';
import { connectControl, type Operations } from './control/index.ts';
import { startDemo, type Demo } from './demo.ts';
import { openHub, type Hub } from './hub/index.ts';
import { createLog } from './log.ts';
import type { BrickSettings } from './sync/index.ts';

export interface ProgramOptions {
  connectors: readonly Connector[];
  /** Address of the module that exports them and the facet types. */
  registry: string;
  terminal: Terminal;
  env: NodeJS.ProcessEnv;
  cwd: string;
}

/** Commands say what happens through their own output; the log of a serving hub tells everything. */
type Level = 'info' | 'error';

/** A hub on its data folder, and what is needed to serve it. */
export interface OpenedProgram {
  config: Config;
  hub: Hub;
  log: ReturnType<typeof createLog>;
  terminal: Terminal;
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
      const config = configOf(options);
      const running = await connectControl(config.data);
      if (running) return use(running);
      return withOpened(options, (operations) => use(operations));
    },
    async schema({ check }) {
      const { staleSchemas, writeSchemas } = await import('./gateway/index.ts');
      return check ? staleSchemas('schema') : writeSchemas('schema');
    },
  };
}

async function withOpened<T>(options: ProgramOptions, use: (operations: Operations) => Promise<T>): Promise<T> {
  const opened = await openProgram(options, 'error');
  try {
    return await use(opened.hub.operations);
  } finally {
    await opened.close();
  }
}

/** The configuration. From here on, nothing that is shown holds one of its secrets. */
function configOf({ env, cwd, connectors, terminal }: ProgramOptions): Config {
  const config = loadConfig({ env, cwd, connectors });
  terminal.hide(secretsOf(config));
  return config.source === 'demo' ? apart(config) : config;
}

/** The demo keeps its data in a folder of its own and in no other database: it never mixes with a real shop's. */
function apart({ database: _, ...config }: Config): Config {
  return { ...config, data: join(config.data, 'demo') };
}

async function openProgram(options: ProgramOptions, level: Level): Promise<OpenedProgram> {
  const config = configOf(options);
  const log = createLog({ secrets: secretsOf(config), level });
  makeDataFolder(config.data);
  const demo = config.source === 'demo' ? await startDemo(config.data, options.connectors) : null;
  const bricks = demo ? demoBricks(demo) : config.bricks;
  try {
    const { registry, terminal } = options;
    const hub = await openHub({ config, bricks, registry, log });
    const close = async (): Promise<void> => {
      await hub.close();
      await demo?.close();
    };
    return { config, hub, log, terminal, close };
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
