import type { DrillRow, MoveRow } from '../../mirror/index.ts';
import type {
  CutOverDone,
  CutOverOrder,
  IdFormat,
  MovedFile,
  MovePlan,
  MoveProgress,
  PasswordOrder,
  PasswordReport,
  PlanOrder,
  RedirectOrder,
  Verdict,
} from '../../recovery/index.ts';

/** Bricks that are filled from what is held of others. */
export interface MovePort {
  /** Newest first. */
  list(first: number): Promise<MoveRow[]>;
  find(id: string): Promise<MoveRow | null>;
  plan(order: PlanOrder): Promise<MovePlan>;
  /** Begins or goes on, and does not wait for the end. */
  start(id: string): Promise<void>;
  /** False: it is not being applied in this process. */
  pause(id: string): boolean;
  /** Begins a rehearsal and does not wait for its end. */
  beginRehearsal(order: { id: string; sample: number | null }): Promise<void>;
  /** Ids of plans that are being rehearsed in this process. */
  rehearsing(): readonly string[];
  /** Begins to rebuild a brick into a throw-away one, and does not wait for its end. */
  beginDrill(brick: string): Promise<void>;
  drilling(): readonly string[];
  /** Newest first. */
  drills(filter: { brick?: string; first: number }): Promise<DrillRow[]>;
  verify(id: string, options: { sample: number }): Promise<Verdict>;
  redirects(order: RedirectOrder): Promise<MovedFile>;
  idMap(order: { id: string; format: IdFormat }): Promise<MovedFile>;
  /** Says to which customers is to be written, and begins to where that is asked. */
  beginPasswords(order: PasswordOrder): Promise<PasswordReport>;
  cutOver(order: CutOverOrder): Promise<CutOverDone & { lines: string[] }>;
  /** How far it is in this process; null: it is not being applied here. */
  progress(id: string): MoveProgress | null;
  going(): MoveProgress[];
}
