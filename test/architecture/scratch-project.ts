import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** What the checks read beside the code that they check. */
const configuration = [
  'package.json',
  'tsconfig.json',
  'eslint.config.js',
  'jest.config.js',
  'knip.json',
  '.dependency-cruiser.cjs',
  'scripts/lint',
];

export interface ScratchProject {
  root: string;
  remove(): void;
}

/** A throw-away project with the configuration of this one and the given files: a place to plant violations. */
export function scratchProject(files: Record<string, string>): ScratchProject {
  const root = mkdtempSync(join(tmpdir(), 'mortar-architecture-'));
  for (const path of configuration) cpSync(join(projectRoot, path), join(root, path), { recursive: true });
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
