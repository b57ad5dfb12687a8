import type { GraphQLError } from 'graphql';
import { z } from 'zod';
import { refuse } from '../../roles/graph/index.ts';

/** Asks the same query of the past: `Mortar-As-Of: 2026-08-15T02:00:00Z`. */
export const AS_OF = 'mortar-as-of';

const time = z.iso.datetime({ offset: true });
const WRONG = 'The header Mortar-As-Of is a time as in 2026-08-15T02:00:00Z (RFC 3339, with its offset).';
const LIVE =
  'The header Mortar-As-Of is for queries over plain HTTP: in the past nothing happens any more that could be followed.';

/** The time that is asked about; undefined: the present. Throws what is wrong with it. */
export function timeOf(header: string | readonly string[] | undefined): Date | undefined {
  if (header === undefined) return undefined;
  const read = time.safeParse(header);
  if (read.success) return new Date(read.data);
  throw refuse('INVALID_ARGUMENT', WRONG, 400);
}

/** Why operations over transports that carry events cannot be asked of the past. */
export function notLive(): GraphQLError {
  return refuse('PAST_READ_ONLY', LIVE, 400);
}
