import { isCoded, type TableCodec } from '#sdk';
import type { Claim, Subject } from './claim.ts';
import { Doubts } from './doubts.ts';
import { look, type Given } from './files.ts';
import { laterMails, readMails, type ReadMails, type Template } from './mail/index.ts';
import {
  claimsOf,
  openTable,
  soundCodes,
  type Asked,
  type Assumed,
  type ColumnProposal,
  type OpenTable,
} from './tables/index.ts';

/** What of one file was read. */
export interface FileReport {
  file: string;
  /** Its age; null: it was not found. */
  at: string | null;
  dated: Given['dated'] | null;
  /** `mails` for a mailbox; null: it could not be read. */
  subject: Subject | 'mails' | null;
  /** Rows or mails. */
  rows: number;
  columns: ColumnProposal[];
  /** Why nothing of it was read. */
  refused: { code: string; message: string; remedy: string } | null;
}

export interface Reading {
  files: FileReport[];
  claims: Claim[];
  doubts: Doubts;
}

export interface ReadOptions {
  paths: readonly string[];
  asked: Asked;
  /** What a person says of the files' age. */
  dated: string | null;
  assumed: Assumed;
  codec: TableCodec;
  /** For mails of shops that are no PrestaShop. */
  templates: readonly Template[];
  /** Whether the hub knows an order of this reference. */
  isOrder(reference: string): boolean;
  /** Bar codes that the hub knows of these SKUs. */
  codesOf(skus: readonly string[]): Promise<Map<string, Set<string>>>;
}

/** Reads all files. One that cannot be read is told, and the others are read. */
export async function readFiles(options: ReadOptions): Promise<Reading> {
  const reading: Reading = { files: [], claims: [], doubts: new Doubts() };
  const tables: OpenTable[] = [];
  const later: ReadMails['later'] = [];
  const doubt = reading.doubts.add.bind(reading.doubts);
  for (const path of options.paths) {
    const report = reportOf(path);
    reading.files.push(report);
    try {
      const given = await look(path, options.dated);
      Object.assign(report, { at: given.at, dated: given.dated });
      if (given.kind !== 'table') {
        const { templates } = options;
        const read = await readMails(given, { templates, doubt });
        Object.assign(report, { subject: 'mails', rows: read.mails });
        reading.claims.push(...read.claims);
        later.push(...read.later);
        continue;
      }
      const table = await openTable(given, options.codec, options.asked);
      Object.assign(report, { subject: table.mapping.subject, rows: table.table.rows.length, columns: table.columns });
      tables.push(table);
    } catch (error) {
      report.refused = refusalOf(error);
    }
  }
  const known = await knownCodes(tables, options);
  for (const table of tables) reading.claims.push(...claimsOf(table, { known, assumed: options.assumed, doubt }));
  const own = new Set(reading.claims.filter(({ kind }) => kind === 'orders').flatMap(({ keys }) => keys));
  const isOrder = (reference: string): boolean => own.has(`reference:${reference}`) || options.isOrder(reference);
  reading.claims.push(...laterMails(later, isOrder, doubt));
  return reading;
}

async function knownCodes(tables: readonly OpenTable[], { codesOf }: ReadOptions): Promise<Map<string, Set<string>>> {
  const pairs = tables.filter(({ mapping }) => mapping.subject !== 'customers');
  const skus = new Set(pairs.flatMap(({ table, mapping }) => columnOf(table.rows, mapping.columns, 'sku')));
  const known = await codesOf([...skus]);
  for (const [sku, gtin] of pairs.flatMap(soundCodes)) {
    const codes = known.get(sku);
    if (codes) codes.add(gtin);
    else known.set(sku, new Set([gtin]));
  }
  return known;
}

function columnOf(rows: OpenTable['table']['rows'], columns: OpenTable['mapping']['columns'], field: string): string[] {
  const heading = Object.entries(columns).find(([, one]) => one === field)?.[0];
  return heading === undefined ? [] : rows.map(({ cells }) => cells[heading] ?? '').filter((text) => text !== '');
}

function reportOf(path: string): FileReport {
  const file = path.slice(path.lastIndexOf('/') + 1);
  return { file, at: null, dated: null, subject: null, rows: 0, columns: [], refused: null };
}

/** What nobody foresaw is a fault of the hub, and ends the verb. */
function refusalOf(error: unknown): NonNullable<FileReport['refused']> {
  if (!isCoded(error)) throw error;
  const { code, message, remedy } = error;
  return { code, message, remedy };
}
