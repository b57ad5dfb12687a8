import PDFDocument from 'pdfkit';
import { writeContent } from '../file.ts';
import { footOf } from '../foot.ts';
import type { KitState } from '../state.ts';
import type { KitTexts } from '../texts.ts';
import type { Barcode } from '../barcode/index.ts';
import { fontOf, printable, WIDE_FONTS } from './letters.ts';

/** Points. */
const MARGIN = 34;
const FOOT = 26;
const FOOT_SIZE = 7.5;
/** Room for the number of pages. */
const TOTAL = 22;
/** From the top of a line to what it stands on: of Helvetica, for one point of size. */
const ASCENT = 0.718;

export interface Ink {
  width: number;
  size?: number;
  bold?: boolean;
  align?: 'left' | 'right' | 'center';
  grey?: boolean;
}

export interface PaperOptions {
  title: string;
  state: KitState;
  texts: KitTexts;
  landscape?: boolean;
}

/** A PDF under way: A4, a foot on every page that says what the data is. Coordinates are points from the top left. */
export class Paper {
  readonly left = MARGIN;
  readonly width: number;
  /** Where the next thing goes. */
  y = MARGIN;
  readonly #doc: PDFKit.PDFDocument;
  readonly #bottom: number;
  readonly #options: PaperOptions;
  /** Drawn by reference, because it is known last: pages that are done are compressed and let go. */
  readonly #total: PDFKit.PDFKitReference;
  #pages = 0;
  #onPage: () => void = () => undefined;

  constructor(options: PaperOptions) {
    const { title, state, landscape = false } = options;
    this.#options = options;
    this.#doc = new PDFDocument({
      size: 'A4',
      layout: landscape ? 'landscape' : 'portrait',
      margin: 0,
      autoFirstPage: false,
      lang: state.locale,
      displayTitle: true,
      info: { Title: title, Author: 'Mortar', Creator: 'Mortar', CreationDate: state.at },
    });
    for (const [name, file] of Object.entries(WIDE_FONTS)) this.#doc.registerFont(name, file);
    this.#total = totalOf(this.#doc);
    const [short, long] = [595.28, 841.89];
    this.width = (landscape ? long : short) - 2 * MARGIN;
    this.#bottom = (landscape ? short : long) - MARGIN - FOOT;
  }

  /** Drawn at the top of every page that follows. */
  onPage(draw: () => void): void {
    this.#onPage = draw;
  }

  startPage(): void {
    this.#doc.addPage();
    this.#pages += 1;
    this.#foot();
    this.y = MARGIN;
    this.#onPage();
  }

  /** Goes on a new page if this one has not so much room left. Tells whether it did. */
  need(height: number): boolean {
    if (this.y + height <= this.#bottom) return false;
    this.startPage();
    return true;
  }

  /** One line, cut where the width ends. */
  line(text: string, x: number, y: number, { width, size = 8, bold = false, align = 'left', grey = false }: Ink): void {
    const shown = printable(text);
    if (shown === '') return;
    const doc = this.#doc.font(fontOf(shown, bold)).fontSize(size);
    const fitted = this.#fit(shown, width);
    const used = align === 'left' ? 0 : doc.widthOfString(fitted);
    const shift = align === 'left' ? 0 : (width - used) / (align === 'center' ? 2 : 1);
    this.#draw(grey ? '0.33 g' : '0 g');
    doc.text(fitted, x + shift, y, { lineBreak: false });
  }

  /** As many lines as it takes, across pages; moves on below them. */
  paragraph(text: string, ink: Ink & { indent?: number }): void {
    const { size = 10, indent = 0 } = ink;
    for (const line of this.lines(text, ink)) {
      this.need(size * 1.4);
      this.line(line, this.left + indent, this.y, { ...ink, size });
      this.y += size * 1.4;
    }
  }

  /** A text broken between words. */
  lines(text: string, { width, size = 10, bold = false }: Ink): string[] {
    const lines: string[] = [];
    let line = '';
    for (const word of printable(text).split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      this.#doc.font(fontOf(longer, bold)).fontSize(size);
      if (line !== '' && this.#doc.widthOfString(longer) > width) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    return [...lines, line];
  }

  rule(y: number, { heavy = false }: { heavy?: boolean } = {}): void {
    const style = heavy ? '0.8 w 0 G' : '0.3 w 0.75 G';
    this.#draw(`${style} ${points(this.left, y)} m ${points(this.left + this.width, y)} l S`);
  }

  box(x: number, y: number, width: number, height: number): void {
    this.#draw(`0.6 w 0 G ${points(x, y, width, height)} re S`);
  }

  shade(y: number, height: number): void {
    this.#draw(`0.92 g ${points(this.left, y, this.width, height)} re f`);
  }

  /** Bars of `module` points, within their quiet zones from `x` on. */
  bars(
    { modules, quiet }: Barcode,
    x: number,
    y: number,
    { module, height }: { module: number; height: number },
  ): void {
    const bars = [...modules.matchAll(/1+/g)].map(({ 0: bar, index }) => {
      return `${points(x + (quiet + index) * module, y, bar.length * module, height)} re`;
    });
    this.#draw(`0 g\n${bars.join('\n')}\nf`);
  }

  /** Operators of PDF itself: a kit has hundreds of thousands of lines and bars, and each call of the library is several. */
  #draw(operators: string): void {
    this.#doc.addContent(operators);
  }

  /** Says on every page how many there are, and writes the file. */
  async write(path: string): Promise<void> {
    this.#total.end(Buffer.from(`BT /F ${FOOT_SIZE} Tf 0 0 Td (${this.#pages}) Tj ET`));
    this.#doc.end();
    await writeContent(path, this.#doc as AsyncIterable<Uint8Array>);
  }

  #foot(): void {
    const { title, state, texts } = this.#options;
    const y = this.#bottom + FOOT - 12;
    const size = FOOT_SIZE;
    this.rule(y - 4);
    this.line(`${texts.kit} · ${title} · ${footOf(state, texts)}`, this.left, y, { width: this.width - 90, size });
    const split = this.left + this.width - TOTAL;
    this.line(texts.page(this.#pages), split - 60, y, { width: 60, size, align: 'right' });
    const page: { xobjects: Record<string, PDFKit.PDFKitReference> } = this.#doc.page;
    page.xobjects['Total'] = this.#total;
    // The page counts from its top, and what is drawn by reference from its bottom.
    this.#draw(`q 1 0 0 -1 ${points(split, y + size * ASCENT)} cm /Total Do Q`);
  }

  #fit(text: string, width: number): string {
    const full = this.#doc.widthOfString(text);
    // The last digits of a sum are never left to rounding.
    if (full <= width + 0.01) return text;
    let kept = Math.min(text.length, Math.floor((text.length * width) / full));
    const cut = (): string => `${text.slice(0, kept).replace(/[\ud800-\udbff]$|\s+$/, '')}…`;
    while (kept > 0 && this.#doc.widthOfString(cut()) > width) kept -= 1;
    return cut();
  }
}

/** To a thousandth of a point: bars stay as wide as they were meant. */
function points(...numbers: number[]): string {
  return numbers.map((number) => String(Math.round(number * 1000) / 1000)).join(' ');
}

function totalOf(doc: PDFKit.PDFDocument): PDFKit.PDFKitReference {
  const font = doc.ref({ Type: 'Font', Subtype: 'Type1', BaseFont: 'Helvetica', Encoding: 'WinAnsiEncoding' });
  font.end(null);
  const box = [0, -3, TOTAL, 10];
  return doc.ref({ Type: 'XObject', Subtype: 'Form', BBox: box, Resources: { Font: { F: font } } });
}
