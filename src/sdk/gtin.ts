/** What became of the text of a bar code. */
export type GtinCell =
  | { state: 'ok' | 'repaired'; gtin: string | null }
  | { state: 'refused'; gtin: null; reason: { en: string; fr: string } };

const SCIENTIFIC = /^(\d)(?:[.,](\d+))?E\+?(\d{1,2})$/i;

/**
 * Reads a bar code that a spreadsheet may have mangled. Digits are put back only where the check digit proves them:
 * `3,76E+12` has lost nine digits for good.
 */
export function readGtin(text: string): GtinCell {
  const plain = text.replace(/^="?|"$|^'/g, '').replace(/[\s\u00a0\u202f-]/g, '');
  if (plain === '') return { state: 'ok', gtin: null };
  const expanded = expand(plain);
  if (expanded === null) return refused('was turned into a rounded number', 'a été transformé en nombre arrondi');
  if (!/^\d+$/.test(expanded)) return refused('is no bar code', "n'est pas un code-barres");
  if ([8, 13, 14].includes(expanded.length) && isProven(expanded))
    return { state: expanded === plain ? 'ok' : 'repaired', gtin: expanded };
  const length = expanded.length <= 7 ? 8 : 13;
  const padded = expanded.padStart(length, '0');
  // Lost zeros at the front: an EAN-8 begins with one, an EAN-13 with at most two (North American codes).
  const lost = length - expanded.length;
  if (lost > 0 && lost <= (length === 8 ? 1 : 2) && isProven(padded)) return { state: 'repaired', gtin: padded };
  return refused('has a wrong check digit or length', 'a une clé de contrôle ou une longueur fausse');
}

/** All digits of a number in scientific notation; null where they are not all there. */
function expand(text: string): string | null {
  const parts = SCIENTIFIC.exec(text);
  if (!parts) return text.replace(/[.,]0+$/, '');
  const [, first = '', rest = '', exponent = '0'] = parts;
  return rest.length === Number(exponent) ? first + rest : null;
}

/** Whether the last digit is the check digit of those before it (GS1). */
export function isProven(digits: string): boolean {
  return /[1-9]/.test(digits) && checkDigit(digits.slice(0, -1)) === Number(digits.at(-1));
}

/** The check digit that belongs behind these digits (GS1). */
export function checkDigit(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10;
}

function refused(en: string, fr: string): GtinCell {
  return { state: 'refused', gtin: null, reason: { en: `the bar code ${en}`, fr: `le code-barres ${fr}` } };
}
