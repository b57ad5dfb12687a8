const DELIMITERS = [';', ',', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export function isDelimiter(text: string): text is Delimiter {
  return DELIMITERS.some((one) => one === text);
}

/** CSV with lines that end with CR LF. Cells stand as they are: the mass-edit tool reads them. */
export function toCsv(rows: readonly (readonly string[])[], delimiter: string): string {
  return rows.map((cells) => `${cells.map((cell) => quoted(cell, delimiter)).join(delimiter)}\r\n`).join('');
}

function quoted(cell: string, delimiter: string): string {
  const plain = !cell.includes(delimiter) && !/["\r\n]/.test(cell) && cell === cell.trim();
  return plain ? cell : `"${cell.replaceAll('"', '""')}"`;
}
