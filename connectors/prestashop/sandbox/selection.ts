import { arrange, parseLimit, parseSort, type Candidates, type SortableNames } from './arrangement.ts';
import { compileFilter, idsAfter, namedIds, type Predicate } from './filters.ts';
import type { WebserviceQuery } from './query.ts';
import { badListQuery, didYouMean } from './reply.ts';
import type { Resource } from './resources/index.ts';
import type { WebserviceRecord } from './state.ts';
import type { RecordTable } from './store.ts';

const DATES = ['date_add', 'date_upd'];

/** Field names a filter may use; the two dates only with `date=1`, and then even where the resource has none. */
function available(resource: Resource, dates: boolean): SortableNames {
  const lang = resource.fields.filter((field) => field.kind === 'lang').map((field) => field.name);
  const own = resource.fields.filter((field) => field.kind !== 'lang').map((field) => field.name);
  const plain = ['id', ...own.filter((name) => !DATES.includes(name))];
  return { plain: dates ? [...plain, ...DATES] : plain, lang };
}

/** The records that a list URL selects, in the order asked. Throws the vendor's error on a bad filter or sort. */
export function select(table: RecordTable, resource: Resource, query: WebserviceQuery): WebserviceRecord[] {
  const names = available(resource, Boolean(query.params.get('date') ?? '') && query.params.get('date') !== '0');
  let broken = false;
  const predicates: Predicate[] = [];
  let candidates: Candidates | undefined;
  for (const [name, expression] of query.filters) {
    checkFilter(resource, names, name, expression);
    const field = name === 'id' ? 'id' : resource.byName.get(name);
    if (field === undefined) broken = true;
    else {
      const narrowed = field === 'id' && !candidates ? narrowById(table, expression) : undefined;
      if (narrowed) candidates = narrowed;
      else predicates.push(compileFilter(name, field, expression));
    }
  }
  const sorts = parseSort(query.params.get('sort'), names);
  const window = parseLimit(query.params.get('limit'));
  // The database refuses the unknown column, and the vendor turns that into an empty list without a word.
  if (broken || sorts.some((sort) => sort.name !== 'id' && !resource.byName.has(sort.name))) return [];
  return arrange(table, resource, { candidates, predicates, sorts, window });
}

function checkFilter(resource: Resource, names: SortableNames, name: string, expression: string): void {
  if (names.lang.includes(name) && expression !== '') return;
  if (!names.plain.includes(name)) {
    throw badListQuery(32, didYouMean('This filter does not exist', name, names.plain));
  }
  if (expression === '') throw badListQuery(33, `The filter "${name}" is malformed.`);
  if (resource.byName.get(name)?.computed) {
    const message = `The field "${name}" is dynamic. It is not possible to filter GET query with this field.`;
    throw badListQuery(34, message);
  }
}

/** Index lookups for the id filters that walk a big table: named ids, and everything after an id. */
function narrowById(table: RecordTable, expression: string): Candidates | undefined {
  const named = namedIds(expression);
  if (named) {
    const ids = [...new Set(named)].filter((id) => table.get(id)).sort((a, b) => a - b);
    return { ids, from: 0 };
  }
  const after = idsAfter(expression);
  return after === undefined ? undefined : { ids: table.ids(), from: firstAbove(table.ids(), after) };
}

function firstAbove(ids: readonly number[], bound: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] ?? 0) <= bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
