import { readGtin } from '#sdk';
import type { Doubt } from '../claim.ts';
import { isMangled } from './recognise.ts';

/** Bar codes that are known for sure, by the SKU of their article: of other files, and of what the hub mirrors. */
export type KnownCodes = ReadonlyMap<string, ReadonlySet<string>>;

type CodeDoubt = Omit<Doubt, 'file' | 'place' | 'column'>;

/**
 * A bar code of a cell. What a spreadsheet did to it is undone only where that is proven: lost zeros and a number in
 * full by the check digit, a rounded number by another source that has the code of the same article.
 */
export function readCodeCell(
  text: string,
  sku: string | null,
  known: KnownCodes,
): { gtin: string | null; doubt: CodeDoubt | null } {
  const read = readGtin(text);
  if (read.state === 'ok') return { gtin: read.gtin, doubt: null };
  if (read.state !== 'refused') {
    const message = `"${text}" is read as ${read.gtin ?? ''}: its check digit proves it.`;
    return { gtin: read.gtin, doubt: repaired(message) };
  }
  const others = [...((sku === null ? undefined : known.get(sku)) ?? [])].filter((code) => isRounded(text, code));
  const [only] = others;
  if (only !== undefined && others.length === 1) {
    const message = `"${text}" is read as ${only}: another source has this code for ${sku ?? ''}, and it rounds to the same number.`;
    return { gtin: only, doubt: repaired(message) };
  }
  const remedy = isMangled(text)
    ? 'Add a file that has the whole code of this article, or format the column as text in the original and save it again.'
    : 'Correct the code.';
  const code = isMangled(text) ? 'SALVAGE_CODE_MANGLED' : 'SALVAGE_CODE_WRONG';
  return {
    gtin: null,
    doubt: { code, effect: 'refused', message: `"${text.slice(0, 40)}": ${read.reason.en}.`, remedy },
  };
}

/** Whether a whole code becomes this text when a spreadsheet rounds it. */
function isRounded(text: string, code: string): boolean {
  const [, whole = '', digits = '', exponent = ''] = /^(\d)(?:[.,](\d+))?E\+(\d+)$/i.exec(text.trim()) ?? [];
  if (whole === '') return false;
  const number = code.replace(/^0+/, '');
  return (
    number.length === Number(exponent) + 1 &&
    Number(code).toExponential(digits.length) ===
      `${whole}${digits === '' ? '' : `.${digits}`}e+${String(Number(exponent))}`
  );
}

function repaired(message: string): CodeDoubt {
  return { code: 'SALVAGE_CODE_REPAIRED', effect: 'repaired', message, remedy: 'Nothing, if the code is right.' };
}
