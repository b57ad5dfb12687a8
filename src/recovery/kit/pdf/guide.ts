import type { GuideBlock } from '../guide.ts';
import { Paper, type PaperOptions } from './paper.ts';

const LABEL = 150;

/** The instructions, to be pinned to a wall. */
export async function writeGuide(
  path: string,
  blocks: readonly GuideBlock[],
  options: Omit<PaperOptions, 'title'>,
): Promise<void> {
  const paper = new Paper({ ...options, title: options.texts.titles.guide });
  for (const block of blocks) draw(paper, block);
  await paper.write(path);
}

function draw(paper: Paper, block: GuideBlock): void {
  const { left, width } = paper;
  switch (block.kind) {
    case 'title':
      paper.startPage();
      paper.line(block.text, left, paper.y, { width, size: 18, bold: true });
      paper.y += 34;
      return;
    case 'heading':
      paper.need(44);
      paper.y += 10;
      paper.paragraph(block.text, { width, size: 12.5, bold: true });
      paper.y += 4;
      return;
    case 'paragraph':
      paper.paragraph(block.text, { width, size: 10.5 });
      paper.y += 7;
      return;
    case 'step':
      paper.need(32);
      paper.box(left, paper.y, 10, 10);
      paper.paragraph(block.text, { width: width - 20, size: 10.5, indent: 20 });
      paper.y += 7;
      return;
    case 'item':
      paper.need(20);
      paper.line('•', left + 4, paper.y, { width: 10, size: 10.5 });
      paper.paragraph(block.text, { width: width - 20, size: 10.5, indent: 20 });
      paper.y += 4;
      return;
    case 'field':
      paper.need(34);
      // Room to write by hand.
      if (block.text === '') paper.y += 10;
      paper.line(block.label, left, paper.y, { width: LABEL - 8, size: 10.5, bold: true });
      if (block.text === '') paper.rule(paper.y + 12);
      paper.paragraph(block.text, { width: width - LABEL, size: 10.5, indent: LABEL });
      paper.y += 7;
  }
}
