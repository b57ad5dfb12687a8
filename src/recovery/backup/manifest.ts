import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { auditHeadSchema } from './audit-head.ts';
import { failure, tampered } from './failures.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const id = z.string().regex(/^\d{8}T\d{6}Z-[0-9a-f]{6}$/);

/** What a backup consists of. Anybody may read it; nobody can change it unseen. Written last: without it, there is none. */
const manifestSchema = z.strictObject({
  format: z.literal(1),
  id,
  /** Counts the backups of a hub: the clock may be wrong. */
  sequence: z.number().int().positive(),
  at: z.iso.datetime(),
  mortar: z.string(),
  database: z.enum(['sqlite', 'postgres']),
  /** The hash of the one before: taking one out, or putting one in, breaks the chain. */
  previous: z.strictObject({ id, sha256 }).nullable(),
  parts: z.array(z.strictObject({ name: z.string().regex(/^[a-z0-9.-]+$/), size: z.number().int(), sha256 })),
  /** Keys of persons as they were then, beside the backups; absent: an earlier release wrote it. */
  personKeys: z.strictObject({ size: z.number().int(), sha256 }).optional(),
  /** The newest entry of the audit trail in it; absent: an earlier release wrote it, or there is none. */
  auditHead: auditHeadSchema.optional(),
  /** Of the hub that wrote it: Ed25519, base64. */
  signer: z.string(),
  signature: z.string(),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** What a backup holds, sealed like its parts. */
export const contentsSchema = z.strictObject({
  /** Rows and a hash over them, by table. */
  tables: z.record(z.string(), z.strictObject({ rows: z.number(), hash: z.string() })),
  /** Content-addressed: name, and size in the clear. */
  blobs: z.array(z.tuple([sha256, z.number()])),
  /** Files of the folders that are backed up beside the data. */
  included: z.array(z.strictObject({ path: z.string(), sha256, size: z.number() })),
  /** Small files of the data folder, base64. */
  files: z.record(z.string(), z.string()),
  /** The configuration as it was written; null: there is none. */
  config: z.string().nullable(),
  environment: z.record(z.string(), z.string()),
  /** Who can name it has decrypted the backup: it signs receipts. */
  receiptKey: z.string(),
  /** Under which keys the blobs lie. */
  keyring: z.string(),
});

export type Contents = z.infer<typeof contentsSchema>;

export function manifestName(backup: string): string {
  return `backups/${backup}/manifest.json`;
}

/** Beside the backups, not in them: an old backup must not bring back whom somebody erased. */
export function personKeysName(backup: string): string {
  return `keys/${backup}.zst.age`;
}

/** Objects of one set of keys: when keys change, everything is written anew for the new ones. */
export function keyringOf(recipients: readonly string[]): string {
  return createHash('sha256')
    .update([...recipients].sort().join('\n'))
    .digest('hex')
    .slice(0, 12);
}

export function blobName(keyring: string, sha256: string): string {
  return `blobs/${keyring}/${sha256.slice(0, 2)}/${sha256}.age`;
}

export function signManifest(unsigned: Omit<Manifest, 'signer' | 'signature'>, key: KeyObject): Buffer {
  return signed(unsigned, key);
}

/** JSON that names its signer and ends with the signature over all before it. */
export function signed(unsigned: object, key: KeyObject): Buffer {
  const signer = signerOf(key);
  const signature = sign(null, Buffer.from(JSON.stringify({ ...unsigned, signer })), key).toString('base64');
  return Buffer.from(JSON.stringify({ ...unsigned, signer, signature }));
}

/** The manifest of these bytes, if they are what a hub signed. `signer`: only this hub's. */
export function readManifest(bytes: Buffer, backup: string, signer?: string): Manifest {
  const manifest = parsed(bytes, backup);
  const { signature, ...unsigned } = manifest;
  if (manifest.id !== backup || !isSigned(unsigned, signature)) throw tampered(`The manifest of the backup ${backup}`);
  if (signer !== undefined && manifest.signer !== signer) {
    throw failure(
      'BACKUP_SIGNER_UNKNOWN',
      `The backup ${backup} was signed by ${manifest.signer}, not by ${signer}.`,
      'If the hub was set up anew in between, give the newer signer; otherwise somebody else wrote this backup: do not use it.',
    );
  }
  return manifest;
}

function parsed(bytes: Buffer, backup: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    throw tampered(`The manifest of the backup ${backup}`, error);
  }
}

/** Whether this is what `signed` wrote with the key that it names. */
export function isSigned({ signer, ...unsigned }: { signer: string }, signature: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(signer, 'base64'), format: 'der', type: 'spki' });
    const said = Buffer.from(JSON.stringify({ ...unsigned, signer }));
    return verify(null, said, key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

export function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The hub's own key, made at its first backup. It signs; it opens nothing. */
export async function signingKey(folder: string): Promise<KeyObject> {
  const file = join(folder, 'signing-key.pem');
  const kept = await readFile(file, 'utf8').catch(() => null);
  if (kept !== null) return createPrivateKey(kept);
  const { privateKey } = generateKeyPairSync('ed25519');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
  return privateKey;
}

export function signerOf(key: KeyObject): string {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');
}
