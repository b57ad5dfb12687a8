/** An access token as it is kept: whoever reads the database cannot use it. */
export interface TokenRow {
  id: string;
  name: string;
  /** Hex SHA-256 of the token. */
  sha256: string;
  scopes: readonly string[];
  createdAt: string;
  /** Null: never. */
  expiresAt: string | null;
  revokedAt: string | null;
  /** Of its last use, to the hour or so; null: never used. */
  usedAt: string | null;
}

export type NewToken = Omit<TokenRow, 'revokedAt' | 'usedAt'>;

/** The writer's part. */
export interface TokenWriter {
  /** False: another token that is not revoked has this name. */
  createToken(token: NewToken): Promise<boolean>;
  /** Null: no token that is not revoked has this name. */
  revokeToken(order: { name: string; at: string }): Promise<TokenRow | null>;
  /** Moves the last use forward. A power cut may take it away. */
  useToken(use: { id: string; at: string }): Promise<void>;
}

/** Access tokens of this hub. */
export interface TokenStore {
  /** All, revoked ones too; oldest first. */
  list(): Promise<TokenRow[]>;
  create: TokenWriter['createToken'];
  revoke: TokenWriter['revokeToken'];
  use: TokenWriter['useToken'];
}
