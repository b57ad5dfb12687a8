import { hash } from 'node:crypto';

/** 128 bits are enough to tell all persons apart. */
const LENGTH = 16;

/** What a person of one brick is called in the tables: nothing that their brick calls them. */
export function personKeyId(brick: string, reference: string): string {
  return shortHash(`person\n${brick}\n${reference}`);
}

/** A message about people has a key of its own: it is told before any record of theirs was read. */
export function messageKeyId(message: string): string {
  return shortHash(`message\n${message}`);
}

export function idBytes(id: string): Buffer {
  return Buffer.from(id, 'base64url');
}

export function idOfBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, LENGTH).toString('base64url');
}

function shortHash(text: string): string {
  return hash('sha256', text, 'buffer').subarray(0, LENGTH).toString('base64url');
}
