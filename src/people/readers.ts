import type { AuditReader, MirrorReader } from '../mirror/index.ts';
import type { ReadersOf } from './export.ts';

const PAGE = 500;
/** Of somebody who was shown more often than that, the newest tell enough. */
const MOST = 10_000;

/** One time at which somebody was shown what the hub holds of a person. */
interface Reading {
  at: string;
  /** Name of the token; `shopper`, `cli` or `hub`. */
  who: string;
  operation: string | null;
  outcome: string;
}

/** Who read or changed what of a person, newest first, as the audit trail has it; by every id that was ever theirs. */
export function readersIn(
  audit: Pick<AuditReader, 'page'>,
  reader: Pick<MirrorReader, 'bindings'>,
  flush: () => Promise<void>,
): ReadersOf {
  return async (customer) => {
    await flush();
    const bindings = await reader.bindings('Customer', [customer]);
    const ids = new Set([customer, ...bindings.flatMap(({ hubId, bornAs }) => [hubId, bornAs])]);
    const found = new Map<number, Reading>();
    for (const person of ids) {
      for (let after: number | undefined; found.size < MOST;) {
        const rows = await audit.page({ person, first: PAGE, ...(after === undefined ? {} : { after }) });
        for (const { seq, at, who, operation, outcome } of rows)
          if (outcome !== 'begun') found.set(seq, { at, who, operation, outcome });
        after = rows.at(-1)?.seq;
        if (rows.length < PAGE) break;
      }
    }
    return [...found].sort(([a], [b]) => b - a).map(([, reading]) => reading);
  };
}
