import type { EditRow, FacetRow } from '../../mirror/index.ts';
import type { GraphRequest } from '../graph/index.ts';
import type { BulkEdit, BulkEditState } from './bulk-edit.type.ts';
import type { MassEditContext } from './context.ts';
import type { BulkEditFacet } from './facets.ts';

/** What a mass edit is: a file of a brick, or one of the hub's own. */
export type BulkEditSource = { file: FacetRow<BulkEditFacet> } | { edit: EditRow };

/** A file of any mass-edit brick. */
export async function findFile(
  { request, loaders }: MassEditContext,
  id: string,
): Promise<FacetRow<BulkEditFacet> | null> {
  const bricks = request.bricksOf('mass-edit');
  const rows = await Promise.all(bricks.map((brick) => loaders.byId('BulkEdit', brick).load(id)));
  return rows.find((row) => row !== null) ?? null;
}

export async function findEdit({ reader }: Pick<GraphRequest, 'reader'>, id: string): Promise<EditRow | null> {
  return (await reader.edits({ ids: [id], first: 1 })).rows[0] ?? null;
}

/** A mass edit, whichever brick it is from, or the hub's own. */
export async function findBulkEdit(context: MassEditContext, id: string): Promise<BulkEdit | null> {
  const edit = await findEdit(context.request, id);
  if (edit) return toHubEdit(edit);
  const file = await findFile(context, id);
  return file && ((await toFiles([file], context.request))[0] ?? null);
}

/** Files, each with the newest edit that was made of it. */
export async function toFiles(
  rows: readonly FacetRow<BulkEditFacet>[],
  { reader }: Pick<GraphRequest, 'reader'>,
): Promise<BulkEdit[]> {
  if (rows.length === 0) return [];
  const { rows: edits } = await reader.edits({ sources: rows.map(({ id }) => id), first: 1_000 });
  const newest = new Map(edits.toReversed().map((edit) => [edit.source, edit]));
  return rows.map((row) => toFile(row, newest.get(row.id)));
}

function toFile(file: FacetRow<BulkEditFacet>, edit: EditRow | undefined): BulkEdit {
  const { name, idBy, receivedAt, failures, todo, lines, direction } = file.facet;
  return {
    ...{ id: file.id, from: { file }, name, idBy, receivedAt, failures, todo },
    ...{ direction: direction === 'import' ? 'IMPORT' : 'EXPORT', lineCount: lines.length },
    ...progressOf(edit),
    ...{ appliedBy: edit?.id ?? null, source: null, reverts: null },
  };
}

export function toHubEdit(edit: EditRow): BulkEdit {
  const { id, name, at, source, reverts } = edit;
  return {
    ...{ id, from: { edit }, name, idBy: null, receivedAt: at, failures: [], todo: null, direction: 'HUB' },
    ...{ lineCount: 0, ...progressOf(edit), appliedBy: null, source, reverts },
  };
}

function progressOf(
  edit: EditRow | undefined,
): Pick<
  BulkEdit,
  | 'state'
  | 'by'
  | 'total'
  | 'delivered'
  | 'refused'
  | 'waiting'
  | 'superseded'
  | 'held'
  | 'conflictCount'
  | 'revertedBy'
> {
  const { by = null, total = 0, delivered = 0, refused = 0, waiting = 0, superseded = 0, held = 0 } = edit ?? {};
  const { conflicts: conflictCount = 0, revertedBy = null } = edit ?? {};
  const state = edit ? stateOf(edit) : 'RECEIVED';
  return { state, by, total, delivered, refused, waiting, superseded, held, conflictCount, revertedBy };
}

function stateOf({ revertedBy, waiting, held, refused, total }: EditRow): BulkEditState {
  if (revertedBy !== null) return 'REVERTED';
  if (waiting > 0) return 'APPLYING';
  if (held > 0) return 'HELD';
  if (refused === 0) return 'APPLIED';
  return refused < total ? 'PARTLY_REFUSED' : 'REFUSED';
}
