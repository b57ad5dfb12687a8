import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { conformanceOf } from '../conformance/index.ts';
import { connectorAddress, loadExternalConnector } from '../sdk/external-connector.ts';

interface Verdict {
  passed: number;
  failed: number;
}

/**
 * Runs the conformance suite on a connector's folder, then the tests that lie in it (`*.test.ts`, node:test).
 * `say` gets one line for each sentence that was judged.
 */
export async function judge(folder: string, say: (line: string) => void): Promise<Verdict> {
  const connector = await loadExternalConnector(connectorAddress(folder, process.cwd()));
  const verdict: Verdict = { passed: 0, failed: 0 };
  for (const { name, run } of conformanceOf(connector)) {
    try {
      const reason = await run();
      if (reason !== null) {
        say(`--      ${name}\n        not applicable: ${reason}`);
        continue;
      }
      verdict.passed += 1;
      say(`ok      ${name}`);
    } catch (error) {
      verdict.failed += 1;
      say(`NOT OK  ${name}\n        ${reasonOf(error).replaceAll('\n', '\n        ')}`);
    }
  }
  const own = await testsIn(folder);
  if (own.length > 0) {
    const passed = await runTests(own, say);
    verdict[passed ? 'passed' : 'failed'] += 1;
    say(`${passed ? 'ok      ' : 'NOT OK  '}the folder's own tests (${own.length} files)`);
  }
  return verdict;
}

async function testsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => /\.test\.[tj]s$/.test(name) && !name.includes('node_modules'))
    .map((name) => join(folder, name))
    .sort();
}

/** In processes of their own, with `mortar/sdk` leading here. */
function runTests(files: readonly string[], say: (line: string) => void): Promise<boolean> {
  const hook = new URL(`./sdk-hook${extname(import.meta.url)}`, import.meta.url).href;
  const args = [
    '--disable-warning=ExperimentalWarning',
    `--import=${hook}`,
    '--test',
    '--test-reporter=spec',
    ...files,
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) say(output.trimEnd());
      resolve(code === 0);
    });
  });
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.length > 1500 ? `${text.slice(0, 1500)}…` : text;
}
