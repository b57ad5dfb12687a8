import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '#sdk';
import { signed } from '../../backup/index.ts';
import type { MoveParts } from '../parts.ts';
import { reportCsv } from './report-csv.ts';
import { htmlOf } from './report-html.ts';
import { findingsOf, type Report, type Verdict } from './report.ts';
import { reportKey } from './signed-report.ts';

/** Beside a report: what its files were when they were written. */
export const SIGNATURES = 'signatures.json';

/** Writes a report beside its move, and what of it is kept with the plan. It holds personal data: nobody else may read it. */
export async function keepReport(parts: Pick<MoveParts, 'data' | 'keys' | 'mirror'>, report: Report): Promise<Verdict> {
  const folder = join(parts.data, 'moves', report.move);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const write = (name: string, content: string | Buffer): Promise<void> =>
    writeFile(join(folder, name), content, { mode: 0o600, flush: true });
  const files = {
    'report.json': textOf(report),
    'report.csv': reportCsv(report),
    'report.en.html': htmlOf(report, 'en'),
    'report.fr.html': htmlOf(report, 'fr'),
  };
  for (const [name, content] of Object.entries(files)) await write(name, content);
  const hashes = Object.entries(files).map(([name, content]) => [name, sha256(content)]);
  const listed = { format: 1, move: report.move, files: Object.fromEntries(hashes) as Record<string, string> };
  await write(SIGNATURES, signed(listed, await reportKey(parts)));
  const verdict = verdictOf(report, folder);
  await parts.mirror.writer.noteMove({ id: report.move, verified: JSON.parse(JSON.stringify(verdict)) as JsonObject });
  return verdict;
}

function verdictOf(report: Report, folder: string): Verdict {
  const { verifiedAt, hash, signer, order } = report;
  return {
    ...{ verifiedAt, hash, signer, folder },
    findings: findingsOf(report),
    expected: report.expected.reduce((sum, { count }) => sum + count, 0),
    compared: report.types.reduce((sum, { source }) => sum + source, 0),
    witnessed: report.witness.filter(({ state }) => state === 'seen').length,
    order: order && {
      ...{ state: order.state, reference: order.reference, message: order.message, remedy: order.remedy },
    },
  };
}

/** As `report.json` is written: to the byte, so that every alteration is told. */
export function textOf(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');
