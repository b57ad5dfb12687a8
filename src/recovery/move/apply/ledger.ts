import type { Placed } from '#sdk';
import type { MessageFailure, MoveItem, MoveItemState, MoveReader } from '../../../mirror/index.ts';
import type { Journal } from './journal.ts';

const PAGE = 5_000;

/** Who was placed as what, and how far everything is: in memory, as it is on disk. */
export interface Ledger {
  placed(kind: string, id: string): string | null;
  state(kind: string, id: string): MoveItemState | null;
  attempts(kind: string, id: string): number;
  /** On disk before anything is written to the target. */
  begin(kind: string, ids: readonly string[]): Promise<void>;
  done(kind: string, placed: readonly Placed[]): void;
  fail(kind: string, id: string, failure: MessageFailure): void;
  leaveOut(kind: string, id: string, reason: MessageFailure): void;
  /** Of what the plan counts: what merely comes along with it, such as an order's lines, is no step of its own. */
  counts(): Readonly<Record<MoveItemState, number>>;
}

interface Known {
  state: MoveItemState;
  targetId: string | null;
  attempts: number;
}

export async function openLedger(
  moves: MoveReader,
  move: string,
  { journal, now, planned }: { journal: Journal; now(): Date; planned: readonly { kind: string }[] },
): Promise<Ledger> {
  const known = new Map<string, Known>();
  const counts: Record<MoveItemState, number> = { begun: 0, done: 0, failed: 0, 'left-out': 0 };
  const countedKinds = new Set(planned.map(({ kind }) => kind));
  const keyOf = (kind: string, id: string): string => `${kind}\n${id}`;
  const set = (kind: string, id: string, next: Known): void => {
    const before = known.get(keyOf(kind, id));
    if (countedKinds.has(kind)) {
      if (before) counts[before.state] -= 1;
      counts[next.state] += 1;
    }
    known.set(keyOf(kind, id), next);
  };
  const note = (kind: string, id: string, known: Known, failure: MessageFailure | null = null): MoveItem => {
    set(kind, id, known);
    return { kind, id, ...known, failure, at: now().toISOString() };
  };
  const attempts = (kind: string, id: string): number => known.get(keyOf(kind, id))?.attempts ?? 0;

  for (let after: { kind: string; id: string } | undefined; ;) {
    const page: MoveItem[] = await moves.moveItems({ move, first: PAGE, ...(after ? { after } : {}) });
    for (const { kind, id, state, targetId, attempts: tries } of page)
      set(kind, id, { state, targetId, attempts: tries });
    const last = page.at(-1);
    if (!last || page.length < PAGE) break;
    after = { kind: last.kind, id: last.id };
  }

  return {
    placed: (kind, id) => known.get(keyOf(kind, id))?.targetId ?? null,
    state: (kind, id) => known.get(keyOf(kind, id))?.state ?? null,
    attempts,
    begin: (kind, ids) =>
      journal.note(
        ids.map((id) => note(kind, id, { state: 'begun', targetId: null, attempts: attempts(kind, id) + 1 })),
      ),
    done(kind, placed) {
      const items = placed.flatMap(({ id, targetId, also = [] }) =>
        [{ kind, id, targetId }, ...also].map((one) =>
          note(one.kind, one.id, { state: 'done', targetId: one.targetId, attempts: attempts(one.kind, one.id) }),
        ),
      );
      journal.noteLater(items);
    },
    fail: (kind, id, failure) =>
      journal.noteLater([note(kind, id, { state: 'failed', targetId: null, attempts: attempts(kind, id) }, failure)]),
    leaveOut: (kind, id, reason) =>
      journal.noteLater([note(kind, id, { state: 'left-out', targetId: null, attempts: 0 }, reason)]),
    counts: () => counts,
  };
}
