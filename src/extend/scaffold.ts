import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PermanentError, SDK_VERSION, type RoleName } from '#sdk';
import { version } from '../version.ts';
import { fillIn, templateFor, TEMPLATES } from './templates/index.ts';

export interface ScaffoldOptions {
  name: string;
  role: RoleName;
  /** The folder of the new connector; made if it is absent, refused if anything is in it. */
  into: string;
}

/** Writes a small connector that already holds the conformance suite. Resolves with the files written. */
export async function scaffold({ name, role, into }: ScaffoldOptions): Promise<string[]> {
  if (!/^[a-z][a-z0-9-]{1,40}$/.test(name)) {
    throw new PermanentError({
      code: 'CONNECTOR_NAME_INVALID',
      message: `"${name}" is no name for a connector.`,
      remedy: 'Use lower-case letters, digits and hyphens, a letter first: acme, acme-till.',
    });
  }
  if (existsSync(into) && (await readdir(into)).length > 0) {
    throw new PermanentError({
      code: 'FOLDER_NOT_EMPTY',
      message: `${into} is not empty: nothing was written.`,
      remedy: 'Name a new folder with --into.',
    });
  }
  const title = name.replace(
    /(^|-)([a-z])/g,
    (_all, dash: string, letter: string) => `${dash ? ' ' : ''}${letter.toUpperCase()}`,
  );
  const sdk = String(Number.parseInt(SDK_VERSION, 10));
  const words = { name, title, role, sdk, version, hub: hubFor(into) };
  const files = { ...TEMPLATES, ...templateFor(role) };
  for (const [file, text] of Object.entries(files)) {
    const path = join(into, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, fillIn(text, words));
  }
  return Object.keys(files).sort();
}

/** A hub that is not installed where the connector lies comes from its own folder; only its types are wanted there. */
function hubFor(into: string): string {
  try {
    if (findPackageJSON('mortar', pathToFileURL(join(into, 'index.ts'))) !== undefined) return '';
  } catch {
    // Not found is an answer.
  }
  const home = findPackageJSON('..', import.meta.url);
  const folder = home === undefined ? fileURLToPath(new URL('../..', import.meta.url)) : dirname(home);
  return `\n    "mortar": "file:${relative(into, folder)}",`;
}
