import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { hubKey, signerOf } from '../../backup/index.ts';
import type { MoveParts } from '../parts.ts';
import { hashOf } from '../plan/plan.ts';
import type { Report, ReportBody } from './report.ts';

/** The hub's own key, with which its backups are signed, too; made where there is none yet. */
export function reportKey({ data, keys = data }: Pick<MoveParts, 'data' | 'keys'>): Promise<KeyObject> {
  return hubKey(keys);
}

export function signedReport(body: ReportBody, key: KeyObject): Report {
  const hash = hashOf(body);
  const signature = sign(null, said(hash), key).toString('base64');
  return { ...body, hash, signer: signerOf(key), signature };
}

/** Whether nothing of it was altered since the holder of the key that it names has signed it. */
export function isUntouched({ hash, signer, signature, ...body }: Report): boolean {
  return (
    hashOf(body) === hash && isOneSpelling(signer) && isOneSpelling(signature) && isSignedBy(hash, signer, signature)
  );
}

function isSignedBy(hash: string, signer: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(signer, 'base64'), format: 'der', type: 'spki' });
    return verify(null, said(hash), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/** The last letter of base64 may say the same in several ways, of which we write one. */
function isOneSpelling(base64: string): boolean {
  return Buffer.from(base64, 'base64').toString('base64') === base64;
}

/** What nobody can take for the manifest of a backup, which the same key signs. */
function said(hash: string): Buffer {
  return Buffer.from(`mortar verification report ${hash}`);
}

/** A public key, short enough to be compared by eye. */
export function fingerprintOf(signer: string): string {
  return `SHA256:${createHash('sha256').update(Buffer.from(signer, 'base64')).digest('base64').replace(/=+$/, '')}`;
}
