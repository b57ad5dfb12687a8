import type { DifferenceAt, ExpectedDifference, JsonObject, JsonValue } from '#sdk';

/** One place in which two facets say something else. */
export interface Difference {
  /** Facet type and field names, without positions in lists: `Order.lines.quantity`. */
  path: string;
  source: JsonValue | undefined;
  target: JsonValue | undefined;
}

/** Field by field. Members that are absent and members that are null are the same: neither says anything. */
export function differencesOf(type: string, source: JsonObject, target: JsonObject): Difference[] {
  const found: Difference[] = [];
  compare(type, source, target, found);
  return found;
}

function compare(
  path: string,
  source: JsonValue | undefined,
  target: JsonValue | undefined,
  found: Difference[],
): void {
  if (isSilent(source) && isSilent(target)) return;
  if (Array.isArray(source) && Array.isArray(target) && source.length === target.length) {
    source.forEach((one, n) => compare(path, one, target[n], found));
  } else if (isObject(source) && isObject(target)) {
    for (const name of new Set([...Object.keys(source), ...Object.keys(target)]))
      compare(`${path}.${name}`, source[name], target[name], found);
  } else if (JSON.stringify(source) !== JSON.stringify(target)) found.push({ path, source, target });
}

const isSilent = (value: JsonValue | undefined): boolean => value === null || value === undefined;

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The declaration that expects this difference; undefined: none does. */
export function expectedBy(
  { path, source, target }: Difference,
  expected: readonly ExpectedDifference[],
  facets: DifferenceAt['facets'],
): ExpectedDifference | undefined {
  const at = { path, source, target, facets };
  return expected.find(
    (one) => fits(one.path, path) && (one.allows?.(source, target) ?? true) && (one.fits?.(at) ?? true),
  );
}

/** `*` stands for any one name; what is declared of a field holds for all that lies in it. */
function fits(pattern: string, path: string): boolean {
  const wanted = pattern.split('.');
  const names = path.split('.');
  // A whole type is expected only where a whole entity is missing or more than there should be.
  if (wanted.length === 1 && names.length > 1) return false;
  return wanted.length <= names.length && wanted.every((name, n) => name === '*' || name === names[n]);
}
