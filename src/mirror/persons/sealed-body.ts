import { createHmac, hash } from 'node:crypto';
import type { JsonObject } from '#sdk';
import { packBody, unpackBody } from '../body.ts';
import { putBack, type Taken } from '../personal-values.ts';
import { idBytes, idOfBytes } from './person-id.ts';
import { seal, unseal } from './seal.ts';
import { opened } from './vault.ts';

/**
 * A sealed body: this byte, the person's id (16 bytes), how long the sealed piece is (4 bytes, big endian), the piece, and
 * the body with blanks as any other is stored. No packed body begins with this byte.
 */
const MARK = 0x01;
const ID = 16;
const HEAD = 1 + ID + 4;

/** Where a record stands: a sealed piece opens nowhere else. */
export interface Place {
  brick: string;
  kind: string;
  id: string;
}

/** A record of which something is personal. */
export interface SealedRecord {
  /** Canonical JSON with blanks. */
  open: string;
  /** JSON of what was taken out; null: nothing. */
  values: string | null;
}

/** Null for a key: of an erased person nothing personal is kept. */
export function sealBody(place: Place, person: string, record: SealedRecord, key: Uint8Array | null): Uint8Array {
  const open = packBody(record.open);
  if (key === null || record.values === null) return open;
  const piece = seal(key, record.values, contextOf(place));
  const head = Buffer.alloc(HEAD);
  head[0] = MARK;
  idBytes(person).copy(head, 1);
  head.writeUInt32BE(piece.length, 1 + ID);
  return Buffer.concat([head, piece, open]);
}

/** The id of the person under whose key it is sealed; null: it is not. */
export function personOf(body: Uint8Array): string | null {
  return body[0] === MARK ? idOfBytes(body.subarray(1)) : null;
}

/** The whole body; of a person whose key is gone (null), with the blanks. */
export function openBody(place: Place, body: Uint8Array, key: Uint8Array | null): JsonObject {
  if (body[0] !== MARK) return unpackBody(body);
  const length = new DataView(body.buffer, body.byteOffset, body.byteLength).getUint32(1 + ID);
  const open = unpackBody(openPart(body));
  if (key === null) return open;
  const piece = body.subarray(HEAD, HEAD + length);
  const values = opened(`What is personal of ${place.kind} ${place.id} of ${place.brick}`, () =>
    unseal(key, piece, contextOf(place)).toString(),
  );
  return putBack(open, JSON.parse(values) as Taken);
}

/** What is stored of a body beside its sealed piece. */
export function openPart(body: Uint8Array): Uint8Array {
  if (body[0] !== MARK) return body;
  const length = new DataView(body.buffer, body.byteOffset, body.byteLength).getUint32(1 + ID);
  return body.subarray(HEAD + length);
}

/**
 * What a record is compared by. A plain hash would tell whoever has the table whether a guess is right; so it is keyed by
 * the person's key. Of an erased person, only what is not personal counts.
 */
export function hashOf(record: SealedRecord & { hash: string }, key: Uint8Array | null): string {
  if (record.values === null) return record.hash;
  return key === null ? erasedHash(record.open) : createHmac('sha256', key).update(record.hash).digest('base64url');
}

export function erasedHash(open: string): string {
  return `e.${hash('sha256', open, 'base64url')}`;
}

function contextOf({ brick, kind, id }: Place): string {
  return `${brick}\n${kind}\n${id}`;
}
