import { csvOf } from '../csv.ts';
import type { Report } from './report.ts';

const COLUMNS = ['finding', 'type', 'hubId', 'externalId', 'path', 'source', 'target', 'changedSince', 'reason'];

/** One line for each finding and each expected group; for spreadsheets. */
export function reportCsv({ findings, expected, witness }: Report): string {
  const rows = [
    COLUMNS,
    ...findings.map((one) => [
      ...[one.kind, one.type, one.hubId, one.externalId, one.path, one.source ?? '', one.target ?? ''],
      ...[String(one.changedSince), ''],
    ]),
    ...expected.map(({ path, count, reason }) => ['expected', '', '', '', path, String(count), '', '', reason.en]),
    ...witness.map(({ hubId, page, state, lacking }) => [
      ...['witness', 'Product', hubId, page, '', lacking.join('; '), state, '', ''],
    ]),
  ];
  return `\uFEFF${csvOf(rows)}`;
}
