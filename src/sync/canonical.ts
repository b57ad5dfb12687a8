import { hash } from 'node:crypto';
import type { IncomingRecord, PersonalRecord } from '../mirror/index.ts';
import { part, TOMBSTONE } from '../mirror/index.ts';
import type { JsonValue, RawRecord, Stream } from '#sdk';

/** JSON with sorted keys and no white space: equal content gives equal text, whatever order a brick answers in. */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const parts: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) parts.push(`${JSON.stringify(key)}:${canonicalJson(member)}`);
  }
  return `{${parts.join(',')}}`;
}

export function toIncoming(stream: Stream, record: RawRecord): IncomingRecord {
  const json = canonicalJson(record.body);
  return {
    id: record.id,
    json,
    hash: hash('sha256', json, 'base64url'),
    parent: stream.parent?.(record.body) ?? null,
    key: stream.key?.(record.body) ?? null,
    ...personalOf(stream, record),
  };
}

/** What of a record is sealed, and whose it is: of whom it does not say, the record's own. */
function personalOf({ kind, personal }: Stream, { id, body }: RawRecord): { personal?: PersonalRecord } {
  if (!personal) return {};
  const fields = typeof personal.fields === 'function' ? personal.fields(body) : personal.fields;
  const person = personal.person?.(body, id) ?? null;
  const { open, taken } = part(body, fields);
  if (taken === null && person === null) return {};
  return {
    personal: {
      person: person ?? `${kind}/${id}`,
      open: canonicalJson(open),
      values: taken && JSON.stringify(taken),
    },
  };
}

/** What says that the brick no longer has a record. */
export function toTombstone(id: string): IncomingRecord {
  return { id, json: null, hash: TOMBSTONE, parent: null, key: null };
}
