/** The middle of the figures: one run that others disturbed does not move it. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new Error('There is no median of nothing.');
  return (upper + lower) / 2;
}

/** The figure that only this share of all figures is above: `0.01` for the 99th percentile. */
export function exceededBy(share: number, figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const found = sorted[Math.ceil(sorted.length * (1 - share)) - 1];
  if (found === undefined) throw new Error('Nothing exceeds nothing.');
  return found;
}

/** `of` as a multiple of `to`, to three digits. */
export function ratio(of: number, to: number): number {
  if (!(to > 0)) throw new Error(`Nothing can be compared to ${to}.`);
  return Number((of / to).toPrecision(3));
}

/** Events a second, whole. */
export function perSecond(count: number, ms: number): number {
  if (!(ms > 0)) throw new Error(`Nothing happens in ${ms} ms.`);
  return Math.round((count * 1000) / ms);
}

/** Lines of equal columns: the first one to the left, figures to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  const pad = (cell: string, column: number): string =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return rows.map((row) => `  ${row.map(pad).join('  ').trimEnd()}\n`).join('');
}

/** `12,345` */
export function whole(figure: number): string {
  return Math.round(figure).toLocaleString('en');
}
