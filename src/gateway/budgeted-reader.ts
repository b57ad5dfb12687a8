import type { FacetReader, MirrorReader } from '../mirror/index.ts';
import type { ReadBudget } from '../roles/graph/index.ts';
import { bound } from './metrics.ts';

/** The same reader for one request: looks at the clock before each read of facets and counts the rows after it. */
export function budgeted(reader: MirrorReader, budget: ReadBudget): MirrorReader {
  return { ...bound(reader), facets: budgetedFacets(reader.facets, budget) };
}

function budgetedFacets(facets: FacetReader, budget: ReadBudget): FacetReader {
  const read = async <Answer>(ask: () => Promise<Answer>, rows: (answer: Answer) => number): Promise<Answer> => {
    budget.spend(0);
    const answer = await ask();
    budget.spend(rows(answer));
    return answer;
  };
  return {
    byIds: (...args) => read(() => facets.byIds(...args), sizeOf),
    byColumn: (...args) => read(() => facets.byColumn(...args), listsOf),
    linked: (...args) => read(() => facets.linked(...args), listsOf),
    measured: (...args) => read(() => facets.measured(...args), sizeOf),
    sums: (...args) => read(() => facets.sums(...args), sizeOf),
    gaps: (...args) =>
      read(
        () => facets.gaps(...args),
        ({ length }) => length,
      ),
    page: (...args) =>
      read(
        () => facets.page(...args),
        ({ rows }) => rows.length,
      ),
    count: (...args) =>
      read(
        () => facets.count(...args),
        () => 1,
      ),
    origins: (...args) => read(() => facets.origins(...args), listsOf),
  };
}

function sizeOf(rows: ReadonlyMap<string, unknown>): number {
  return rows.size;
}

function listsOf(lists: ReadonlyMap<string, readonly unknown[]>): number {
  let rows = 0;
  for (const list of lists.values()) rows += list.length;
  return rows;
}
