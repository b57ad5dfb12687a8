import type { JsonObject, JsonValue } from '#sdk';

/** Values taken out of a body, each where it was: objects and lists as objects, down to texts and numbers. */
export interface Taken {
  [member: string]: string | number | Taken;
}

/** A body without its personal values, and these. */
export interface Parted {
  /** The same body with an empty text in each place. */
  open: JsonObject;
  /** Null: there was nothing to take. */
  taken: Taken | null;
}

/**
 * Takes out of a body what the fields name: `email`, `delivery.name`, `lines.*.note` (every member of a list or object),
 * `partner_id.1`. Of an object or a list, everything below it is taken. The body itself stays as it is.
 */
export function part(body: JsonObject, fields: readonly string[]): Parted {
  let open: JsonValue = body;
  const taken: Taken = {};
  for (const field of fields) open = without(open, field.split('.'), taken);
  return { open: open as JsonObject, taken: Object.keys(taken).length > 0 ? taken : null };
}

/** Puts what was taken back into a body that is nobody else's. */
export function putBack(open: JsonObject, taken: Taken): JsonObject {
  merge(open, taken);
  return open;
}

function merge(into: JsonObject | JsonValue[], taken: Taken): void {
  for (const [name, value] of Object.entries(taken)) {
    if (typeof value !== 'object') {
      (into as JsonObject)[name] = value;
      continue;
    }
    const member = (into as JsonObject)[name];
    if (typeof member === 'object' && member !== null) merge(member, value);
  }
}

/** A copy of `value` with a blank at the end of the path; what was there goes into `taken`. */
function without(value: JsonValue, path: readonly string[], taken: Taken): JsonValue {
  const [name, ...rest] = path;
  if (typeof value !== 'object' || value === null || name === undefined) return value;
  const names = name === '*' ? Object.keys(value) : [name];
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as JsonObject;
  for (const one of names) {
    const member = Object.hasOwn(copy, one) && one !== '__proto__' ? copy[one] : undefined;
    if (member === undefined || member === null || typeof member === 'boolean' || member === '') continue;
    if (typeof member !== 'object') {
      if (rest.length > 0) continue;
      taken[one] = member;
      copy[one] = '';
      continue;
    }
    const below: Taken = Object.hasOwn(taken, one) ? (taken[one] as Taken) : {};
    copy[one] = without(member, rest.length > 0 ? rest : ['*'], below);
    if (Object.keys(below).length > 0) taken[one] = below;
  }
  return copy;
}
