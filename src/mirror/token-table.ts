import { defineEntity, p } from '@mikro-orm/core';

/** An access token: its hash, never itself. */
export const AccessToken = defineEntity({
  name: 'AccessToken',
  tableName: 'access_tokens',
  properties: {
    id: p.text().primary(),
    name: p.text(),
    sha256: p.text(),
    scopes: p.text(),
    createdAt: p.text(),
    expiresAt: p.text().nullable(),
    revokedAt: p.text().nullable(),
    usedAt: p.text().nullable(),
  },
});
