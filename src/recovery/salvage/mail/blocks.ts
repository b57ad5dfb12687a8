import type { DefaultTreeAdapterTypes } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;

/** A mail as a person reads it: pieces of text, one below the other, whatever tables they stand in. */
export interface Readable {
  blocks: string[];
  /** What a page says of itself for machines (schema.org in JSON-LD). */
  data: string[];
}

const LARGEST = 2 * 1024 * 1024;
const MOST_BLOCKS = 20_000;
const HIDDEN = new Set(['script', 'style', 'head', 'title', 'template', 'noscript']);
const INLINE = new Set(
  'a abbr b bdi bdo big cite code data em font i img ins kbd label mark o:p q s samp small span strong sub sup time tt u var'.split(
    ' ',
  ),
);

/** Plain text, without the marks of a reply or a forward. */
export function fromText(text: string): Readable {
  const lines = text.slice(0, LARGEST).split(/\r\n|\r|\n/);
  return { blocks: lines.map((line) => tidy(line.replace(/^(?:\s*>)+/, ''))).filter((line) => line !== ''), data: [] };
}

/** HTML, walked without calling deeper and deeper; nothing of it is run or fetched. */
export async function fromHtml(html: string): Promise<Readable> {
  const { parse } = await import('parse5');
  const readable: Readable = { blocks: [], data: [] };
  let text = '';
  const end = (): void => {
    const block = tidy(text);
    text = '';
    if (block !== '' && readable.blocks.length < MOST_BLOCKS) readable.blocks.push(block);
  };
  const open: (Node | 'end')[] = [parse(html.slice(0, LARGEST))];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === 'end') end();
    else if (node.nodeName === '#text' && 'value' in node) text += node.value;
    else if ('childNodes' in node) {
      if (isData(node)) readable.data.push(textOf(node));
      // Data may stand in the head of a page, which shows nothing else.
      if (HIDDEN.has(node.nodeName) && node.nodeName !== 'head') continue;
      const isBlock = !INLINE.has(node.nodeName);
      if (isBlock) end();
      if (isBlock) open.push('end');
      open.push(...node.childNodes.toReversed());
    }
  }
  end();
  return readable;
}

function isData(node: DefaultTreeAdapterTypes.ParentNode): boolean {
  if (node.nodeName !== 'script' || !('attrs' in node)) return false;
  return node.attrs.some(({ name, value }) => name === 'type' && value.toLowerCase() === 'application/ld+json');
}

function textOf({ childNodes }: DefaultTreeAdapterTypes.ParentNode): string {
  return childNodes.map((child) => ('value' in child ? child.value : '')).join('');
}

function tidy(text: string): string {
  return text.replace(/[\s\u00a0\u202f\u200b]+/g, ' ').trim();
}
