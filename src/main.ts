/** The composition root: the only file that knows both the hub and the vendors. */
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { standardTerminal, runCli, type Program } from './cli/index.ts';
import { version } from './version.ts';

const terminal = standardTerminal();
process.exitCode = await runCli(process.argv.slice(2), { version, terminal, program });

/** Loaded when a verb needs it: help, version and wrong usage answer at once. */
async function program(): Promise<Program> {
  const [{ createProgram }, { connectors }] = await Promise.all([import('./program.ts'), import('./registry.ts')]);
  const registry = new URL(`./registry${extname(import.meta.url)}`, import.meta.url).href;
  return createProgram({
    connectors,
    registry,
    terminal,
    env: process.env,
    cwd: process.cwd(),
    entry: fileURLToPath(import.meta.url),
  });
}
