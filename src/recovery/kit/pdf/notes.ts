import { Decimal } from 'decimal.js';
import type { AddressFacet, Money, OrderFacet } from '#sdk';
import { toMinorUnit } from '../../../roles/graph/index.ts';
import { textBarcode } from '../barcode/index.ts';
import type { OpenOrder } from '../read/open-orders.ts';
import { addressLines } from '../read/people.ts';
import { decimalText } from '../sheet.ts';
import { timeText } from '../state.ts';
import { drawCode } from './codes.ts';
import { Paper, type PaperOptions } from './paper.ts';

const LINE = 17;

/** A delivery note for each order of which something is to be sent, on a page of its own. */
export async function writeNotes(
  path: string,
  orders: readonly OpenOrder[],
  options: Omit<PaperOptions, 'title'>,
): Promise<void> {
  const { texts } = options;
  const paper = new Paper({ ...options, title: texts.titles.notes });
  const due = orders.filter(({ toSend }) => toSend.length > 0);
  if (due.length === 0) {
    paper.startPage();
    paper.paragraph(texts.none, { width: paper.width });
  }
  for (const order of due) {
    drawHead(paper, order, options);
    drawLines(paper, order, options);
    if (order.order) drawEnd(paper, order.order, options);
  }
  await paper.write(path);
}

function drawHead(
  paper: Paper,
  { reference, order, placedAt }: OpenOrder,
  { texts, state }: Omit<PaperOptions, 'title'>,
) {
  paper.onPage(() => {
    paper.line(`${texts.deliveryNote} · ${reference}`, paper.left, paper.y, { width: 330, size: 15, bold: true });
    const placed = `${texts.placedAt} ${timeText(placedAt, state)} · ${order?.carrier ?? ''}`;
    paper.line(placed, paper.left, paper.y + 22, { width: 330, size: 9 });
    const spot = { x: paper.left + paper.width - 170, y: paper.y, width: 170, height: 40 };
    drawCode(paper, textBarcode(reference), spot);
    paper.y += 58;
  });
  paper.startPage();
  const top = paper.y;
  const half = paper.width / 2;
  drawAddress(paper, texts.deliverTo, order?.shippingAddress ?? null, paper.left, top);
  drawAddress(paper, texts.billTo, order?.billingAddress ?? null, paper.left + half, top);
  paper.y = top + 104;
}

function drawAddress(paper: Paper, label: string, address: AddressFacet | null, x: number, y: number): void {
  if (address === null) return;
  const width = paper.width / 2 - 12;
  paper.line(label, x, y, { width, size: 8, grey: true });
  const phone = address.mobile ?? address.phone ?? '';
  [...addressLines(address), phone].forEach((line, i) => {
    paper.line(line, x, y + 13 + i * 13.5, { width, size: 10.5, bold: i === 0 });
  });
}

function drawLines(paper: Paper, { toSend, order }: OpenOrder, { texts, state }: Omit<PaperOptions, 'title'>): void {
  const { left, width } = paper;
  const columns = { sku: left + 46, name: left + 150, price: left + width - 130 };
  const drawTop = (): void => {
    paper.line(texts.quantity, left, paper.y, { width: 40, bold: true });
    paper.line(texts.sku, columns.sku, paper.y, { width: 98, bold: true });
    paper.line(texts.article, columns.name, paper.y, { width: columns.price - columns.name - 8, bold: true });
    paper.line(texts.unitPrice, columns.price, paper.y, { width: 130, bold: true, align: 'right' });
    paper.y += 12;
    paper.rule(paper.y - 1, { heavy: true });
    paper.y += 4;
  };
  drawTop();
  for (const { quantity, sku, name } of toSend) {
    if (paper.need(LINE)) drawTop();
    const price = order?.lines.find((line) => line.sku === sku && line.name === name)?.unitPriceWithTax;
    paper.line(String(quantity), left, paper.y, { width: 40, size: 11, bold: true });
    paper.line(sku ?? '', columns.sku, paper.y + 1, { width: 98, size: 9 });
    paper.line(name, columns.name, paper.y + 1, { width: columns.price - columns.name - 8, size: 9.5 });
    const amount = price ? `${decimalText(rounded(price), state.locale)} ${price.currency}` : '';
    paper.line(amount, columns.price, paper.y + 1, { width: 130, size: 9.5, align: 'right' });
    paper.y += LINE;
    paper.rule(paper.y - 4);
  }
}

function drawEnd(paper: Paper, { totals, note, status }: OrderFacet, { texts, state }: Omit<PaperOptions, 'title'>) {
  paper.need(150);
  const sums = [
    [texts.shipping, totals.shippingWithTax],
    [texts.total, totals.totalWithTax],
    [texts.paid, totals.paid],
  ] as const;
  paper.y += 6;
  for (const [label, { amount, currency }] of sums) {
    const shown = `${decimalText(amount, state.locale)} ${currency}`;
    paper.line(label, paper.left, paper.y, { width: paper.width - 100, size: 10, align: 'right' });
    paper.line(shown, paper.left, paper.y, { width: paper.width, size: 10, bold: true, align: 'right' });
    paper.y += 15;
  }
  paper.line(`${texts.status} : ${texts.statuses[status]}`, paper.left, paper.y - 45, { width: 250, size: 10 });
  if (note) paper.paragraph(`${texts.note} : ${note}`, { width: paper.width });
  paper.y += 8;
  paper.line(texts.signature, paper.left, paper.y, { width: 200, size: 8, grey: true });
  paper.box(paper.left, paper.y + 12, 220, 52);
  paper.y += 70;
}

/** Shops keep unit prices to a millionth. */
function rounded({ amount, currency }: Money): string {
  return toMinorUnit(new Decimal(amount), currency);
}
