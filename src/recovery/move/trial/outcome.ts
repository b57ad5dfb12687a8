import { z } from 'zod';
import { isCoded } from '#sdk';

const text = z.string();
const number = z.number();

/** What filling a throw-away brick has shown. Holds no personal data. Times in milliseconds. */
export const trialSchema = z.object({
  startedAt: text,
  endedAt: text,
  /** `passed`: all was brought, nothing was refused, nothing differs. */
  outcome: z.enum(['passed', 'failed']),
  /** Where: the connector's own sandbox, or the first things of the plan in the target itself. */
  where: z.enum(['sandbox', 'target']),
  /** From its beginning until all was compared. */
  ms: number,
  /** Of these, of writing; and of those, during which the target was at work for us. */
  applyMs: number,
  waitingMs: number,
  /** Things: by the plan, brought, refused, left out on purpose. */
  total: number,
  done: number,
  failed: number,
  leftOut: number,
  /** Entities compared, differences that nobody expected, those that were declared, pages seen by a witness. */
  compared: number,
  findings: number,
  expected: number,
  witnessed: number,
  /** Seconds that applying may take, by what was measured; null: nothing could be measured. */
  estimatedSeconds: number.nullable(),
  /** The first differences, without what they say: `different Product.name`. */
  examples: z.array(text),
  /** Refusals by kind and code: `customers BRICK_REFUSED (3)`. */
  refusals: z.array(text),
  /** What was left in the target, by kind; empty: nothing. */
  created: z.array(z.object({ kind: text, count: number })),
  /** Why it could not be done to its end; null: it was. */
  problem: z.object({ code: text, message: text, remedy: text }).nullable(),
  /** Folder of the report, with personal data; null: nothing was compared. */
  folder: text.nullable(),
});

export type TrialOutcome = z.infer<typeof trialSchema>;

/** What is known before anything was tried. */
export function nothingYet(startedAt: string, where: TrialOutcome['where']): TrialOutcome {
  return {
    ...{ startedAt, endedAt: startedAt, outcome: 'failed', where, ms: 0, applyMs: 0, waitingMs: 0 },
    ...{ total: 0, done: 0, failed: 0, leftOut: 0, compared: 0, findings: 0, expected: 0, witnessed: 0 },
    ...{ estimatedSeconds: null, examples: [], refusals: [], created: [], problem: null, folder: null },
  };
}

/** In one line, for staff. */
export function lineOfTrial(trial: TrialOutcome): string {
  const { outcome, where, done, total, leftOut, failed, compared, findings, ms, problem } = trial;
  if (problem) return `${outcome}: ${problem.message} ${problem.remedy}`;
  const place = where === 'sandbox' ? 'in a sandbox' : 'in the target itself';
  const left = leftOut > 0 ? `, ${String(leftOut)} left out as planned` : '';
  return `${outcome} ${place}: ${String(done)} of ${String(total)} things brought${left}, ${String(failed)} refused; ${String(compared)} entities compared, ${String(findings)} differences; ${(ms / 1000).toFixed(1)} s.`;
}

/** Also for what nobody foresaw: a trial is for finding out. */
export function problemOf(error: unknown): NonNullable<TrialOutcome['problem']> {
  if (isCoded(error)) return { code: error.code, message: error.message, remedy: error.remedy };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'UNEXPECTED', message, remedy: 'Tell whoever maintains the connector.' };
}
