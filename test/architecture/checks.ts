import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What a check complains of: `rule` and the file in which it found it. */
export interface Finding {
  rule: string;
  file: string;
}

/** The import rules over a whole project. */
export async function importFindings(root: string): Promise<Finding[]> {
  const folders = ['src', 'connectors', 'test', 'console'].filter((folder) => existsSync(join(root, folder)));
  const config = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  const output = await run(root, 'dependency-cruiser/bin/dependency-cruiser.mjs', [...folders, ...config]);
  const report = JSON.parse(output) as {
    summary: { totalCruised: number; violations: { from: string; rule: { name: string } }[] };
  };
  // A cruise that finds no modules finds no violations either.
  if (report.summary.totalCruised === 0) throw new Error('dependency-cruiser read nothing');
  return report.summary.violations.map(({ from, rule }) => ({ rule: rule.name, file: from }));
}

/** The linter over a whole project. */
export async function lintFindings(root: string): Promise<Finding[]> {
  const report = JSON.parse(await run(root, 'eslint/bin/eslint.js', ['.', '--format', 'json'])) as {
    filePath: string;
    messages: { ruleId: string | null; message: string }[];
  }[];
  return report.flatMap(({ filePath, messages }) =>
    messages.map((found) => ({ rule: found.ruleId ?? found.message, file: relative(root, filePath) })),
  );
}

/** What stands in the project and nothing uses; the rule is knip's name of the matter: `files`, `exports`. */
export async function unusedFindings(root: string): Promise<Finding[]> {
  const report = JSON.parse(await run(root, 'knip/bin/knip.js', ['--reporter', 'json', '--no-config-hints'])) as {
    issues: ({ file: string } & Record<string, unknown>)[];
  };
  return report.issues.flatMap(({ file, ...matters }) =>
    Object.entries(matters)
      .filter(([, found]) => Array.isArray(found) && found.length > 0)
      .map(([rule]) => ({ rule, file })),
  );
}

/** Standard output of a tool of the project; a tool that says nothing at all has failed. */
function run(root: string, tool: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', tool), ...args], { cwd: root });
    const output = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.err += text));
    child.on('error', reject);
    child.on('close', () => (output.out ? resolve(output.out) : reject(new Error(`${tool}: ${output.err}`))));
  });
}
