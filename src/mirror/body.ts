import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { JsonObject } from '#sdk';

/**
 * Below this, packing saves a few hundred bytes and costs more time than all else of storing a record; nearly all
 * records of a shop are smaller, and what is packed is most of the bytes. A packed body is told by its first byte.
 */
const SMALLEST_PACKED = 1024;
const OPEN_BRACE = 0x7b;
const OPTIONS = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** A body as it is stored: zstd, or the plain JSON of a small one. */
export function packBody(json: string): Uint8Array {
  const plain = Buffer.from(json);
  return plain.length < SMALLEST_PACKED && plain[0] === OPEN_BRACE ? plain : zstdCompressSync(plain, OPTIONS);
}

export function unpackBody(body: Uint8Array): JsonObject {
  return JSON.parse(unpackText(body)) as JsonObject;
}

/** The JSON as it was packed. */
export function unpackText(body: Uint8Array): string {
  const plain = body[0] === OPEN_BRACE ? body : zstdDecompressSync(body);
  return Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength).toString();
}
