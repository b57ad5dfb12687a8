import { SqliteDriver } from '@mikro-orm/sql';

/** How one database writes what all of them need. */
export interface Flavour {
  /** Text that sorts by code point, in both databases alike. */
  text: string;
  blob: string;
  /** For tables whose rows are small: the primary key is the table. */
  small: string;
}

export function flavour(driver: object): Flavour {
  if (driver instanceof SqliteDriver) return { text: 'text', blob: 'blob', small: 'without rowid' };
  return { text: 'text collate "C"', blob: 'bytea', small: '' };
}
