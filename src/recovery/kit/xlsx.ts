import { writeContent } from './file.ts';
import type { Column, Group, Row, Sheet, SheetWriter } from './sheet.ts';

type Cell = { value: string; type: StringConstructor } | { value: number; type: NumberConstructor } | null;
/** A sheet of a workbook ends here. */
const MOST_ROWS = 1_048_575;
const CHARACTERS = { count: 14, amount: 12, text: 24 };

/** One workbook of all sheets. Texts are text: none can be a formula, whatever it begins with. */
export interface Workbook {
  writerOf(sheet: Sheet): SheetWriter;
  write(path: string): Promise<void>;
}

export function createWorkbook(): Workbook {
  const sheets: { sheet: string; data: Cell[][]; columns: { width: number }[]; stickyRowsCount: number }[] = [];
  return {
    writerOf({ title, columns }) {
      const data: Cell[][] = [columns.map(({ label }) => text(label))];
      const widths = columns.map(({ kind }) => ({ width: CHARACTERS[kind] }));
      sheets.push({ sheet: sheetName(title), data, columns: widths, stickyRowsCount: 1 });
      return {
        add({ rows }: Group) {
          for (const row of rows) if (data.length <= MOST_ROWS) data.push(cellsOf(row, columns));
        },
        end: () => Promise.resolve(),
      };
    },
    async write(path) {
      const { default: writeXlsxFile } = await import('write-excel-file/node');
      await writeContent(path, await writeXlsxFile(sheets).toBuffer());
    },
  };
}

function cellsOf(row: Row, columns: readonly Column[]): Cell[] {
  return columns.map(({ kind }, i) => {
    const cell = row[i] ?? '';
    return kind === 'text' || !/^-?\d+(\.\d+)?$/.test(cell) ? text(cell) : { value: Number(cell), type: Number };
  });
}

function text(value: string): Cell {
  return value === '' ? null : { value: escaped(value), type: String };
}

/** As in the SDK's table codec: `_x0041_` is read as an escaped `A`, and the writer keeps its texts in an object. */
function escaped(value: string): string {
  if (value in {}) return `_x${value.charCodeAt(0).toString(16).padStart(4, '0')}_${value.slice(1)}`;
  return value.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
}

function sheetName(title: string): string {
  return title.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 31);
}
