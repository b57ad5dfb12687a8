import type { JsonObject, JsonValue } from '#sdk';
import type { FieldChange, RecordChange } from '../history.ts';
import { isPersonalField } from './personal-fields.ts';

const MOST_FIELDS = 40;
const LONGEST_VALUE = 300;
const DEEPEST = 12;

/** What differs between two bodies of a record, field by field. Null: it was not there, or is no more. */
export function recordChange(
  kind: string,
  id: string,
  before: JsonObject | null,
  after: JsonObject | null,
): RecordChange | null {
  const found: FieldChange[] = [];
  let more = 0;
  const note = (path: string, was: JsonValue | undefined, is: JsonValue | undefined): void => {
    if (found.length >= MOST_FIELDS) more += 1;
    else found.push({ path, before: shown(was), after: shown(is), personal: isPersonalField(kind, path) });
  };
  compare('', before ?? {}, after ?? {}, note, 0);
  if (found.length === 0 && before && after) return null;
  const change = !before ? 'created' : after ? 'updated' : 'deleted';
  return { id, change, fields: found, more };
}

type Note = (path: string, was: JsonValue | undefined, is: JsonValue | undefined) => void;

function compare(path: string, was: JsonValue | undefined, is: JsonValue | undefined, note: Note, depth: number): void {
  const [old, now] = [partsOf(was), partsOf(is)];
  // Where there was nothing before, or is nothing now, the parts of the other one are what differs.
  const isNested = (old ?? now) !== null && (old !== null || was === undefined) && (now !== null || is === undefined);
  if (!isNested || depth >= DEEPEST) {
    if (JSON.stringify(was) !== JSON.stringify(is)) note(path, was, is);
    return;
  }
  for (const key of new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])]))
    compare(join(path, key), old?.get(key), now?.get(key), note, depth + 1);
}

/** Members of an object, or of a list: those that have an id by it, so that what only moved is the same. */
function partsOf(value: JsonValue | undefined): Map<string, JsonValue> | null {
  if (value === null || value === undefined || typeof value !== 'object') return null;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  return new Map(value.map((member, index) => [`[${nameOf(member) ?? index}]`, member]));
}

function nameOf(member: JsonValue): string | null {
  if (member === null || typeof member !== 'object' || Array.isArray(member)) return null;
  const { id } = member;
  return typeof id === 'string' || typeof id === 'number' ? `id=${id}` : null;
}

function join(path: string, key: string): string {
  if (path === '' || key.startsWith('[')) return `${path}${key}`;
  return `${path}.${key}`;
}

function shown(value: JsonValue | undefined): string | null {
  if (value === undefined || value === null) return null;
  const text = JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
