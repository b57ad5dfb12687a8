/** Letters that Unicode does not take apart, but that people type without. */
const SPELLED: Record<string, string> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };
const BEYOND_ASCII = /[^\0-\x7f]+/g;
const ANY_BEYOND_ASCII = /[^\0-\x7f]/;
const MARKS = /\p{M}+/gu;
const SPECIAL = /[œæßøłđðþı]/g;
const WORD = /[\p{L}\p{N}]+/gu;
const ASCII_WORD = /[a-z0-9]+/g;
const LONGEST_WORD = 64;
const MOST_WORDS = 10_000;
const MOST_KEPT = 5_000;

/** Text without case and accents: `Été à l’Œuvre` is `ete a l’oeuvre`. Both databases sort and search by it alike. */
export function fold(text: string): string {
  return text.toLowerCase().replace(BEYOND_ASCII, foldRun);
}

/** The distinct folded words of a text, in the order in which they first appear. */
export function words(text: string): string[] {
  const found = new Set<string>();
  const folded = fold(text);
  for (const word of folded.match(ANY_BEYOND_ASCII.test(folded) ? WORD : ASCII_WORD) ?? []) {
    found.add(word.length > LONGEST_WORD ? word.slice(0, LONGEST_WORD) : word);
    if (found.size >= MOST_WORDS) break;
  }
  return [...found];
}

/** The same few accented letters make up most of what is beyond ASCII in a shop’s texts. */
const kept = new Map<string, string>();

function foldRun(run: string): string {
  const known = kept.get(run);
  if (known !== undefined) return known;
  const folded = run
    .normalize('NFKD')
    .replace(MARKS, '')
    .replace(SPECIAL, (letter) => SPELLED[letter] ?? letter)
    .toLowerCase();
  if (kept.size > MOST_KEPT) kept.clear();
  if (run.length <= LONGEST_WORD) kept.set(run, folded);
  return folded;
}
