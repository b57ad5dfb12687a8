import { createRequire } from 'node:module';

/** What the standard fonts of every PDF reader hold (Windows-1252): all of French, and the euro sign. */
const STANDARD = /^[\x20-\x7e\u00a0-\u00ffŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]*$/;

const require = createRequire(import.meta.url);

/** Fonts for all else: Greek, Cyrillic, Polish, Vietnamese. Part of them is put into the file, where they are used. */
export const WIDE_FONTS = {
  Wide: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf'),
  'Wide-Bold': require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf'),
};

/** The standard fonts weigh nothing and are laid out three times as fast: the others are for texts that need them. */
export function fontOf(text: string, bold: boolean): string {
  if (STANDARD.test(text)) return bold ? 'Helvetica-Bold' : 'Helvetica';
  return bold ? 'Wide-Bold' : 'Wide';
}

/** One line of text as it can be printed: composed, without control characters, with plain blanks. */
export function printable(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\u2000-\u200a\u202f\u205f]/g, '\u00a0')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}
