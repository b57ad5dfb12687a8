import type { FacetReader, MessageReader, MirrorReader } from '../mirror/index.ts';
import type { ReadBudget } from '../roles/graph/index.ts';
import { bound } from './metrics.ts';

type Read = <Answer>(ask: () => Promise<Answer>, rows: (answer: Answer) => number) => Promise<Answer>;

/**
 * The same reader for one request: looks at the clock before each read of facets or messages and counts the rows after
 * it.
 */
export function budgeted(reader: MirrorReader, budget: ReadBudget): MirrorReader {
  const read: Read = async (ask, rows) => {
    budget.spend(0);
    const answer = await ask();
    budget.spend(rows(answer));
    return answer;
  };
  return { ...bound(reader), ...budgetedMessages(reader, read), facets: budgetedFacets(reader.facets, read) };
}

function budgetedMessages(
  reader: MessageReader,
  read: Read,
): Pick<MessageReader, 'messages' | 'pendingMessages' | 'reserved'> {
  return {
    messages: (...args) =>
      read(
        () => reader.messages(...args),
        ({ rows }) => rows.length,
      ),
    pendingMessages: (...args) => read(() => reader.pendingMessages(...args), listsOf),
    reserved: (...args) => read(() => reader.reserved(...args), sizeOf),
  };
}

function budgetedFacets(facets: FacetReader, read: Read): FacetReader {
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
