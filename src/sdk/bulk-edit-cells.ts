/** A number as people write it, in exact form with a dot; null: it is none. */
export function decimalIn(cell: string): string | null {
  const plain = cell.replace(/[\s\u00a0\u202f€]/g, '').replace(',', '.');
  return /^-?\d{1,30}(\.\d{1,30})?$/.test(plain) ? plain : null;
}

/** 8, 12, 13 or 14 digits with the right check digit, or an ISBN of ten. */
export function isGtin(code: string): boolean {
  const digits = code.replace(/[\s-]/g, '');
  if (/^\d{9}[\dX]$/.test(digits))
    return [...digits].reduce((sum, digit, at) => sum + (10 - at) * (digit === 'X' ? 10 : Number(digit)), 0) % 11 === 0;
  if (!/^(\d{8}|\d{12,14})$/.test(digits)) return false;
  return [...digits].reverse().reduce((sum, digit, at) => sum + Number(digit) * (at % 2 ? 3 : 1), 0) % 10 === 0;
}

/** Several values of one cell. */
export function partsOf(cell: string, separator: string): string[] {
  return cell
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
