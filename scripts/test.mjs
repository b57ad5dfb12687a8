/** `npm test [-- jest arguments]`: builds what tests start, runs jest, and ends with `N passed, N failed`. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, root } from './build.mjs';
import { requireNode } from './node-version.mjs';

requireNode();
const scratch = mkdtempSync(join(tmpdir(), 'mortar-test-'));
const resultFile = join(scratch, 'result.json');

const isBuilt = await build();
const code = await jest(process.argv.slice(2));
const counts = countsOf(code);
rmSync(scratch, { recursive: true, force: true });
if (!isBuilt) counts.failed += 1;

process.stdout.write(
  `${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ''}\n`,
);
process.exitCode = counts.failed === 0 ? 0 : 1;

function jest(args) {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const runner = join(root, 'node_modules/jest/bin/jest.js');
  if (!existsSync(runner)) {
    process.stderr.write('jest is not installed: run `npm ci` without --omit=dev.\n');
    return 1;
  }
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...flags, runner, ...args, '--json', `--outputFile=${resultFile}`], {
      cwd: root,
      // jest talks on stderr; with --json its stdout only says where the result is.
      stdio: ['inherit', 'ignore', 'inherit'],
    });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.on('error', reject);
    child.on('exit', (exit) => resolve(exit ?? 1));
  });
}

/** A file that could not be loaded, and a run that ended badly without a failed test, are failures too. */
function countsOf(exit) {
  if (!existsSync(resultFile)) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(readFileSync(resultFile, 'utf8'));
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && exit !== 0 ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}
