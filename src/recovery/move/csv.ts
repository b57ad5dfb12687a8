/** What a spreadsheet program would take for a formula: the mark makes it text. */
const FORMULA = /^[\s\0]*[=+\-@\t\r＝＋－＠]/;

/** Lines of a CSV file, each with its end. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string): string {
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
