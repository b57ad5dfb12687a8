const SPELLED: Record<string, string> = { oelig: 'oe', OElig: 'OE', aelig: 'ae', AElig: 'AE', szlig: 'ss' };

/** Marked-up text as words to search by: no tags, and letters instead of entities. Not fit to be shown. */
export function plainText(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(x?)([0-9a-f]{1,6});/gi, (_, hex: string, digits: string) => letter(parseInt(digits, hex ? 16 : 10)))
    .replace(/&([a-z])(?:acute|grave|circ|uml|cedil|tilde|ring|slash);/gi, '$1')
    .replace(/&([a-z]+);/gi, (_, name: string) => SPELLED[name] ?? ' ');
}

function letter(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
}
