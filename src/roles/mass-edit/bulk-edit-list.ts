import type { EditFilter, EditRow, FacetRow, Where } from '../../mirror/index.ts';
import { checkFirst, refuse, toConnection, type Connection, type Edge, type GraphRequest } from '../graph/index.ts';
import type { BulkEdit, BulkEditFilter } from './bulk-edit.type.ts';
import { toFiles, toHubEdit } from './bulk-edits.ts';
import type { BulkEditFacet } from './facets.ts';

type Maybe<Value> = Value | null | undefined;

export interface ListedEdits {
  /** Whose files; null: nobody's. */
  brick: string | null;
  /** Whether the hub's own edits are listed, too. */
  hub: boolean;
  filter: Maybe<BulkEditFilter>;
  first: number;
  after: Maybe<string>;
}

/** Where a page of both lists goes on: the last file and the last edit of the hub that were answered. */
interface Place {
  file: string | null;
  edit: string | null;
}

type Row = { at: string; file: FacetRow<BulkEditFacet>; cursor: string } | { at: string; edit: EditRow };

/** Files of one brick and edits of the hub as one list, latest first. */
export async function listEdits(
  { brick, hub, filter, first, after }: ListedEdits,
  request: GraphRequest,
): Promise<Connection<BulkEdit>> {
  const { reader, budget } = request;
  const size = checkFirst(first) + 1;
  const start: Place = typeof after === 'string' ? placeIn(after) : { file: null, edit: null };
  const scope = { type: 'BulkEdit', where: whereOf(filter) };
  const orderBy = { column: 'received_at', descending: true };
  const after_ = (place: string | null): { after?: string } => (place === null ? {} : { after: place });
  const files = brick
    ? (await reader.facets.page<BulkEditFacet>({ ...scope, brick, orderBy, first: size, ...after_(start.file) })).rows
    : [];
  const edits = hub ? (await reader.edits({ ...periodOf(filter), first: size, ...after_(start.edit) })).rows : [];
  budget.spend(edits.length);
  const merged = inTurn(
    files.map(({ row, cursor }) => ({ at: row.facet.receivedAt, file: row, cursor })),
    edits.map((edit) => ({ at: edit.at, edit })),
  );
  const edges = await toEdges(merged.slice(0, first), start, request);
  return toConnection(edges, { hasNext: merged.length > first, after }, async () => {
    const ofFiles = brick ? await reader.facets.count({ ...scope, brick }) : 0;
    return ofFiles + (hub ? await reader.editCount(periodOf(filter)) : 0);
  });
}

/** Each list keeps its own order, whatever clocks said: a cursor is a place in both. */
function inTurn(files: readonly Row[], edits: readonly Row[]): Row[] {
  const left = [...files];
  return [
    ...edits.flatMap((edit) => {
      const older = left.findIndex(({ at }) => Date.parse(at) < Date.parse(edit.at));
      return [...left.splice(0, older < 0 ? left.length : older), edit];
    }),
    ...left,
  ];
}

async function toEdges(page: readonly Row[], start: Place, request: GraphRequest): Promise<Edge<BulkEdit>[]> {
  const files = await toFiles(
    page.flatMap((row) => ('file' in row ? row.file : [])),
    request,
  );
  const byId = new Map(files.map((file) => [file.id, file]));
  const place = { ...start };
  return page.flatMap((row) => {
    if ('edit' in row) place.edit = row.edit.id;
    else place.file = row.cursor;
    const node = 'edit' in row ? toHubEdit(row.edit) : byId.get(row.file.id);
    return node ? [{ cursor: toCursor(place), node }] : [];
  });
}

function toCursor({ file, edit }: Place): string {
  return Buffer.from(JSON.stringify([file, edit])).toString('base64url');
}

function placeIn(cursor: string): Place {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parsed) && parsed.length === 2) {
      const [file, edit] = parsed as unknown[];
      if (isPlace(file) && isPlace(edit)) return { file, edit };
    }
  } catch {
    // Not one of ours.
  }
  throw refuse('INVALID_CURSOR', 'This cursor is not one of this list. Start without "after".');
}

function isPlace(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function periodOf(filter: Maybe<BulkEditFilter>): Pick<EditFilter, 'from' | 'to'> {
  const { receivedFrom, receivedTo } = filter ?? {};
  return { ...(receivedFrom && { from: receivedFrom }), ...(receivedTo && { to: receivedTo }) };
}

function whereOf(filter: Maybe<BulkEditFilter>): Where[] {
  const { direction, receivedFrom, receivedTo } = filter ?? {};
  const period = { ...(receivedFrom ? { atLeast: receivedFrom } : {}), ...(receivedTo ? { below: receivedTo } : {}) };
  return [
    ...(direction ? [{ column: 'direction', in: [direction.toLowerCase()] }] : []),
    ...(receivedFrom || receivedTo ? [{ column: 'received_at', ...period }] : []),
  ];
}
