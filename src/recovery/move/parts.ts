import type { Logger } from 'pino';
import type { RoleName } from '#sdk';
import type { FacetType, FileBlobStore, Mirror } from '../../mirror/index.ts';
import type { Timers } from '../../outbox/index.ts';
import type { Brick } from '../../sync/index.ts';

/** What moves need of the hub around them. */
export interface MoveParts {
  mirror: Pick<Mirror, 'reader' | 'writer' | 'moves' | 'lockBrick'>;
  blobs: FileBlobStore;
  facetTypes: readonly FacetType[];
  /** One of this hub, the standing-by ones included. Throws UNKNOWN_BRICK. */
  brick(name: string): Brick;
  primary(role: RoleName): string | null;
  /** The hub's data folder: mirrors for one comparison lie in it, and reports. */
  data: string;
  /** Address of the module that exports `connectors` and `facetTypes`. */
  registry: string;
  /** File addresses of connectors from outside. */
  extensions?: readonly string[];
  log: Logger;
  timers: Timers;
  now(): Date;
  /** From 0 to 1. */
  random(): number;
}
