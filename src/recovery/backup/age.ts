import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable, Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { codeOf, failure, reasonOf, tampered, textOf } from './failures.ts';

/** What a file is, as bytes. */
export interface Measured {
  size: number;
  sha256: string;
}

const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

/** Squeezes and encrypts to a file. Only the holders of the private keys can undo it. */
export async function seal(
  source: Readable,
  recipients: readonly string[],
  file: string,
): Promise<{ clear: Measured; sealed: Measured }> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) addRecipient(encrypter, recipient);
  const squeezed = createZstdCompress(LEVEL);
  const clear = measuring();
  const feeding = pipeline(source, clear.stream, squeezed);
  // It ends the other pipeline, which tells it.
  feeding.catch(() => undefined);
  const encrypted = await encrypter.encrypt(Readable.toWeb(squeezed) as ReadableStream<Uint8Array>);
  const measure = measuring();
  const written = pipeline(fromWeb(encrypted), measure.stream, createWriteStream(file, { mode: 0o600 }));
  await Promise.all([feeding, written]);
  return { clear: clear.done(), sealed: measure.done() };
}

/** The other way: what was sealed, in the clear, into `into`. */
export async function unseal(source: Readable, identities: readonly string[], into: Writable): Promise<Measured> {
  const decrypter = new Decrypter();
  for (const identity of identities) addIdentity(decrypter, identity);
  const opened = await openSealed(decrypter, source);
  const measure = measuring();
  try {
    await pipeline(fromWeb(opened), createZstdDecompress(), measure.stream, into);
  } catch (error) {
    if (isOfTheDisk(error)) throw error;
    throw tampered('What the backup holds', error);
  }
  return measure.done();
}

async function openSealed(decrypter: Decrypter, source: Readable): Promise<ReadableStream<Uint8Array>> {
  try {
    return await decrypter.decrypt(Readable.toWeb(source) as ReadableStream<Uint8Array>);
  } catch (error) {
    source.destroy();
    if (/no identity matched/i.test(textOf(error))) throw wrongKey();
    throw tampered('The head of an encrypted file', error);
  }
}

/** Reads a whole stream while its hash is taken. */
export function measuring(): { stream: Transform; done(): Measured } {
  const hash = createHash('sha256');
  let size = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      hash.update(chunk);
      size += chunk.length;
      next(null, chunk);
    },
  });
  return { stream, done: () => ({ size, sha256: hash.digest('hex') }) };
}

export async function measureFile(file: string): Promise<Measured> {
  const { stream, done } = measuring();
  await pipeline(createReadStream(file), stream.resume());
  return done();
}

/** A pair of keys, as `age-keygen` writes it. */
export async function newKey(at: Date): Promise<{ recipient: string; file: string }> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const lines = [`# created: ${at.toISOString()}`, `# public key: ${recipient}`, identity, ''];
  return { recipient, file: lines.join('\n') };
}

/** The private keys of a file as `age-keygen` or `mortar backup key` writes it. */
export async function readIdentities(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const why = reasonOf(error);
    throw failure(
      'BACKUP_KEY_UNREADABLE',
      `The private key ${file} cannot be read (${why}).`,
      'Name the right file with --identity.',
    );
  });
  const found = text.split(/\s+/).filter((line) => line.startsWith('AGE-SECRET-KEY-'));
  if (found.length > 0) return found;
  throw failure(
    'BACKUP_KEY_UNREADABLE',
    `The file ${file} holds no private age key.`,
    'A private key is a line that begins with AGE-SECRET-KEY-. The public one (age1…) opens nothing.',
  );
}

function addRecipient(encrypter: Encrypter, recipient: string): void {
  try {
    encrypter.addRecipient(recipient);
  } catch (error) {
    throw failure(
      'BACKUP_RECIPIENT_INVALID',
      `backup.recipients holds "${recipient}", which is no public age key.`,
      'Copy the whole line that `mortar backup key` or `age-keygen` shows.',
      error,
    );
  }
}

function addIdentity(decrypter: Decrypter, identity: string): void {
  try {
    decrypter.addIdentity(identity);
  } catch {
    // Not the cause: it may quote the key.
    throw failure(
      'BACKUP_KEY_UNREADABLE',
      'The private key is misspelt.',
      'Copy the whole line AGE-SECRET-KEY-… once more.',
    );
  }
}

function wrongKey(): Error {
  return failure(
    'BACKUP_KEY_WRONG',
    'This private key does not open the backup: it was encrypted to others.',
    'Name the file of the key whose public half stands below backup.recipients in the configuration (and in the kit).',
  );
}

function fromWeb(stream: ReadableStream<Uint8Array>): Readable {
  return Readable.fromWeb(stream as unknown as WebStream);
}

function isOfTheDisk(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EACCES' || code === 'EIO';
}
