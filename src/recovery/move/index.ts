/**
 * Moves: an empty brick is filled from what the mirror holds of another.
 *
 * A *plan* says what will be created, what it takes and what is lost; *apply* does it, resumably; *verify* reads the
 * target back and compares; at the *cutover* the target takes the source's place. A *rebuild* brings records of the
 * same connector, a *swap* facets of any. How one thing is written, a connector's `intake` knows. A *trial* does all of
 * it in a throw-away brick: a *rehearsal* of a plan, or a *drill* of a brick.
 */
export { applyMove } from './apply/apply.ts';
export type { MoveListener, MoveProgress } from './apply/progress.ts';
export { cutOverMove, type CutOverDone, type CutOverHooks, type CutOverOrder } from './cut-over.ts';
export { keepPast } from './keep-past.ts';
export { idMapFile, keepMoved, redirectFile, type MovedFile, type RedirectOrder } from './moved/files.ts';
export type { IdFormat } from './moved/id-file.ts';
export { passwordLetters, type PasswordOrder, type PasswordReport } from './moved/password-letters.ts';
export type { MoveParts } from './parts.ts';
export { makePlan, type PlanOrder } from './plan/make-plan.ts';
export { planOfRow, readPlan, type MovePlan } from './plan/plan.ts';
export { tryInTarget } from './trial/in-target.ts';
export { tryInThread, type TrialStart } from './trial/in-thread.ts';
export { lineOfTrial, trialSchema, type TrialOutcome } from './trial/outcome.ts';
export { keepReport } from './verify/keep-report.ts';
export type { Verdict } from './verify/report.ts';
export { verifyMove } from './verify/verify.ts';
