import { toCsv } from './csv-text.ts';
import { COLUMNS, HEADINGS, REASON } from './headings.ts';
import type { Outcome } from './preview.ts';

/**
 * The lines that cannot be done, in the order of the file, each with its reason. Of a line that could not be read the
 * mirror has no cells: only its number and reason stand here.
 */
export function leftOver(outcomes: readonly Outcome[]): string {
  const failed = outcomes.filter(({ problems }) => problems.length > 0);
  const cells = failed.map(({ said }): Record<string, string | string[] | undefined> => {
    const { key = {}, values = {} } = said ?? {};
    return { ...values, ...key };
  });
  const columns = COLUMNS.filter((column) => cells.some((row) => row[column] !== undefined));
  const others = [...new Set(failed.flatMap(({ said }) => Object.keys(said?.other ?? {})))];
  const kept = others.filter((heading) => heading !== REASON);
  const rows = failed.map(({ said, line, problems }, at) => [
    ...columns.map((column) => [cells[at]?.[column] ?? []].flat().join(',')),
    ...kept.map((heading) => said?.other[heading] ?? ''),
    `Line ${line}: ${problems.map(({ column, message }) => (column === null ? message : `${column}: ${message}`)).join(' · ')}`,
  ]);
  return toCsv([[...columns.map((column) => HEADINGS[column][0]), ...kept, REASON], ...rows], ';');
}
