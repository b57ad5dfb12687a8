import { articleBarcode } from '../barcode/index.ts';
import type { Article } from '../read/articles.ts';
import { decimalText } from '../sheet.ts';
import { drawCode } from './codes.ts';
import { Paper, type PaperOptions } from './paper.ts';

const ACROSS = 3;
const HEIGHT = 71;

/** Barcodes of articles on sale, in the order of the price list: to scan from the page, or to cut out. */
export function labelWriter(
  path: string,
  options: Omit<PaperOptions, 'title'>,
): { add(articles: readonly Article[]): void; end(): Promise<void> } {
  const { texts, state } = options;
  const paper = new Paper({ ...options, title: texts.titles.labels });
  const width = paper.width / ACROSS;
  let count = 0;
  paper.startPage();
  const draw = (article: Article): void => {
    const code = articleBarcode(article);
    if (code === null) return;
    const column = count % ACROSS;
    if (column === 0 && count > 0) paper.y += HEIGHT;
    if (column === 0) paper.need(HEIGHT);
    count += 1;
    const [x, y] = [paper.left + column * width + 4, paper.y];
    const inner = width - 12;
    paper.line(article.name, x, y, { width: inner, size: 8 });
    const price = `${decimalText(article.priceWithTax, state.locale)} ${article.currency}`;
    paper.line(article.sku ?? '', x, y + 11, { width: inner - 62, size: 7.5, grey: true });
    paper.line(price, x, y + 10, { width: inner, size: 9, bold: true, align: 'right' });
    drawCode(paper, code, { x, y: y + 22, width: inner, height: 42 });
  };
  return {
    add(articles) {
      for (const article of articles) if (article.active) draw(article);
    },
    async end() {
      if (count === 0) paper.paragraph(texts.none, { width: paper.width });
      await paper.write(path);
    },
  };
}
