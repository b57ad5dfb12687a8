import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { PermanentError } from '#sdk';

/** Larger ones are no table that anybody made by hand; mailboxes are read as a stream and may be as large as they like. */
const LARGEST_TABLE = 200 * 1024 * 1024;
const LARGEST_MAIL = 25 * 1024 * 1024;

/** A file that was handed in. */
export interface Given {
  path: string;
  name: string;
  kind: 'table' | 'mailbox' | 'mail';
  size: number;
  /** Since when it says what it says, RFC 3339 UTC. */
  at: string;
  /** How that is known. */
  dated: 'said' | 'by its name' | 'by its date in the folder';
}

/** Looks at a file without reading it. `dated`: what a person says of its age. Throws SALVAGE_FILE_… */
export async function look(path: string, dated: string | null): Promise<Given> {
  const name = basename(path);
  const found = await stat(path).catch((error: unknown) =>
    refuse(name, 'UNREADABLE', codeOf(error), 'Check the name, and that the hub may read it.'),
  );
  if (!found.isFile()) refuse(name, 'UNREADABLE', 'is no file', 'Name a file.');
  if (found.size === 0) refuse(name, 'EMPTY', 'is empty', 'Look whether the copy broke off.');
  const kind = await kindOf(path, name);
  if (kind === 'table' && found.size > LARGEST_TABLE)
    refuse(
      name,
      'TOO_LARGE',
      `has ${String(found.size)} bytes; a table may have ${String(LARGEST_TABLE)}`,
      'Split the file.',
    );
  if (kind === 'mail' && found.size > LARGEST_MAIL)
    refuse(
      name,
      'TOO_LARGE',
      `has ${String(found.size)} bytes; a mail may have ${String(LARGEST_MAIL)}`,
      'Save it without its attachments.',
    );
  const inName = dateIn(name);
  const at = dated ?? inName ?? found.mtime.toISOString();
  return {
    path,
    name,
    kind,
    size: found.size,
    at,
    dated: dated !== null ? 'said' : inName !== null ? 'by its name' : 'by its date in the folder',
  };
}

async function kindOf(path: string, name: string): Promise<Given['kind']> {
  if (/\.eml$/i.test(name)) return 'mail';
  if (/\.(mbox|mbx)$/i.test(name)) return 'mailbox';
  if (/\.(csv|tsv|txt|xlsx|xlsm)$/i.test(name)) return 'table';
  // Thunderbird names its mailboxes like folders: `INBOX`.
  const file = await open(path, 'r').catch((error: unknown) =>
    refuse(name, 'UNREADABLE', codeOf(error), 'Let the hub read it.'),
  );
  try {
    const head = Buffer.alloc(512);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    const text = head.subarray(0, bytesRead).toString('latin1');
    if (text.startsWith('From ')) return 'mailbox';
    if (text.startsWith('PK')) return 'table';
    if (/^(?:[A-Za-z-]+: .*\r?\n)(?:[A-Za-z-]+:|[ \t])/.test(text)) return 'mail';
  } finally {
    await file.close();
  }
  return refuse(
    name,
    'UNKNOWN',
    'is neither CSV, XLSX, a mailbox nor a mail',
    'Name it .csv, .xlsx, .mbox or .eml, or export it as one of them.',
  );
}

/** `stock_2024-08-12.csv`, `export 20240812.xlsx`, `clients 12-08-2024.csv`: noon of that day; null: no date, or one to come. */
function dateIn(name: string): string | null {
  const year = /(?<!\d)(20\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)/.exec(name);
  const day = /(?<!\d)(0[1-9]|[12]\d|3[01])[-_.](0[1-9]|1[0-2])[-_.](20\d{2})(?!\d)/.exec(name);
  const parts = year ? [year[1], year[2], year[3]] : day ? [day[3], day[2], day[1]] : null;
  return parts && `${parts.join('-')}T12:00:00.000Z`;
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown failure';
  return `cannot be read (${code})`;
}

function refuse(name: string, code: string, what: string, remedy: string): never {
  throw new PermanentError({ code: `SALVAGE_FILE_${code}`, message: `${name} ${what}.`, remedy });
}
