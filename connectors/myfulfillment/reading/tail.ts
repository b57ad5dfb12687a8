import type { JsonValue, Page, RawRecord, ReadContext } from '#sdk';
import { inconsistentAnswer, movedList, pagingIgnored } from '../errors.ts';
import { isObject } from '../record.ts';
import { Moved, walk, type Listed, type WalkPage } from './walk.ts';

/** How far a tail was read. */
interface TailState {
  /** Rows read from the beginning on. */
  total: number;
  /** Id of the very first row: a server that ignores `offset` is known by it. */
  first: string | null;
  /** When the whole was last read to its end, in milliseconds; null: not yet. */
  wholeAt: number | null;
}

export interface TailPace {
  /** Rows that are read again. */
  overlap: number;
  /** Milliseconds after which the whole is read again. */
  wholeMs: number;
  /** Told the ids of a read of the whole. */
  onWhole(ids: string[]): void;
}

const ATTEMPTS = 12;

/**
 * The end of a list that grows at its end and cannot be filtered. Rows that were deleted shift the others forward, so
 * the first row that is read again must be one that the mirror holds; else rows slipped past, and it goes back further.
 */
export async function* readTail(
  list: Listed,
  kind: string,
  pace: TailPace,
  context: ReadContext,
): AsyncGenerator<Page> {
  const state = stateFrom(context.checkpoint);
  const now = context.now.getTime();
  const isDue = state.wholeAt === null || now - state.wholeAt >= pace.wholeMs;
  // A first read that was cut off goes on near where it stopped; a later one of the whole begins anew.
  let back = pace.overlap;
  let from = isDue && state.wholeAt !== null ? 0 : Math.max(0, state.total - back);
  for (let attempt = 1; ; attempt += 1) {
    const outcome = { missed: false, ids: [] as string[] };
    yield* pass(list, kind, { state, from, isWhole: isDue, outcome }, context);
    if (!outcome.missed) {
      if (from === 0) pace.onWhole(outcome.ids);
      if (isDue) state.wholeAt = now;
      break;
    }
    if (attempt === ATTEMPTS) throw movedList(list.subject);
    back *= 2;
    from = Math.max(0, from - back);
  }
  yield { records: [], checkpoint: { ...state } };
}

interface TailPass {
  state: TailState;
  from: number;
  isWhole: boolean;
  outcome: { missed: boolean; ids: string[] };
}

async function* pass(
  list: Listed,
  kind: string,
  { state, from, isWhole, outcome }: TailPass,
  context: ReadContext,
): AsyncGenerator<Page> {
  let begun = false;
  let last = -Infinity;
  try {
    for await (const page of walk(list, context.signal, from)) {
      if (!begun && from > 0 && !(await joins(list, kind, page, state, context))) {
        outcome.missed = true;
        return;
      }
      begun = true;
      last = ascending(list, page.records, last);
      if (page.offset === 0) state.first = page.records[0]?.id ?? null;
      outcome.ids.push(...page.records.map(({ id }) => id));
      // The whole again: what was known of the end stays known until it is reached.
      const total = page.offset + page.records.length;
      state.total = isWhole && state.wholeAt !== null ? Math.max(state.total, total) : total;
      yield { records: page.records, checkpoint: { ...state } };
    }
    state.total = from + outcome.ids.length;
  } catch (error) {
    // Beyond its end, or deleted from while we read: further back there are rows that we know.
    if (!(error instanceof Moved) && !(from > 0 && !begun && isShort(error))) throw error;
    outcome.missed = true;
  }
}

function isShort(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'BRICK_LIST_SHORT';
}

/** Whether the first row that was read again is one that the mirror holds. */
async function joins(
  list: Listed,
  kind: string,
  { records }: WalkPage,
  state: TailState,
  { mirror }: ReadContext,
): Promise<boolean> {
  const [head] = records;
  if (head === undefined) return false;
  if (head.id === state.first) throw pagingIgnored(list.subject);
  return (await mirror.missing(kind, [head.id])).length === 0;
}

/** All of this rests on the list being in the order of its ids. */
function ascending({ subject }: Listed, records: readonly RawRecord[], after: number): number {
  let last = after;
  for (const { id } of records) {
    const number = Number(id);
    if (!(number > last)) throw inconsistentAnswer(subject, 'its rows are not in the order of their ids');
    last = number;
  }
  return last;
}

function stateFrom(checkpoint: JsonValue): TailState {
  if (!isObject(checkpoint)) return { total: 0, first: null, wholeAt: null };
  const { total, first, wholeAt } = checkpoint;
  return {
    total: typeof total === 'number' ? total : 0,
    first: typeof first === 'string' ? first : null,
    wholeAt: typeof wholeAt === 'number' ? wholeAt : null,
  };
}
