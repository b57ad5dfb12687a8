import type { Readable } from 'node:stream';

/** A thing that lies at a target: its name is a path with `/`, below the target's own folder. */
export interface StoredObject {
  name: string;
  size: number;
}

/** A place where backups are kept. Every method throws failures as they are; callers give them a code. */
export interface BackupTarget {
  readonly name: string;
  readonly site: string;
  /** What was written cannot be taken away by the hub: it does not try. */
  readonly locked: boolean;
  /** All below a folder, `backups/` or `blobs/`. An absent folder is empty. */
  list(folder: string): Promise<StoredObject[]>;
  /** Stores a file of this machine. It appears whole or not at all. */
  put(name: string, file: string): Promise<void>;
  /** Null: there is none. */
  get(name: string): Promise<Readable | null>;
  remove(name: string): Promise<void>;
  /** Of what is locked: names over which somebody has laid something else, or a deletion. Absent: nothing is locked. */
  laidOver?(): Promise<string[]>;
  close(): Promise<void>;
}
