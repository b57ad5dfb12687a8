import type { RawRecord, ReadContext, RoleName, Stream } from '#sdk';
import type { Business, Kept } from './business.ts';

/** All things of a role, read by when they changed; what is gone is found by the ids. */
export function roleStream(role: RoleName, business: Business, pageSize: number): Stream {
  const all = (): Kept[] => business.things(role);
  return {
    kind: role,
    way: 'cursor',
    async *read({ checkpoint, signal }: ReadContext) {
      let last = typeof checkpoint === 'number' ? checkpoint : 0;
      for (;;) {
        signal.throwIfAborted();
        const page = all()
          .filter(({ seq }) => seq > last)
          .slice(0, pageSize);
        last = page.at(-1)?.seq ?? last;
        if (page.length === 0) return;
        yield { records: page.map(toRecord), checkpoint: last };
      }
    },
    async *ids() {
      yield all().map(({ type, id }) => `${type}/${id}`);
    },
    byIds: (ids) =>
      Promise.resolve(
        all()
          .map(toRecord)
          .filter(({ id }) => ids.includes(id)),
      ),
  };
}

function toRecord({ type, id, facet }: Kept): RawRecord {
  return { id: `${type}/${id}`, body: { type, facet } };
}
