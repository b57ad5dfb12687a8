/**
 * Builds what is stale: TypeScript and the console, side by side. `--force` builds both whatever the stamps say.
 * Talks to stderr only, so that commands that build on the way keep stdout for data.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { alone } from './build-lock.mjs';
import { requireNode } from './node-version.mjs';
import { fingerprint, isFresh, stamp } from './stamp.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

const sourceFolders = ['src', 'connectors', 'test'];

const typescript = {
  name: 'typescript',
  inputs: [...sourceFolders, 'tsconfig.json', 'package-lock.json'],
  matches: (file) => file.endsWith('.ts'),
  tool: 'node_modules/typescript/bin/tsc',
  args: ['-p', '.', '--pretty', 'false'],
  output: 'dist/src/main.js',
  // A missing output beside a build info would never be written again.
  before: () => existsSync(join(dist, 'src')) || rmSync(join(dist, '.tsbuildinfo'), { force: true }),
  after: removeOrphans,
};

const staffPages = {
  name: 'console',
  inputs: ['console', 'package-lock.json'],
  matches: () => true,
  tool: 'node_modules/vite/bin/vite.js',
  args: ['build', 'console', '--logLevel', 'warn'],
  output: 'dist/console/index.html',
};

/** Builds what is stale. Resolves with whether everything is built. */
export async function build({ force = false } = {}) {
  if ([typescript, staffPages].every((target) => !existsSync(join(root, target.tool)))) return hasOutputs();
  if (!force && [typescript, staffPages].every(isBuilt)) return true;
  mkdirSync(dist, { recursive: true });
  return alone(join(dist, '.building'), async () => {
    const due = [typescript, staffPages].filter((target) => force || !isBuilt(target));
    if (due.length === 0) return true;
    const start = Date.now();
    say(`Building ${due.map((target) => target.name).join(' and ')} …`);
    const built = await Promise.all(due.map(make));
    if (!built.every(Boolean)) return false;
    say(`Built in ${((Date.now() - start) / 1000).toFixed(1)} s.`);
    return true;
  });
}

/** An installation without development tools runs the build that it was given. */
function hasOutputs() {
  if (existsSync(join(root, typescript.output))) return true;
  say('Nothing is built, and the development tools that would build it are not installed. Run `npm ci` first.');
  return false;
}

function isBuilt(target) {
  return existsSync(join(root, target.output)) && isFresh(dist, target.name, inputsOf(target));
}

function inputsOf(target) {
  return fingerprint(root, target.inputs, target.matches);
}

async function make(target) {
  const inputs = inputsOf(target);
  target.before?.();
  const code = await run(target.tool, target.args);
  if (code !== 0) {
    say(`The build of ${target.name} failed: mend what it names above and try again.`);
    return false;
  }
  target.after?.();
  stamp(dist, target.name, inputs);
  return true;
}

/** Runs a tool with its output on our stderr; resolves with its exit code. */
function run(tool, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, tool), ...args], { cwd: root, stdio: ['ignore', 2, 2] });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Outputs whose source was removed or renamed would still be imported, and hide the mistake. */
function removeOrphans() {
  for (const folder of sourceFolders) {
    if (!existsSync(join(dist, folder))) continue;
    for (const entry of readdirSync(join(dist, folder), { recursive: true, withFileTypes: true })) {
      const output = join(entry.parentPath, entry.name);
      const source = join(root, output.slice(dist.length)).replace(/\.(js|js\.map|d\.ts|d\.ts\.map)$/, '.ts');
      if (entry.isFile() && source.endsWith('.ts') && !existsSync(source)) rmSync(output);
    }
  }
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  requireNode();
  process.exitCode = (await build({ force: process.argv.includes('--force') })) ? 0 : 1;
}
