/** A column's value as PHP prints it: null and false are nothing, true is 1. */
export function columnText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return value === true ? '1' : '';
}
