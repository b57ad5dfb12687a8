import { csvOf } from '../csv.ts';
import type { Report } from './report.ts';
import { fingerprintOf } from './signed-report.ts';

const COLUMNS = ['finding', 'type', 'hubId', 'externalId', 'path', 'source', 'target', 'changedSince', 'reason'];

/** One line for each finding, each expected group, page and order, and who signed it; for spreadsheets. */
export function reportCsv({ findings, expected, witness, order, hash, signer }: Report): string {
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
    ...(order
      ? [['order', 'Variant', order.variant ?? '', order.reference ?? '', '', '', order.state, '', toldOf(order)]]
      : []),
    ['signed', '', '', '', 'SHA-256', hash, fingerprintOf(signer), '', ''],
  ];
  return `\uFEFF${csvOf(rows)}`;
}

function toldOf({ message, remedy }: NonNullable<Report['order']>): string {
  return [message.en, remedy?.en ?? ''].join(' ').trim();
}
