import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { TokenRow, TokenStore } from '../mirror/index.ts';
import { expiryOf } from './expiry.ts';
import { invalid, scopesFor } from './presets.ts';

/** What somebody asks for. */
export interface TokenOrder {
  name: string;
  scopes: readonly string[];
  presets: readonly string[];
  /** `90d`, `never`. */
  expires: string;
}

/** A token as it is listed: never itself, and not its hash. */
export type TokenView = Omit<TokenRow, 'sha256' | 'id'> & { state: 'good' | 'expired' | 'revoked' };

export interface CreatedToken extends TokenView {
  /** The token itself, this once. */
  token: string;
}

/** Makes, lists and revokes tokens. */
export interface TokenDesk {
  create(order: TokenOrder): Promise<CreatedToken>;
  list(): Promise<TokenView[]>;
  revoke(name: string): Promise<TokenView>;
}

const NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/i;
/** Names that the hub gives itself. */
const TAKEN: ReadonlySet<string> = new Set(['admin', 'shopper']);

/** `changed`: tells who knows tokens that they are others now. */
export function createTokenDesk(store: TokenStore, now: () => Date, changed: () => void): TokenDesk {
  return {
    async create({ name, scopes, presets, expires }) {
      if (!NAME.test(name) || TAKEN.has(name.toLowerCase()))
        throw invalid(`A token cannot be called "${name}".`, 'Use letters, digits, ".", "_" and "-": shop-frontend.');
      const token = `mortar_${randomBytes(32).toString('base64url')}`;
      const made = {
        ...{ id: randomUUID(), name, sha256: createHash('sha256').update(token).digest('hex') },
        ...{ scopes: scopesFor(scopes, presets), createdAt: now().toISOString(), expiresAt: expiryOf(expires, now()) },
      };
      if (!(await store.create(made)))
        throw invalid(
          `There is a token "${name}" already.`,
          `Revoke it first (mortar token revoke ${name}), or name another.`,
        );
      changed();
      return { ...toView({ ...made, revokedAt: null, usedAt: null }, now()), token };
    },
    async list() {
      return (await store.list()).map((row) => toView(row, now()));
    },
    async revoke(name) {
      const row = await store.revoke({ name, at: now().toISOString() });
      changed();
      if (row === null) throw invalid(`There is no token "${name}" to revoke.`, 'mortar token list shows all.');
      return toView(row, now());
    },
  };
}

export function isExpired({ expiresAt }: Pick<TokenRow, 'expiresAt'>, now: Date): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= now.getTime();
}

function toView({ sha256: _sha256, id: _id, ...row }: TokenRow, now: Date): TokenView {
  const state = row.revokedAt !== null ? 'revoked' : isExpired(row, now) ? 'expired' : 'good';
  return { ...row, state };
}
