import type { FacetType } from '../facet-type.ts';
import type { Vault } from '../persons/index.ts';
import type { Sql } from '../sql.ts';
import type { WrittenBrick } from './known-bricks.ts';

export interface WriterOptions {
  facetTypes: readonly FacetType[];
  bricks: readonly WrittenBrick[];
  /** Opens and seals what is personal. */
  vault: Vault;
  /** Where the keys of persons are, if not in this database: a copy of it must not outlive their erasure. */
  keysFrom?: Sql;
  release?: string;
  now?: () => Date;
}
