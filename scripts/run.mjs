/**
 * `node scripts/run.mjs [--entry file] ARGS…`: builds what is stale, then becomes the hub's command line (or another
 * entry below dist/) in this very process, so that signals, exit codes and a kill -9 reach it directly.
 */
import { existsSync } from 'node:fs';
import nodeModule from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, root } from './build.mjs';
import { requireNode } from './node-version.mjs';

requireNode();
const args = process.argv.slice(2);
const entry = join(root, 'dist', args[0] === '--entry' ? args.splice(0, 2)[1] : 'src/main.js');

if (!(await build())) process.exit(1);
if (!existsSync(entry)) {
  process.stderr.write(`There is no ${entry}: it has no source, or the build is broken. Try \`npm run build\`.\n`);
  process.exit(1);
}
nodeModule.enableCompileCache?.(join(root, 'dist', '.compile-cache'));
process.argv = [process.execPath, entry, ...args];
await import(pathToFileURL(entry).href);
