import type { Readable } from 'node:stream';
import { hashOf, manifestName, readManifest, type Manifest } from './manifest.ts';
import type { BackupTarget } from './target.ts';

/** A backup as it lies at a target. */
export interface StoredBackup {
  id: string;
  /** Null: its manifest is not what a hub wrote. */
  manifest: Manifest | null;
  /** Why there is none. */
  reason: Error | null;
  sha256: string;
}

const LARGEST_MANIFEST = 1_000_000;

/** Every backup that has a manifest, sound or not, oldest first. `names`: what lies below `backups/`. */
export async function storedBackups(target: BackupTarget, names: readonly string[]): Promise<StoredBackup[]> {
  const found: StoredBackup[] = [];
  for (const name of names) {
    const id = /^backups\/([^/]+)\/manifest\.json$/.exec(name)?.[1];
    if (id === undefined) continue;
    const source = await target.get(manifestName(id));
    if (source !== null) found.push(readStored(id, await bytesOf(source)));
  }
  return found.sort((one, other) => (one.manifest?.sequence ?? 0) - (other.manifest?.sequence ?? 0));
}

function readStored(id: string, bytes: Buffer): StoredBackup {
  const sha256 = hashOf(bytes);
  try {
    return { id, manifest: readManifest(bytes, id), reason: null, sha256 };
  } catch (error) {
    return { id, manifest: null, reason: error as Error, sha256 };
  }
}

/** Where the chain is broken: a backup names another one before it than lies there. */
export function chainBreaks(stored: readonly StoredBackup[]): string[] {
  const hashes = new Map(stored.map(({ id, sha256 }) => [id, sha256]));
  return stored.flatMap(({ id, manifest }) => {
    const { previous } = manifest ?? {};
    if (!previous) return [];
    // What is not there may have been taken away by retention, or never have reached this target.
    const lies = hashes.get(previous.id);
    return lies === undefined || lies === previous.sha256
      ? []
      : [`${id} follows another ${previous.id} than lies there`];
  });
}

export async function bytesOf(source: Readable, largest = LARGEST_MANIFEST): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > largest) throw new RangeError('It is larger than anything of this kind.');
  }
  return Buffer.concat(chunks);
}
