import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Connector } from '#sdk';
import type { CliHost, Terminal } from './cli/index.ts';
import { BRICK_DEFAULTS, loadConfig, secretsOf, type Config } from './config.ts';
import { connectControl, type Operations } from './control/index.ts';
import { startDemo, type Demo } from './demo.ts';
import { openHub, type Hub } from './hub.ts';
import { createLog } from './log.ts';
import { serve } from './serve.ts';
import type { BrickSettings } from './sync/index.ts';
import { version } from './version.ts';
import { staleSchemas, writeSchemas } from './gateway/index.ts';

export interface ProgramOptions {
  connectors: readonly Connector[];
  /** Address of the module that exports them and the facet types. */
  registry: string;
  terminal: Terminal;
  env: NodeJS.ProcessEnv;
  cwd: string;
}

/** Commands talk through their own output; the log of a serving hub tells more. */
type Level = 'info' | 'warn';

/** A hub on its data folder, and what is needed to serve it. */
export interface OpenedProgram {
  config: Config;
  hub: Hub;
  log: ReturnType<typeof createLog>;
  terminal: Terminal;
  close(): Promise<void>;
}

/** What the command line runs on. Nothing is read or opened before a verb needs it. */
export function createProgram(options: ProgramOptions): CliHost {
  const { terminal } = options;
  return {
    version,
    terminal,
    async serve() {
      return serve(await openProgram(options, 'info'));
    },
    async withOperations(use) {
      const config = configOf(options);
      const running = await connectControl(config.data);
      if (running) return use(running);
      return withOpened(options, (operations) => use(operations));
    },
    schema: ({ check }) => (check ? staleSchemas('schema') : writeSchemas('schema')),
  };
}

async function withOpened<T>(options: ProgramOptions, use: (operations: Operations) => Promise<T>): Promise<T> {
  const opened = await openProgram(options, 'warn');
  try {
    return await use(opened.hub.operations);
  } finally {
    await opened.close();
  }
}

/** The configuration; the demo keeps its data apart, so that it never mixes with a real shop's. */
function configOf({ env, cwd, connectors }: ProgramOptions): Config {
  const config = loadConfig({ env, cwd, connectors });
  return config.source === 'demo' ? { ...config, data: join(config.data, 'demo') } : config;
}

async function openProgram(options: ProgramOptions, level: Level): Promise<OpenedProgram> {
  const config = configOf(options);
  const log = createLog({ secrets: secretsOf(config), level });
  mkdirSync(config.data, { recursive: true, mode: 0o700 });
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

function demoBricks(demo: Demo): BrickSettings[] {
  return demo.bricks.map((brick) => ({ ...brick, ...BRICK_DEFAULTS }));
}
