import { originOfEdit, type EditFilter, type EditRow, type MessageRow, type NewEdit } from '../../src/mirror/index.ts';

export type FakeEdit = NewEdit & { at: string; by: string; key: string | null };

/** Newest first, each with how far its messages are. */
export function editRows(
  { edits, messages }: { edits: readonly FakeEdit[]; messages: readonly MessageRow[] },
  { ids, sources, key, from, to }: EditFilter,
): EditRow[] {
  const wanted = edits.filter(
    (edit) =>
      (ids?.includes(edit.id) ?? true) &&
      (sources?.includes(edit.source ?? '') ?? true) &&
      (!key || (edit.by === key.by && edit.key === key.value)) &&
      (from === undefined || edit.at >= from) &&
      (to === undefined || edit.at < to),
  );
  return wanted.toReversed().map(({ id, brick, name, source, reverts, at, by, records }) => {
    const states = messages.filter(({ origin }) => origin === originOfEdit(id)).map(({ state }) => state);
    const count = (...of: MessageRow['state'][]): number => states.filter((state) => of.includes(state)).length;
    const conflicts = records.filter(({ message }) => message === null).length;
    const revertedBy = edits.findLast((edit) => edit.reverts === id && edit.records.some(({ message }) => message));
    return {
      ...{ id, brick, name, source, reverts, at, by, conflicts, total: records.length - conflicts },
      ...{
        delivered: count('delivered'),
        waiting: count('queued'),
        held: count('held'),
        refused: count('dead', 'discarded'),
      },
      ...{ superseded: count('superseded'), revertedBy: revertedBy?.id ?? null },
    };
  });
}
