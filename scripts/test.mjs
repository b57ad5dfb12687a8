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

/** Tests that leave a timer, worker or connection behind would keep jest alive for ever. */
const graceMs = 15_000;

const isBuilt = await build();
const outcome = await jest(process.argv.slice(2));
const counts = countsOf(outcome);
rmSync(scratch, { recursive: true, force: true });
if (!isBuilt) counts.failed += 1;

process.stdout.write(
  `${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ''}\n`,
);
process.exitCode = counts.failed === 0 ? 0 : 1;

/** Resolves with jest's exit code, and whether it had to be stopped after its tests were done. */
function jest(args) {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const runner = join(root, 'node_modules/jest/bin/jest.js');
  if (!existsSync(runner)) {
    process.stderr.write('jest is not installed: run `npm ci` without --omit=dev.\n');
    return { code: 1, lingered: false };
  }
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...flags, runner, ...args, '--json', `--outputFile=${resultFile}`], {
      cwd: root,
      // jest talks on stderr; with --json its stdout only says where the result is.
      stdio: ['inherit', 'ignore', 'inherit'],
    });
    let lingered = false;
    const stop = () => {
      lingered = true;
      process.stderr.write(
        'A test left something running (a timer, a worker, a connection): jest had to be stopped.\n',
      );
      child.kill('SIGKILL');
    };
    const poll = setInterval(() => {
      if (!existsSync(resultFile)) return;
      clearInterval(poll);
      setTimeout(stop, graceMs).unref();
    }, 500);
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearInterval(poll);
      if (!existsSync(resultFile))
        process.stderr.write(`jest ended without a result (${signal ?? `exit code ${code}`}).\n`);
      resolve({ code: code ?? 1, lingered });
    });
  });
}

/** A file that could not be loaded, and a run that ended badly without a failed test, are failures too. */
function countsOf({ code, lingered }) {
  if (!existsSync(resultFile)) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(readFileSync(resultFile, 'utf8'));
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites + (lingered ? 1 : 0);
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}
