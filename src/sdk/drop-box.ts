/** Where files are exchanged with a brick: a folder of this machine, or a directory of an SFTP server. */
export type DropBoxOptions =
  | { kind: 'folder'; path: string }
  | {
      kind: 'sftp';
      host: string;
      port?: number;
      user: string;
      password?: string;
      privateKey?: string;
      /** SHA-256 fingerprint of the server's host key as `ssh-keygen -lf` shows it: `SHA256:…`. Another key is refused. */
      hostKey: string;
      path: string;
      timeoutMs?: number;
    };

/** A file that lies in the box. */
export interface DropEntry {
  /** Without folders. */
  name: string;
  size: number;
  modifiedAt: string;
}

/**
 * Failures are coded: `DROP_UNREACHABLE` (retryable), `DROP_FOLDER_MISSING`, `DROP_HOST_KEY_CHANGED`,
 * `DROP_ACCESS_DENIED`, `DROP_FILE_TOO_LARGE`, `DROP_FILE_CHANGING` (retryable). Names never leave the folder.
 */
export interface DropBox {
  /** Files by name; hidden ones and those under way (`.part`, `.tmp`, `~`) are left out. `below`: a sub-folder. */
  list(below?: string): Promise<DropEntry[]>;
  /**
   * The whole of a file. Throws DROP_FILE_CHANGING when its size or time moved while it was read, or within
   * `settleMs` (default 2,000) before `now`: somebody may still be writing it.
   */
  read(name: string, options?: { below?: string; maxBytes?: number; settleMs?: number }): Promise<Uint8Array>;
  /** Appears whole under its name: written beside, then renamed. Replaces a file of that name. */
  write(name: string, bytes: Uint8Array, options?: { below?: string }): Promise<void>;
  close(): Promise<void>;
}
