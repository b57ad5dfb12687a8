import { PermanentError, type JsonObject, type RoleName } from '#sdk';

/** One thing of a business. */
export interface Thing {
  role: RoleName;
  /** Facet type: `Variant`. */
  type: string;
  id: string;
  facet: JsonObject;
}

/** A thing with when it last changed, in whole seconds. */
export interface Kept extends Thing {
  changedAt: string;
}

/** Things in memory, and what happens to them. */
export interface Business {
  readonly name: string;
  /** What commands did, oldest first: counted by tests. */
  readonly effects: { message: string; on: string }[];
  /** `at`: when it happens; absent: now. */
  put(thing: Thing, at?: Date): void;
  remove(type: string, id: string): void;
  /** Of a role, by when they last changed and then by type and id. */
  things(role: RoleName): Kept[];
  close(): void;
}

const businesses = new Map<string, Business>();

export function openBusiness(name: string): Business {
  const things = new Map<string, Kept>();
  const business: Business = {
    name,
    effects: [],
    put(thing, at = new Date()) {
      const changedAt = `${at.toISOString().slice(0, 19)}Z`;
      things.set(`${thing.type}/${thing.id}`, { ...thing, facet: copyOf(thing.facet), changedAt });
    },
    remove(type, id) {
      things.delete(`${type}/${id}`);
    },
    things: (role) => [...things.values()].filter((thing) => thing.role === role).sort(byChange),
    close() {
      businesses.delete(name);
    },
  };
  businesses.set(name, business);
  return business;
}

export function businessOf(name: string): Business {
  const business = businesses.get(name);
  if (business) return business;
  throw new PermanentError({
    code: 'BUSINESS_UNKNOWN',
    message: `No business in the memory of this process is called ${name}.`,
    remedy: 'Open it first; what is in memory does not outlive its process.',
  });
}

function byChange(one: Kept, other: Kept): number {
  const [left, right] = [placeOf(one), placeOf(other)];
  return left < right ? -1 : Number(left > right);
}

/** As text they are in order: times have one length. */
export function placeOf({ changedAt, type, id }: Pick<Kept, 'changedAt' | 'type' | 'id'>): string {
  return `${changedAt} ${type}/${id}`;
}

/** What is said later must not change what was said. */
function copyOf(facet: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(facet)) as JsonObject;
}
