import { BULK_EDIT_HEADINGS, BULK_EDIT_REASON, type BulkEditColumn, type BulkEditFacet } from '#sdk';
import { toCsv } from './csv-text.ts';
import type { Outcome } from './preview.ts';

const COLUMNS = Object.keys(BULK_EDIT_HEADINGS) as BulkEditColumn[];

/** The lines that cannot be done, in the order of the file, each with every cell that it had and its reason. */
export function leftOver(
  outcomes: readonly Outcome[],
  { headings, unread = [] }: Pick<BulkEditFacet, 'headings' | 'unread'>,
): string {
  const failed = outcomes.filter(({ problems }) => problems.length > 0);
  if (headings === undefined) return asUnderstood(failed);
  const cells = new Map(unread.map((one) => [one.line, one.cells]));
  const kept = headings.flatMap((heading, at) => (heading === BULK_EDIT_REASON ? [] : [at]));
  const rows = failed.map((outcome) => {
    const own = outcome.said?.cells ?? cells.get(outcome.line) ?? [];
    return [...kept.map((at) => own[at] ?? ''), reasonOf(outcome)];
  });
  return toCsv([[...kept.map((at) => headings[at] ?? ''), BULK_EDIT_REASON], ...rows], ';');
}

/** Of a brick that does not keep the cells: what was understood of them, under the usual headings. */
function asUnderstood(failed: readonly Outcome[]): string {
  const cells = failed.map(({ said }): Record<string, string | string[] | undefined> => {
    const { key = {}, values = {} } = said ?? {};
    return { ...values, ...key };
  });
  const columns = COLUMNS.filter((column) => cells.some((row) => row[column] !== undefined));
  const others = [...new Set(failed.flatMap(({ said }) => Object.keys(said?.other ?? {})))];
  const kept = others.filter((heading) => heading !== BULK_EDIT_REASON);
  const rows = failed.map((outcome, at) => [
    ...columns.map((column) => [cells[at]?.[column] ?? []].flat().join(',')),
    ...kept.map((heading) => outcome.said?.other[heading] ?? ''),
    reasonOf(outcome),
  ]);
  const headings = columns.map((column) => BULK_EDIT_HEADINGS[column][0]);
  return toCsv([[...headings, ...kept, BULK_EDIT_REASON], ...rows], ';');
}

function reasonOf({ line, problems }: Outcome): string {
  const reasons = problems.map(({ column, message }) => (column === null ? message : `${column}: ${message}`));
  return `Line ${line}: ${reasons.join(' · ')}`;
}
