/**
 * EAN-13 (GS1 General Specifications, 5.2.1). Its three tables are all of it: a package for a hundred symbologies would
 * be a megabyte for forty lines.
 */
const LEFT = '0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011'.split(' ');
/** Which of the six digits on the left are mirrored (`G`), by the first digit, which has no bars of its own. */
const PARITY = 'LLLLLL LLGLGG LLGGLG LLGGGL LGLLGG LGGLLG LGGGLL LGLGLG LGLGGL LGGLGL'.split(' ');

/** 95 modules, `1` is a bar; null for what is no EAN-13 or UPC-A with a true check digit. */
export function ean13Modules(code: string): string | null {
  const digits = code.length === 12 ? `0${code}` : code;
  if (!/^\d{13}$/.test(digits) || !isChecked(digits)) return null;
  const parity = PARITY[Number(digits[0])] ?? '';
  const left = [...digits.slice(1, 7)].map((digit, i) => pattern(digit, parity[i] === 'G' ? 'G' : 'L'));
  const right = [...digits.slice(7)].map((digit) => pattern(digit, 'R'));
  return `101${left.join('')}01010${right.join('')}101`;
}

function isChecked(digits: string): boolean {
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/** Digits on the right are those on the left inverted, mirrored ones the right ones backwards. */
function pattern(digit: string, set: 'L' | 'G' | 'R'): string {
  const left = LEFT[Number(digit)] ?? '';
  if (set === 'L') return left;
  const right = [...left].map((module) => (module === '1' ? '0' : '1'));
  return (set === 'R' ? right : right.reverse()).join('');
}
