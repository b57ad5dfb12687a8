/** One question to a list of the webservice. */
export interface ListQuery {
  resource: string;
  /** `full`, or the fields wanted. */
  display: 'full' | readonly string[];
  /** Only ids above this one. */
  after?: number;
  /** Only these ids. */
  ids?: readonly string[];
  /** Field → expression in the webservice's own words: `>[2026-01-01 00:00:00]`, `[1|2]`. */
  filters?: Readonly<Record<string, string>>;
  /** At most so many rows. */
  limit?: number;
  /** Whatever languages the settings choose to read: texts that are written again must be whole. */
  everyLanguage?: true;
}

/** What is added to every question: which languages, which shop. */
export interface ListScope {
  languages?: readonly number[] | undefined;
  shopId?: number | undefined;
}

/**
 * The path of a list, by ascending id.
 *
 * Keyset, not offset: rows deleted meanwhile would shift an offset, and the default order is not by id.
 * @see https://devdocs.prestashop-project.org/9/webservice/tutorials/advanced-use/additional-list-parameters/
 */
export function listPath(query: ListQuery, scope: ListScope = {}): string {
  const display = query.display === 'full' ? 'full' : `[${query.display.join(',')}]`;
  const parts = [`display=${display}`, 'output_format=JSON'];
  const filters = Object.entries(query.filters ?? {});
  if (filters.some(([field]) => field.startsWith('date_'))) parts.push('date=1');
  for (const [field, expression] of filters) parts.push(`filter[${field}]=${escaped(expression)}`);
  if (query.ids) parts.push(`filter[id]=${escaped(`[${query.ids.join('|')}]`)}`);
  else if (query.after) parts.push(`filter[id]=${escaped(`>[${query.after}]`)}`);
  parts.push('sort=[id_ASC]');
  if (query.limit) parts.push(`limit=${query.limit}`);
  if (scope.languages && !query.everyLanguage) parts.push(`language=${escaped(`[${scope.languages.join('|')}]`)}`);
  if (scope.shopId) parts.push(`id_shop=${scope.shopId}`);
  return `api/${query.resource}?${parts.join('&')}`;
}

/** Brackets, commas and colons stay as the documentation writes them. */
function escaped(expression: string): string {
  return encodeURIComponent(expression)
    .replace(/%5B/g, '[')
    .replace(/%5D/g, ']')
    .replace(/%2C/g, ',')
    .replace(/%3A/g, ':');
}

const MOST_IDS = 200;
const LONGEST_LIST = 5_000;

/** Splits values so that no filter makes an address that a server refuses (414 was met at 18 KB). */
export function filterChunks(values: readonly string[]): string[][] {
  const chunks: string[][] = [];
  let chunk: string[] = [];
  let length = 0;
  for (const value of values) {
    const cost = encodeURIComponent(value).length + 3;
    if (chunk.length === MOST_IDS || length + cost > LONGEST_LIST) {
      chunks.push(chunk);
      chunk = [];
      length = 0;
    }
    chunk.push(value);
    length += cost;
  }
  if (chunk.length > 0) chunks.push(chunk);
  return chunks;
}
