import type { JsonObject, JsonValue, RoleName } from '#sdk';
import type { Business, Kept } from './business.ts';

/** What is brought into an empty business: a thing, and by what it is told that it is this one. */
export interface Brought {
  role: RoleName;
  type: string;
  /** Things of one entity share it: a variant and what is in stock of it. */
  mark: string;
  /** References to what is brought, too: `{ $mark: '…' }`. */
  facet: JsonObject;
}

/** How a business takes things in. It gives ids of its own, and a second time makes a second thing: as vendors do. */
export interface Intake {
  /** The id of the first thing of this type that was brought under this mark; null: none was. */
  find(type: string, mark: string): string | null;
  put(brought: Brought): string;
  /** Says it again of a thing that is there. */
  say(id: string, brought: Brought): void;
  /** References that were not known yet become so. */
  settle(): void;
}

export function intakeOf(business: Business): Intake {
  const ids = new Map<string, string>();
  const marks = new Map<string, string>();
  let count = 0;
  const all = (): Kept[] => ROLES.flatMap((role) => business.things(role));
  const known = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return value.map(known);
    if (value === null || typeof value !== 'object') return value;
    const { $mark: mark, $type: type } = value;
    if (typeof mark !== 'string' || typeof type !== 'string')
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, known(one)]));
    const id = marks.get(mark);
    return id === undefined ? value : { $ref: `${type}/${id}` };
  };
  const keep = (id: string, { role, type, facet }: Brought): void =>
    business.put({ role, type, id, facet: known(facet) as JsonObject });
  return {
    find: (type, mark) => ids.get(`${type} ${mark}`) ?? null,
    put(brought) {
      const { type, mark } = brought;
      const again = ids.has(`${type} ${mark}`);
      const id = (again ? undefined : marks.get(mark)) ?? `n${String(++count)}`;
      if (!again) ids.set(`${type} ${mark}`, id);
      if (!marks.has(mark)) marks.set(mark, id);
      keep(id, brought);
      return id;
    },
    say: keep,
    settle() {
      for (const thing of all()) {
        const facet = known(thing.facet) as JsonObject;
        if (JSON.stringify(facet) !== JSON.stringify(thing.facet)) business.put({ ...thing, facet });
      }
    },
  };
}

const ROLES: readonly RoleName[] = ['shop', 'fulfilment', 'mass-edit', 'till'];
