import type { JsonValue, RawRecord, ReadContext, RoleName, Stream } from '#sdk';
import { placeOf } from './business.ts';
import { personal } from './personal.ts';
import { idOf, type Row, type Source } from './source.ts';

/**
 * All things of a role, read by when they changed; what is gone is found by the ids. Dates are whole seconds: each run
 * begins with the second at which the last one ended, and reads it again.
 */
export function roleStream(role: RoleName, source: Source, pageSize: number): Stream {
  return {
    kind: role,
    way: 'cursor',
    personal,
    async *read({ checkpoint, signal }: ReadContext) {
      let last = textOf(checkpoint);
      for (;;) {
        signal.throwIfAborted();
        const rows = await source.after(role, last, pageSize, signal);
        if (rows.length === 0) break;
        // Whatever the order in which they came.
        last = rows.map(placeOf).reduce((max, place) => (place > max ? place : max), last);
        yield { records: rows.map(toRecord), checkpoint: last };
      }
      yield { records: [], checkpoint: last.split(' ', 1).join('') };
    },
    async *ids({ signal }) {
      yield await source.ids(role, signal);
    },
    byIds: async (ids, { signal }) => (await source.byIds(role, ids, signal)).map(toRecord),
  };
}

function textOf(checkpoint: JsonValue): string {
  return typeof checkpoint === 'string' ? checkpoint : '';
}

function toRecord(row: Row): RawRecord {
  const { id: _, ...body } = row;
  return { id: idOf(row), body };
}
