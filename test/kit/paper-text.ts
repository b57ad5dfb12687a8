import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';

/** What stands on the pages of a PDF of ours, a list of texts for each. Texts in embedded fonts are left out. */
export function paperText(file: string): string[][] {
  const bytes = readFileSync(file);
  const pages: string[][] = [];
  for (const content of streamsOf(bytes)) {
    const drawn = [...content.matchAll(/\/(\w+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)];
    if (drawn.length === 0) continue;
    pages.push(drawn.flatMap(([, , pieces]) => (pieces === undefined ? [] : [decoded(pieces)])));
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
