/** The composition root: the only file that knows both the hub and the vendors. */
import { extname } from 'node:path';
import { connectors } from './registry.ts';
import { processTerminal, runCli } from './cli/index.ts';
import { createProgram } from './program.ts';

const registry = new URL(`./registry${extname(import.meta.url)}`, import.meta.url).href;
const terminal = processTerminal();
const program = createProgram({ connectors, registry, terminal, env: process.env, cwd: process.cwd() });
process.exitCode = await runCli(process.argv.slice(2), program);
