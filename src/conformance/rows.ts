/** A row of a list, as a vendor sends it. */
export type Row = Record<string, unknown>;

/**
 * The same answer with other rows in its lists, which are the answer itself or fields of it. Lists inside of rows stay
 * as they are: their order may mean something. What is no JSON passes unchanged.
 */
export function withRows(body: string, change: (rows: Row[]) => Row[]): string {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    return body;
  }
  return JSON.stringify(withLists(answer, change));
}

function withLists(answer: unknown, change: (rows: Row[]) => Row[]): unknown {
  if (isRows(answer)) return change(answer);
  if (!isObject(answer)) return answer;
  return Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, isRows(value) ? change(value) : value]));
}

function isRows(value: unknown): value is Row[] {
  return Array.isArray(value) && value.length > 0 && value.every(isObject);
}

function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
