import { Migration } from '@mikro-orm/migrations';
import { flavour } from './flavour.ts';

/** Access tokens: their hashes, never themselves. A revoked one stays listed, and its name is free again. */
export class Migration20261214Tokens extends Migration {
  override name = 'Migration20261214Tokens';

  override up(): void {
    const { text, small } = flavour(this.driver);
    this.addSql(`create table access_tokens (
      id ${text} not null primary key, name ${text} not null, sha256 ${text} not null, scopes ${text} not null,
      created_at ${text} not null, expires_at ${text}, revoked_at ${text}, used_at ${text}) ${small}`);
    this.addSql(`create unique index access_tokens_sha256 on access_tokens (sha256)`);
    this.addSql(`create unique index access_tokens_name on access_tokens (name) where revoked_at is null`);
  }
}
