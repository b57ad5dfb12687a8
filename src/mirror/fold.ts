/** Letters that Unicode does not take apart, but that people type without. */
const SPELLED: Record<string, string> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };
// eslint-disable-next-line no-control-regex
const ASCII = /^[\u0000-\u007f]*$/;
const MARKS = /\p{M}+/gu;
const SPECIAL = /[œæßøłđðþı]/g;
const WORD = /[\p{L}\p{N}]+/gu;
const LONGEST_WORD = 64;
const MOST_WORDS = 10_000;

/** Text without case and accents: `Été à l’Œuvre` is `ete a l’oeuvre`. Both databases sort and search by it alike. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (ASCII.test(lower)) return lower;
  return lower
    .normalize('NFKD')
    .replace(MARKS, '')
    .replace(SPECIAL, (letter) => SPELLED[letter] ?? letter)
    .toLowerCase();
}

/** The distinct folded words of a text, in the order in which they first appear. */
export function words(text: string): string[] {
  const found = new Set<string>();
  for (const word of fold(text).match(WORD) ?? []) {
    found.add(word.slice(0, LONGEST_WORD));
    if (found.size >= MOST_WORDS) break;
  }
  return [...found];
}
