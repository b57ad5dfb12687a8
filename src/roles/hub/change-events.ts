import type { ChangeRow } from '../../mirror/index.ts';
import { refuse, type EventSource, type LiveContext } from '../graph/index.ts';
import { fromChangeCursor } from './change-cursor.ts';
import type { HubRequest } from './port.ts';
import { toChange, type Change } from './types/change.type.ts';

/** Changes that are read at once. */
const PAGE = 200;

/** Follows the log from the cursor, or from now on. The log is the buffer: a slow client reads it slowly. */
export const changeEvents: EventSource<HubRequest> = async (args, context) => {
  const { after, types, bricks } = args as { after?: string | null; types?: string[] | null; bricks?: string[] | null };
  const { status, reader } = context.request();
  checkBricks(status, bricks);
  const newest = await reader.lastChange();
  const begin = typeof after === 'string' ? fromChangeCursor(after, newest) : newest;
  // A cursor that is too old is refused now, not after the client believes that it follows.
  await reader.changes({ after: begin, first: 1 });
  const isWanted = ({ brick, type, entity }: ChangeRow): boolean =>
    (bricks?.includes(brick) ?? true) && (!types || types.includes(entity) || types.includes(type));
  return follow(begin, isWanted, context);
};

async function* follow(
  begin: number,
  isWanted: (row: ChangeRow) => boolean,
  { request, signal }: LiveContext<HubRequest>,
): AsyncGenerator<Change> {
  let after = begin;
  while (!signal.aborted) {
    const { reader, status } = request();
    const mark = status.live.mark();
    const rows = await reader.changes({ after, first: PAGE });
    for (const row of rows) {
      after = row.seq;
      if (isWanted(row)) yield toChange(row);
    }
    if (rows.length < PAGE) await status.live.moved(mark, signal);
  }
}

/** Refuses names of bricks that there are not: nothing would ever come of them. */
export function checkBricks(status: HubRequest['status'], bricks: readonly string[] | null | undefined): void {
  const known = status.bricks().map(({ name }) => name);
  const unknown = bricks?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw refuse('UNKNOWN_BRICK', `There is no brick named "${unknown}". See "bricks".`);
}
