import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';

/** What stands on the pages of a PDF of ours, a list of texts for each. Texts in embedded fonts are left out. */
export function paperText(file: string): string[][] {
  const bytes = readFileSync(file);
  const pages: string[][] = [];
  const streams = streamsOf(bytes);
  const total = streams.map((content) => /^BT .*\((\d+)\) Tj/.exec(content)?.[1]).find((found) => found !== undefined);
  for (const content of streams) {
    const drawn = [...content.matchAll(/\/(\w+) [\d.]+ Tf|\[([^\]]*)\] TJ|(\/Total Do)/g)];
    if (!content.includes('/Total Do')) continue;
    const texts: string[] = [];
    for (const [, , pieces, isTotal] of drawn) {
      if (pieces !== undefined) texts.push(decoded(pieces));
      // It stands right behind the text before it.
      if (isTotal) texts.push(`${texts.pop() ?? ''}${total ?? ''}`.replaceAll('\u00a0', ' '));
    }
    pages.push(texts);
  }
  return pages;
}

/** Rectangles that are drawn on the pages: `x y width height`. */
export function paperBars(file: string): string[] {
  return streamsOf(readFileSync(file)).flatMap((content) => content.match(/^[\d.]+ [\d.]+ [\d.]+ [\d.]+ re$/gm) ?? []);
}

function streamsOf(bytes: Buffer): string[] {
  const found: string[] = [];
  const text = bytes.toString('latin1');
  for (const { index, 0: start } of text.matchAll(/stream\r?\n/g)) {
    if (text.slice(index - 3, index) === 'end') continue;
    const from = index + start.length;
    const raw = bytes.subarray(from, text.indexOf('endstream', from));
    try {
      found.push(inflateSync(raw).toString('latin1'));
    } catch {
      // Not every stream is compressed text.
    }
  }
  return found;
}

function decoded(pieces: string): string {
  const hex = [...pieces.matchAll(/<([0-9a-f]*)>/g)].map(([, digits = '']) => digits).join('');
  return new TextDecoder('windows-1252').decode(Buffer.from(hex, 'hex'));
}
