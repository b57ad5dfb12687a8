import type { CheckFinding } from '#sdk';
import type { DoctorFinding } from '../doctor/index.ts';
import { isCoded } from '../sdk/errors.ts';
import type { RunSummary } from '../sync/index.ts';

/** What the exit code says. 0 is never used after a failure. */
export const exitCodes = {
  done: 0,
  error: 1,
  /** Something waits for a person: a hold. */
  pending: 2,
  /** Some streams could not be read. */
  partial: 3,
  accessRefused: 4,
  /** Another process or run holds the lock. */
  locked: 11,
  interrupted: 130,
} as const;

const byCode: Record<string, number> = {
  SYNC_RUNNING: exitCodes.locked,
  MIRROR_LOCKED: exitCodes.locked,
  BRICK_ACCESS_REFUSED: exitCodes.accessRefused,
  BRICK_KEY_REFUSED: exitCodes.accessRefused,
  BRICK_KEY_NOT_RECEIVED: exitCodes.accessRefused,
  BRICK_RIGHT_MISSING: exitCodes.accessRefused,
  BACKUP_RUNNING: exitCodes.locked,
  MOVE_RUNNING: exitCodes.locked,
  TRIAL_RUNNING: exitCodes.locked,
  CUTOVER_BUSY: exitCodes.locked,
  CUTOVER_DIFFERS: exitCodes.pending,
  CUTOVER_NOT_VERIFIED: exitCodes.pending,
  CUTOVER_PARTIAL: exitCodes.partial,
  BACKUP_TARGET_REFUSED: exitCodes.accessRefused,
  BACKUP_KEY_WRONG: exitCodes.accessRefused,
  BACKUP_DIFFERS: exitCodes.pending,
  BACKUP_TAMPERED: exitCodes.pending,
  BACKUP_TRUNCATED: exitCodes.pending,
  BACKUP_INCOMPLETE: exitCodes.pending,
  INTERRUPTED: exitCodes.interrupted,
};

export function exitCodeOf(error: unknown): number {
  return isCoded(error) ? (byCode[error.code] ?? exitCodes.error) : exitCodes.error;
}

/** A run that read nothing says why; one that read some of its streams is partial, whatever the others lacked. */
export function exitCodeOfRuns(runs: readonly RunSummary[]): number {
  const failed = runs.filter(({ state }) => state === 'failed' || state === 'interrupted');
  const refused = failed.some(({ failures }) => failures.some(({ code }) => byCode[code] === exitCodes.accessRefused));
  if (refused) return exitCodes.accessRefused;
  if (failed.length > 0) return failed.length < runs.length ? exitCodes.partial : exitCodes.error;
  if (runs.some(({ state }) => state === 'partial')) return exitCodes.partial;
  return runs.some(({ held }) => held > 0) ? exitCodes.pending : exitCodes.done;
}

/** What fails decides; what only works less well than it should waits for a person. */
export function exitCodeOfDoctor(findings: readonly Pick<DoctorFinding, 'state' | 'code'>[]): number {
  const failed = findings.filter(({ state }) => state === 'fail');
  if (failed.length === 0) return findings.some(({ state }) => state === 'warn') ? exitCodes.pending : exitCodes.done;
  const codes = failed.map(({ code }) => code ?? '');
  if (codes.every((code) => code === 'BRICK_RIGHT_MISSING')) return exitCodes.partial;
  return codes.every((code) => byCode[code] === exitCodes.accessRefused) ? exitCodes.accessRefused : exitCodes.error;
}

/** `bad`: what is not as it should be. A right that is missing costs one resource, anything else the brick. */
export function exitCodeOfFindings(bad: readonly Pick<CheckFinding, 'state'>[]): number {
  if (bad.length === 0) return exitCodes.done;
  return bad.every(({ state }) => state === 'missing') ? exitCodes.partial : exitCodes.error;
}
