import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What this hub is made of; its release tells of that. */
const OURS = new URL('../', import.meta.url).href;
const imports = new Map<string, Set<string>>();

/** Told by the hook that leads to modules: who imports whom. */
export function noteImport(parent: string | undefined, url: string): void {
  if (parent === undefined || parent.startsWith(OURS) || url.startsWith(OURS) || !url.startsWith('file:')) return;
  const known = imports.get(parent) ?? new Set();
  imports.set(parent, known.add(url));
}

/** One hash over all the code that a loaded connector consists of, its packages too: another one may map otherwise. */
export function codeOf(address: string): string {
  const reached = new Set([address]);
  for (const url of reached) for (const next of imports.get(url) ?? []) reached.add(next);
  const contents = [...reached].map((url) => hash('sha256', readFileSync(fileURLToPath(url)))).sort();
  return hash('sha256', contents.join());
}
