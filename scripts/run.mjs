#!/usr/bin/env node
/**
 * `node scripts/run.mjs [--entry file] ARGS…`: builds what is stale, then becomes the hub's command line (or another
 * entry below dist/) in this very process, so that signals, exit codes and a kill -9 reach it directly.
 */
import { existsSync, realpathSync } from 'node:fs';
import nodeModule from 'node:module';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, root } from './build.mjs';
import { requireNode } from './node-version.mjs';

requireNode();
const args = process.argv.slice(2);
const entry = join(root, 'dist', args[0] === '--entry' ? args.splice(0, 2)[1] : 'src/main.js');

// An installed package has no sources: it runs as it was packed.
if (existsSync(join(root, 'src')) && !(await build())) process.exit(1);
if (!existsSync(entry)) {
  process.stderr.write(`There is no ${entry}: it has no source, or the build is broken. Try \`npm run build\`.\n`);
  process.exit(1);
}
leaveThePackage();
nodeModule.enableCompileCache?.(join(root, 'dist', '.compile-cache'));
process.argv = [process.execPath, entry, ...args];
await import(pathToFileURL(entry).href);

/** `npm --prefix CLONE run mortar` runs in the clone; the paths of its arguments are those of the caller's folder. */
function leaveThePackage() {
  const { INIT_CWD: asked, npm_lifecycle_event: script } = process.env;
  if (script !== 'mortar' || !asked || !existsSync(asked)) return;
  const [from, home] = [realpathSync(asked), realpathSync(root)];
  if (realpathSync(process.cwd()) === home && from !== home && !from.startsWith(home + sep)) process.chdir(from);
}
