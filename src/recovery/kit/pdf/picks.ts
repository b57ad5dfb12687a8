import { articleBarcode, textBarcode } from '../barcode/index.ts';
import type { OpenOrder, PickLine } from '../read/open-orders.ts';
import { timeText } from '../state.ts';
import { drawCode } from './codes.ts';
import { Paper, type PaperOptions } from './paper.ts';

const ROW = 38;
const CODE = 150;

/** What to fetch, from which shelf, for which order: a list for each location, each beginning on a page of its own. */
export async function writePicks(
  path: string,
  orders: readonly OpenOrder[],
  places: ReadonlyMap<string, string>,
  options: Omit<PaperOptions, 'title'>,
): Promise<void> {
  const { texts } = options;
  const paper = new Paper({ ...options, title: texts.titles.picks });
  const due = orders.filter(({ toSend }) => toSend.length > 0);
  const byPlace = Map.groupBy(due, ({ location }) =>
    location === null ? texts.unassigned : (places.get(location) ?? texts.unknownPlace),
  );
  if (due.length === 0) {
    paper.startPage();
    paper.paragraph(texts.none, { width: paper.width });
  }
  for (const [place, found] of byPlace) {
    paper.onPage(() => {
      paper.line(`${texts.titles.picks} · ${place}`, paper.left, paper.y, { width: paper.width, size: 14, bold: true });
      paper.y += 24;
    });
    paper.startPage();
    for (const order of found) drawOrder(paper, order, options);
  }
  await paper.write(path);
}

function drawOrder(paper: Paper, order: OpenOrder, { texts, state }: Omit<PaperOptions, 'title'>): void {
  const { reference, placedAt, toSend } = order;
  const head = (): void => {
    paper.shade(paper.y, 34);
    const width = paper.width - CODE - 10;
    paper.line(`${texts.order} ${reference}`, paper.left + 6, paper.y + 5, { width, size: 11, bold: true });
    const address = order.order?.shippingAddress ?? order.order?.billingAddress;
    const name = address ? `${address.firstName} ${address.lastName}` : '';
    const facts = [name, timeText(placedAt, state), order.order?.carrier ?? ''].filter((fact) => fact !== '');
    paper.line(facts.join(' · '), paper.left + 6, paper.y + 20, { width, size: 8.5 });
    const spot = { x: paper.left + paper.width - CODE - 2, y: paper.y + 3, width: CODE, height: 30 };
    drawCode(paper, textBarcode(reference), spot);
    paper.y += 38;
  };
  paper.need(38 + ROW);
  head();
  for (const line of toSend) {
    if (paper.need(ROW)) head();
    drawLine(paper, line);
  }
  paper.y += 10;
}

function drawLine(paper: Paper, { quantity, sku, gtin, name, where }: PickLine): void {
  const { left, y } = paper;
  paper.box(left + 4, y + 8, 13, 13);
  paper.line(`${quantity} ×`, left + 24, y + 8, { width: 40, size: 13, bold: true });
  const width = paper.width - CODE - 80;
  paper.line(name, left + 68, y + 5, { width, size: 10 });
  const facts = [sku ?? '', where].filter((fact) => fact !== '');
  paper.line(facts.join(' · '), left + 68, y + 19, { width, size: 9, bold: true });
  const spot = { x: left + paper.width - CODE - 2, y: y + 2, width: CODE, height: ROW - 7 };
  drawCode(paper, articleBarcode({ gtin, sku }), spot);
  paper.y += ROW;
  paper.rule(paper.y - 2);
}
