import { createTextFile } from './file.ts';
import { decimalText, type Column, type Row, type Sheet, type SheetWriter } from './sheet.ts';

/** What a spreadsheet program would take for a formula: the mark makes it text. */
const FORMULA = /^[\s\0]*[=+\-@\t\r＝＋－＠]/;

/** As spreadsheet programs of that language read CSV. */
export async function csvWriter(path: string, sheet: Sheet, locale: 'fr' | 'en'): Promise<SheetWriter> {
  const delimiter = locale === 'fr' ? ';' : ',';
  const line = (cells: readonly string[]): string =>
    `${cells.map((cell) => quoted(cell, delimiter)).join(delimiter)}\r\n`;
  const file = await createTextFile(path);
  await file.write(`\uFEFF${line(sheet.columns.map(({ label }) => label))}`);
  return {
    async add({ rows }) {
      for (const row of rows) await file.write(line(cellsOf(row, sheet.columns, locale)));
    },
    end: () => file.end(),
  };
}

function cellsOf(row: Row, columns: readonly Column[], locale: 'fr' | 'en'): string[] {
  return columns.map(({ kind }, i) => {
    const cell = row[i] ?? '';
    if (kind === 'text') return FORMULA.test(cell) ? `'${cell}` : cell;
    return decimalText(cell, locale);
  });
}

function quoted(cell: string, delimiter: string): string {
  return cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
