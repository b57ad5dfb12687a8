import { PermanentError, type JsonObject, type RoleName } from '#sdk';

/** One thing of a business. */
export interface Thing {
  role: RoleName;
  /** Facet type: `Variant`. */
  type: string;
  id: string;
  facet: JsonObject;
}

/** A thing with when it last changed, as a running number. */
export interface Kept extends Thing {
  seq: number;
}

/** Things in memory, and what happens to them. */
export interface Business {
  readonly name: string;
  put(thing: Thing): void;
  remove(type: string, id: string): void;
  /** Of a role, by when they last changed. */
  things(role: RoleName): Kept[];
  close(): void;
}

const businesses = new Map<string, Business>();

export function openBusiness(name: string): Business {
  const things = new Map<string, Kept>();
  let seq = 0;
  const business: Business = {
    name,
    put(thing) {
      things.set(`${thing.type}/${thing.id}`, { ...thing, facet: copyOf(thing.facet), seq: (seq += 1) });
    },
    remove(type, id) {
      things.delete(`${type}/${id}`);
    },
    things: (role) => [...things.values()].filter((thing) => thing.role === role).sort((a, b) => a.seq - b.seq),
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

/** What is said later must not change what was said. */
function copyOf(facet: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(facet)) as JsonObject;
}
