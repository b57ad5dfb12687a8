import type { CheckFinding } from '#sdk';
import type { TokenDesk } from '../access/index.ts';
import type { AuditTools } from '../audit/index.ts';
import type {
  CutOverDone,
  CutOverOrder,
  IdFormat,
  KitSummary,
  LettersOrder,
  LettersReport,
  MoveListener,
  MovePlan,
  MovedFile,
  MoveProgress,
  PasswordOrder,
  PasswordReport,
  PlanOrder,
  RedirectOrder,
  SalvageOrder,
  SalvageReport,
  TrialOutcome,
  Verdict,
} from '../recovery/index.ts';
import type { DrillRow } from '../mirror/index.ts';
import type { HubPeople } from '../people/index.ts';
import type { PersonPort } from '../roles/hub/index.ts';
import type { HistoryDesk } from './history.ts';
import type { Listener, RunSummary } from '../sync/index.ts';

/** Bricks that are filled from what is held of others. */
export interface MoveOperations {
  plan(order: PlanOrder): Promise<MovePlan>;
  /** A plan as its file names it. The signal pauses it. */
  apply(plan: Pick<MovePlan, 'id' | 'hash'>, listen: MoveListener, signal?: AbortSignal): Promise<MoveProgress>;
  /** Nothing further is begun. False: it is not being applied there. */
  pause(id: string): boolean;
  /** What its last rehearsal has shown; null: there was none. */
  rehearsal(id: string): Promise<TrialOutcome | null>;
  /** Tries a plan in a sandbox; with a sample, so many things of its beginning in the target itself. */
  rehearse(
    order: { id: string; sample: number | null },
    listen: MoveListener,
    signal?: AbortSignal,
  ): Promise<TrialOutcome>;
  /** Rebuilds a brick into a sandbox, compares, and keeps how long that took. */
  drill(brick: string, listen: MoveListener, signal?: AbortSignal): Promise<DrillRow>;
  verify(id: string, options: { sample: number; signal?: AbortSignal }): Promise<Verdict>;
  cutOver(order: CutOverOrder): Promise<CutOverDone & { lines: string[] }>;
  /** From old public addresses to the new ones. */
  redirects(order: RedirectOrder): Promise<MovedFile>;
  idMap(order: { id: string; format: IdFormat }): Promise<MovedFile>;
  /** Writes to customers whose password the target could not take, each once, or says to whom it would. */
  passwords(order: PasswordOrder): Promise<PasswordReport>;
}

/** What the hub holds of people: given out, erased, let go of when it is over its time. */
export type PeopleOperations = PersonPort & Pick<HubPeople, 'retain'>;

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
  /** Absent only in tests of other operations. */
  moves?: MoveOperations;
  /** Writes the survival kit into an absolute folder; null: the configured one. Absent only in tests of other operations. */
  kit?(into: string | null): Promise<KitSummary>;
  /** What the hub holds of people. Absent only in tests of other operations. */
  people?: PeopleOperations;
  /** The audit trail. Absent only in tests of other operations. */
  audit?: AuditTools;
  /** Holds, what changed, when it began. Absent only in tests of other operations. */
  history?: HistoryDesk;
  /** Asks the graph as its administrator; with `asOf`, of the past. Queries only. Absent only in tests of other operations. */
  query?(asked: { query: string; variables: Record<string, unknown>; asOf?: string }): Promise<object>;
  /** Reads files and mails, and applies what they say where that is asked. Absent only in tests of other operations. */
  salvage?(order: SalvageOrder): Promise<SalvageReport>;
  /** Writes to the buyers of salvaged orders, or says to whom it would. Absent only in tests of other operations. */
  letters?(order: LettersOrder): Promise<LettersReport>;
  /** Lets a day of business pass in the sandboxes of the demo. Resolves with the bricks that moved. Absent: no demo. */
  day?(): Promise<string[]>;
}
