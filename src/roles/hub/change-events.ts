import type { ChangeRow } from '../../mirror/index.ts';
import { refuse, scopesOf, type EventSource, type LiveContext, type Scope } from '../graph/index.ts';
import { fromChangeCursor } from './change-cursor.ts';
import type { HubRequest } from './port.ts';
import { toChange, type Change } from './types/change.type.ts';

/** Changes that are read at once. */
const PAGE = 200;

/** Who may know that something changed: that somebody's account did is about them. What is not listed is catalogue. */
const READ_BY: Readonly<Record<string, Scope>> = {
  Customer: 'customers:read',
  LoyaltyCard: 'customers:read',
  TillCustomer: 'customers:read',
  Order: 'orders:read',
  Invoice: 'orders:read',
  Sale: 'orders:read',
  TillSession: 'orders:read',
  Shipment: 'orders:read',
  Return: 'orders:read',
  StockLevel: 'stock:read',
  Location: 'stock:read',
  Supplier: 'stock:read',
  PurchaseOrder: 'stock:read',
  Receipt: 'stock:read',
};

/** Follows the log from the cursor, or from now on. The log is the buffer: a slow client reads it slowly. */
export const changeEvents: EventSource<HubRequest> = async (args, context) => {
  const { after, types, bricks } = args as { after?: string | null; types?: string[] | null; bricks?: string[] | null };
  const { status, reader, viewer } = context.request();
  checkBricks(status, bricks);
  const scopes = scopesOf(viewer);
  const isShown = ({ entity }: ChangeRow): boolean => scopes.has(READ_BY[entity] ?? 'catalogue:read');
  const newest = await reader.lastChange();
  const begin = typeof after === 'string' ? fromChangeCursor(after, newest) : newest;
  // A cursor that is too old is refused now, not after the client believes that it follows.
  await reader.changes({ after: begin, first: 1 });
  const isWanted = (row: ChangeRow): boolean =>
    isShown(row) &&
    (bricks?.includes(row.brick) ?? true) &&
    (!types || types.includes(row.entity) || types.includes(row.type));
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
