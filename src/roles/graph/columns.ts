/** How values of facets become columns; loads nothing of GraphQL, so that the mirror's writer can use it. */

const IN_FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * A trade number as it is compared: EAN-8, UPC and EAN-13 are GTIN-14 with leading zeros left out. Spreadsheets leave
 * out those of the numbers themselves, too; seven digits count only if the check digit says that they are an EAN-8.
 */
export function gtinLookup(gtin: string | null): string | null {
  const digits = gtin?.replace(/[\s-]/g, '') ?? '';
  const complete = /^\d{8,14}$/.test(digits) || (/^\d{7}$/.test(digits) && isChecked(digits.padStart(14, '0')));
  return complete ? digits.padStart(14, '0') : null;
}

/** Whether the last of fourteen digits is the check digit of the others. */
function isChecked(digits: string): boolean {
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
  return sum % 10 === 0;
}

/** One form for all times, so that they compare as text. */
export function timeColumn(at: string | null): string | null {
  return at === null || IN_FORM.test(at) ? at : new Date(at).toISOString();
}

/** Text to be searched, part by part; what is unknown is left out. */
export function searchLines(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join('\n');
}
