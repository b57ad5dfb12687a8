/** Knows whether an output was built from exactly these inputs: by content, so that a clone or a copy is not stale. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const skipped = new Set(['node_modules', 'fixtures']);

/** One hash over the names and contents of all input files, and over the Node that would build them. */
export function fingerprint(root, inputs, matches) {
  const hash = createHash('sha1').update(process.versions.node);
  for (const input of inputs) {
    for (const file of filesBelow(root, input, matches))
      hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function* filesBelow(root, path, matches) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (stat?.isFile()) yield path;
  if (!stat?.isDirectory()) return;
  for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
    const below = `${path}/${entry.name}`;
    if (entry.isDirectory() && !skipped.has(entry.name)) yield* filesBelow(root, below, matches);
    if (entry.isFile() && matches(entry.name)) yield below;
  }
}

export function isFresh(dist, name, inputs) {
  const file = stampFile(dist, name);
  return existsSync(file) && readFileSync(file, 'utf8') === inputs;
}

export function stamp(dist, name, inputs) {
  writeFileSync(stampFile(dist, name), inputs);
}

function stampFile(dist, name) {
  return join(dist, `.${name}.built`);
}
