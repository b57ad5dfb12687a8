import type { KeyObject } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { measuring, seal } from '../age.ts';
import { tampered, truncated } from '../failures.ts';
import { hashOf, isSigned, signed } from '../manifest.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const line = z.uuid();
const sequence = z.number().int().positive();

/** What stands before the sealed rows, in one line. Anybody may read it; nobody can change it unseen. */
const headSchema = z.strictObject({
  format: z.literal(1),
  line,
  sequence,
  at: z.iso.datetime(),
  /** The last migration of the database: what the rows look like. */
  schema: z.string().max(200),
  /** The one before, maybe of another life of the hub: taking one out, or putting one in, breaks the chain. Null: the first. */
  previous: z.strictObject({ line, sequence: sequence.or(z.literal(0)), sha256: sha256.nullable() }).nullable(),
  /** Of the sealed rows. */
  size: z.number().int(),
  sha256,
  /** Of the hub that wrote it: Ed25519, base64. */
  signer: z.string(),
  signature: z.string(),
});

export type SegmentHead = z.infer<typeof headSchema>;

/** A segment whose head was read, and whose rows lie in a file of this machine as they were sealed. */
export interface FetchedSegment {
  head: SegmentHead;
  /** Of its head. */
  sha256: string;
  /** The sealed rows. */
  file: string;
}

const LARGEST_HEAD = 4_000;
const DIGITS = 12;

export function segmentName(line: string, sequence: number): string {
  return `journal/${line}/${String(sequence).padStart(DIGITS, '0')}.segment`;
}

/** Null: it is none. */
export function readSegmentName(name: string): { line: string; sequence: number } | null {
  const found = /^journal\/([0-9a-f-]{36})\/(\d{12})\.segment$/.exec(name);
  return found?.[1] === undefined ? null : { line: found[1], sequence: Number(found[2]) };
}

type Unsealed = Omit<SegmentHead, 'format' | 'size' | 'sha256' | 'signer' | 'signature'>;

/** Seals rows into `file`, which is whole when it is there, and on disk. Resolves with the hash of the head. */
export async function writeSegment(
  file: string,
  rows: Readable,
  { key, recipients, ...said }: Unsealed & { key: KeyObject; recipients: readonly string[] },
): Promise<string> {
  const beside = `${file}.rows`;
  try {
    const { sealed } = await seal(rows, recipients, beside);
    const head = signed({ format: 1, ...said, ...sealed }, key);
    const whole = createWriteStream(`${file}.new`, { mode: 0o600, flush: true });
    whole.write(Buffer.concat([head, Buffer.from('\n')]));
    await pipeline(createReadStream(beside), whole);
    await rename(`${file}.new`, file);
    return hashOf(head);
  } finally {
    await rm(beside, { force: true });
    await rm(`${file}.new`, { force: true });
  }
}

/** Brings a segment here. Throws BACKUP_TAMPERED or BACKUP_TRUNCATED where it is not what a hub signed. */
export async function fetchSegment(name: string, source: Readable, file: string): Promise<FetchedSegment> {
  const what = `The segment ${name} of the journal`;
  let head: Buffer = Buffer.alloc(0);
  const measure = measuring();
  async function* rows(): AsyncGenerator<Buffer> {
    let isPast = false;
    for await (const chunk of source as AsyncIterable<Buffer>) {
      if (isPast) {
        yield chunk;
        continue;
      }
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\n');
      if (end < 0 && head.length > LARGEST_HEAD) throw tampered(what);
      if (end < 0) continue;
      isPast = true;
      const rest = head.subarray(end + 1);
      head = head.subarray(0, end);
      if (rest.length > 0) yield rest;
    }
  }
  await pipeline(rows, measure.stream, createWriteStream(file, { mode: 0o600 }));
  const read = headOf(head, what);
  const place = readSegmentName(name);
  if (place?.line !== read.line || place.sequence !== read.sequence) throw tampered(what);
  const got = measure.done();
  if (got.size < read.size) throw truncated(what);
  if (got.sha256 !== read.sha256) throw tampered(what);
  return { head: read, sha256: hashOf(head), file };
}

/** The head of a segment that this hub wrote; null: it is not whole. */
export async function readLocalHead(file: string): Promise<{ head: SegmentHead; sha256: string } | null> {
  const opened = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await opened.read(Buffer.alloc(LARGEST_HEAD), 0, LARGEST_HEAD, 0);
    const end = buffer.subarray(0, bytesRead).indexOf('\n');
    const bytes = buffer.subarray(0, Math.max(end, 0));
    return { head: headOf(bytes, file), sha256: hashOf(bytes) };
  } catch {
    return null;
  } finally {
    await opened.close();
  }
}

function headOf(bytes: Buffer, what: string): SegmentHead {
  let head: SegmentHead;
  try {
    head = headSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    throw tampered(what, error);
  }
  const { signature, ...unsigned } = head;
  if (!isSigned(unsigned, signature)) throw tampered(what);
  return head;
}
