import type { TokenRow, TokenStore } from '../../src/mirror/index.ts';

/** Tokens in memory, and what was asked of them. */
export class MemoryTokens implements TokenStore {
  readonly rows: TokenRow[] = [];
  readonly calls: string[] = [];

  async list(): Promise<TokenRow[]> {
    this.calls.push('list');
    return this.rows.map((row) => ({ ...row }));
  }

  async create(token: Parameters<TokenStore['create']>[0]): Promise<boolean> {
    if (this.rows.some(({ name, revokedAt }) => name === token.name && revokedAt === null)) return false;
    this.rows.push({ ...token, revokedAt: null, usedAt: null });
    return true;
  }

  async revoke({ name, at }: { name: string; at: string }): Promise<TokenRow | null> {
    const row = this.rows.find((one) => one.name === name && one.revokedAt === null);
    if (!row) return null;
    row.revokedAt = at;
    return { ...row };
  }

  async use({ id, at }: { id: string; at: string }): Promise<void> {
    this.calls.push(`use ${at}`);
    const row = this.rows.find((one) => one.id === id);
    if (row) row.usedAt = at;
  }
}
