import { isSecretName, isPersonalName } from './private-names.ts';

const EMAIL = /[\w.+-]+@[\w-]+\.[\w.]*\w/g;
const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g;
const CARD = /(?<![\d.,-])\d(?:[ -]?\d){12,18}(?![\d.,]*\d)/g;
const PHONE =
  /(?<![\w.,:-])(?:(?:\+|00)\d{1,3}[ .-]?(?:\(0\)[ .-]?)?\d(?:[ .-]?\d){6,11}|0[1-9](?:[ .-]?\d{2}){4})(?![\d-])/g;
/** `username=lea`, `"nom": "Petit"` and `prénom : Léa` in the midst of a text. */
const PAIR = /([\p{L}\p{N}_.[\]-]{2,40})("?\s?[=:]\s?"?)([^\s&;,"'<>=]{2,})/gu;

export const CUT = 'REDACTED';

/** Cuts what has the form of personal data, whatever it goes under. */
export function withoutPersonal(text: string): string {
  return text
    .replace(EMAIL, 'someone@example.com')
    .replace(IBAN, (found) => (hasIbanDigits(found) ? CUT : found))
    .replace(CARD, (found) => (hasLuhnDigit(found) && !isGtin(found) ? CUT : found))
    .replace(PHONE, (found) => (isGtin(found) ? found : CUT))
    .replace(PAIR, (all, name: string, between: string, value: string) =>
      (isPersonalName(name) || isSecretName(name)) && value !== CUT && value !== 'someone@example.com'
        ? `${name}${between}${CUT}`
        : all,
    );
}

/** Of card numbers; one random number in ten has it, too. */
function hasLuhnDigit(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].reverse().map(Number);
  const sum = digits.reduce(
    (total, digit, at) => total + (at % 2 ? (digit * 2 > 9 ? digit * 2 - 9 : digit * 2) : digit),
    0,
  );
  return sum % 10 === 0;
}

/** Bar codes are what recordings are about; cards of 13 and 14 digits are hardly made any more. */
function isGtin(text: string): boolean {
  if (!/^(\d{8}|\d{12,14})$/.test(text)) return false;
  const digits = [...text].reverse().map(Number);
  return digits.reduce((total, digit, at) => total + digit * (at % 2 ? 3 : 1), 0) % 10 === 0;
}

function hasIbanDigits(text: string): boolean {
  const bare = text.replace(/ /g, '');
  const moved = bare.slice(4) + bare.slice(0, 4);
  const digits = moved.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}
