import { isCoded, PermanentError, type DropEntry, type TableCodec } from '#sdk';
import { FILE_KINDS, type FileKind } from '../columns.ts';
import { FileRefused, type Problem } from '../problem.ts';
import type { SoracaisseSettings } from '../settings.ts';
import { parseList } from './lists.ts';
import type { ParsedRecords } from './parsed.ts';
import { folded } from './row.ts';
import { parseTickets } from './tickets.ts';

/** A file is taken whole or refused whole. */
export type ParsedFile =
  | ({ outcome: 'applied'; kind: FileKind } & ParsedRecords)
  | { outcome: 'refused'; kind: FileKind | null; problem: Problem };

/** The kind that a file's name says. */
export function kindOf(name: string, settings: SoracaisseSettings): FileKind | null {
  const plain = folded(name);
  const fits = (pattern: string): boolean => {
    const parts = folded(pattern)
      .split('*')
      .map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`).test(plain);
  };
  return FILE_KINDS.find((kind) => settings.names[kind].some(fits)) ?? null;
}

export async function parseFile(
  { name, modifiedAt }: Pick<DropEntry, 'name' | 'modifiedAt'>,
  bytes: Uint8Array,
  settings: SoracaisseSettings,
  tables: TableCodec,
): Promise<ParsedFile> {
  const kind = kindOf(name, settings);
  if (!kind) return { outcome: 'refused', kind, problem: unknownKind(name) };
  const { encoding, delimiter } = settings;
  try {
    const table = await tables.read(bytes, { ...(encoding ? { encoding } : {}), ...(delimiter ? { delimiter } : {}) });
    const parsed = kind === 'tickets' ? parseTickets(table, settings, modifiedAt) : parseList(table, kind, settings);
    return { outcome: 'applied', kind, ...parsed };
  } catch (error) {
    return { outcome: 'refused', kind, problem: problemOf(error) };
  }
}

/** What no rule of ours or of the table's foresaw is a mistake of ours, and not the file's. */
export function problemOf(error: unknown): Problem {
  if (error instanceof FileRefused) return error.problem;
  if (!isCoded(error) || !(error instanceof PermanentError)) throw error;
  const row = /\brow (\d+)/i.exec(error.message)?.[1];
  const fr = `Le fichier n'a pas pu être lu (${error.code}${row ? `, ligne ${row}` : ''}).`;
  return { code: error.code, row: row ? Number(row) : null, column: null, message: { en: error.message, fr } };
}

function unknownKind(name: string): Problem {
  const en = `The name ${name} is of no kind of export that the settings know.`;
  const fr = `Le nom ${name} ne correspond à aucun type d'export des réglages.`;
  return { code: 'FILE_KIND_UNKNOWN', row: null, column: null, message: { en, fr } };
}
