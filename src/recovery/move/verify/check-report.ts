import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { isSigned } from '../../backup/index.ts';
import { refuseMove } from '../failures.ts';
import { SIGNATURES, textOf } from './keep-report.ts';
import type { Report } from './report.ts';
import { fingerprintOf, isUntouched } from './signed-report.ts';

export interface CheckedReport {
  file: string;
  /** `untouched`: to the byte as the holder of the key has written it. `altered`: anything else. */
  state: 'untouched' | 'altered';
  /** Public key that the file names (Ed25519, base64), and its fingerprint; null: it names none. */
  signer: string | null;
  fingerprint: string | null;
  /** Whether that is the key that was asked for; null: no key was. */
  known: boolean | null;
}

const reportSchema = z.looseObject({ hash: z.string(), signer: z.string(), signature: z.string() });
const signaturesSchema = z.strictObject({
  format: z.literal(1),
  move: z.string(),
  files: z.record(z.string(), z.string()),
  signer: z.string(),
  signature: z.string(),
});

/**
 * Says whether a report is as a hub wrote it. A `report.json` proves itself; the others are proven by `signatures.json`
 * beside them. `signer`: the key that must have signed it. Throws REPORT_UNREADABLE or REPORT_UNSIGNED.
 */
export async function checkReport(file: string, signer: string | null): Promise<CheckedReport> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw refuseMove('REPORT_UNREADABLE', `${file} cannot be read.`, 'Name a file of a report.', cause);
  });
  const found = file.endsWith('.json') ? ofJson(bytes) : await ofOther(file, bytes);
  const known = signer === null || found.signer === null ? null : found.signer === signer;
  return { file, ...found, fingerprint: found.signer === null ? null : fingerprintOf(found.signer), known };
}

type Found = Pick<CheckedReport, 'state' | 'signer'>;

/** To the byte: what is the same report in another spelling was touched, too. */
function ofJson(bytes: Buffer): Found {
  const said = jsonOf(bytes);
  if (!reportSchema.safeParse(said).success) return { state: 'altered', signer: null };
  const report = said as Report;
  const isSame = Buffer.from(textOf(report)).equals(bytes);
  return { state: isSame && isUntouched(report) ? 'untouched' : 'altered', signer: report.signer };
}

async function ofOther(file: string, bytes: Buffer): Promise<Found> {
  const beside = join(dirname(file), SIGNATURES);
  const listed = await readFile(beside).catch((cause: unknown) => {
    const remedy = 'Take it along with the report, or check report.json, which proves itself.';
    throw refuseMove('REPORT_UNSIGNED', `There is no ${SIGNATURES} beside ${file}.`, remedy, cause);
  });
  const said = jsonOf(listed);
  if (!signaturesSchema.safeParse(said).success) return { state: 'altered', signer: null };
  const { signature, ...unsigned } = said as z.output<typeof signaturesSchema>;
  const isSame = unsigned.files[basename(file)] === createHash('sha256').update(bytes).digest('hex');
  return { state: isSame && isSigned(unsigned, signature) ? 'untouched' : 'altered', signer: unsigned.signer };
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}
