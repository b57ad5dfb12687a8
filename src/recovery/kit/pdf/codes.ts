import type { Barcode } from '../barcode/index.ts';
import type { Paper } from './paper.ts';

/** Widest and narrowest module in points: 0.33 mm is the nominal size of an EAN-13, 0.19 mm what scanners still read. */
const WIDEST = 0.94;
const NARROWEST = 0.54;

/** A barcode with what it says below; only the text where it would be too fine for a scanner. */
export function drawCode(
  paper: Paper,
  code: Barcode | null,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): void {
  if (code === null) return;
  const modules = code.modules.length + 2 * code.quiet;
  const module = Math.min(WIDEST, width / modules);
  const drawn = module >= NARROWEST;
  const used = modules * Math.max(module, NARROWEST);
  if (drawn) paper.bars(code, x, y, { module, height: height - 11 });
  const textWidth = drawn ? used : width;
  paper.line(code.text, x, y + height - 8, { width: textWidth, size: 7, align: 'center' });
}
