import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MoveParts } from '../parts.ts';
import { reportCsv } from './report-csv.ts';
import { htmlOf } from './report-html.ts';
import type { Report, Verdict } from './report.ts';

/** Writes a report beside its move, and what of it is kept with the plan. It holds personal data: nobody else may read it. */
export async function keepReport(parts: Pick<MoveParts, 'data' | 'mirror'>, report: Report): Promise<Verdict> {
  const folder = join(parts.data, 'moves', report.move);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const write = (name: string, content: string): Promise<void> =>
    writeFile(join(folder, name), content, { mode: 0o600, flush: true });
  await write('report.json', `${JSON.stringify(report, null, 2)}\n`);
  await write('report.csv', reportCsv(report));
  await write('report.en.html', htmlOf(report, 'en'));
  await write('report.fr.html', htmlOf(report, 'fr'));
  const verdict: Verdict = {
    verifiedAt: report.verifiedAt,
    findings: report.findingCount + report.witness.filter(({ state }) => state === 'differs').length,
    expected: report.expected.reduce((sum, { count }) => sum + count, 0),
    compared: report.types.reduce((sum, { source }) => sum + source, 0),
    witnessed: report.witness.filter(({ state }) => state === 'seen').length,
    hash: report.hash,
    folder,
  };
  await parts.mirror.writer.noteMove({ id: report.move, verified: verdict });
  return verdict;
}
