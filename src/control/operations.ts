import type { CheckFinding } from '#sdk';
import type { TokenDesk } from '../access/index.ts';
import type { KitSummary } from '../recovery/index.ts';
import type { Listener, RunSummary } from '../sync/index.ts';

/** What the command line asks of a hub, whether it runs in this process or in another one. */
export interface Operations {
  /**
   * One brick, or all of them one after another. The signal ends a run of this process at its next page; one of
   * another process goes on, and only the waiting for it ends.
   */
  sync(brick: string | null, options: { full: boolean; signal?: AbortSignal }, listen: Listener): Promise<RunSummary[]>;
  /** Drops the facets and makes them again from what is published. Resolves with how many roots were projected. */
  reproject(brick: string | null, progress: (due: number) => void): Promise<number>;
  /** Asks a brick whether it can be read, and which rights are missing. */
  check(brick: string | null): Promise<{ brick: string; findings: CheckFinding[] }[]>;
  /** Access tokens. Absent only in tests of other operations. */
  tokens?: TokenDesk;
  /** Writes the survival kit into an absolute folder; null: the configured one. Absent only in tests of other operations. */
  kit?(into: string | null): Promise<KitSummary>;
  /** Lets a day of business pass in the sandboxes of the demo. Resolves with the bricks that moved. Absent: no demo. */
  day?(): Promise<string[]>;
}
