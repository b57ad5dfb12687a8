import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashToken, type TokenHash } from './token-auth.ts';

/**
 * The administrator's token: the configured one, or one made at the first start and kept hashed. `keep: false` makes
 * a new one at every start (the demo). `fresh` is the token itself, only when it was made just now: it is shown once.
 */
export async function adminToken(options: {
  data: string;
  configured: string | undefined;
  keep: boolean;
}): Promise<{ token: TokenHash; fresh: string | null }> {
  const named = (sha256: string): TokenHash => ({ name: 'admin', sha256, admin: true });
  if (options.configured) return { token: named(hashToken(options.configured)), fresh: null };
  const file = join(options.data, 'admin-token.sha256');
  const kept = options.keep ? await readFile(file, 'utf8').catch(() => null) : null;
  if (kept) return { token: named(kept.trim()), fresh: null };
  const fresh = `mortar_${randomBytes(24).toString('base64url')}`;
  if (options.keep) {
    await mkdir(options.data, { recursive: true });
    await writeFile(`${file}.new`, `${hashToken(fresh)}\n`, { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
  return { token: named(hashToken(fresh)), fresh };
}
