import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Who a token is. */
export interface Identity {
  name: string;
}

export interface AdminToken {
  verify(token: string): Identity | null;
  /** The token itself, only when it was made just now: it is shown once and kept hashed. */
  fresh: string | null;
}

/**
 * The administrator's token: the configured one, or one made at the first start. `keep: false` makes a new one at
 * every start (the demo).
 */
export async function adminToken(options: {
  data: string;
  configured: string | undefined;
  keep: boolean;
}): Promise<AdminToken> {
  if (options.configured) return { verify: verifier(digest(options.configured)), fresh: null };
  const file = join(options.data, 'admin-token.sha256');
  const kept = options.keep ? await readFile(file, 'utf8').catch(() => null) : null;
  if (kept) return { verify: verifier(Buffer.from(kept.trim(), 'hex')), fresh: null };
  const fresh = `mortar_${randomBytes(24).toString('base64url')}`;
  if (options.keep) {
    await mkdir(options.data, { recursive: true });
    await writeFile(`${file}.new`, `${digest(fresh).toString('hex')}\n`, { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
  return { verify: verifier(digest(fresh)), fresh };
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Compares digests in constant time, so that neither length nor prefix of the token can be measured. */
function verifier(expected: Buffer): AdminToken['verify'] {
  return (token) => {
    const given = digest(token);
    return given.length === expected.length && timingSafeEqual(given, expected) ? { name: 'admin' } : null;
  };
}
