import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { JsonObject, JsonValue } from '#sdk';
import { canonicalJson } from '../../../sync/index.ts';
import { refuseMove } from '../failures.ts';

const text = z.string().max(2_000);
const words = z.strictObject({ en: text, fr: text });
const count = z.number().int().min(0);

/** A plan as it is written to a file. Bounded: it comes back from outside. */
const planSchema = z.strictObject({
  version: z.literal(1),
  id: z.string().regex(/^plan_[a-z2-7]{20}$/),
  way: z.enum(['rebuild', 'swap']),
  source: text,
  target: text,
  /** Everything that is brought is as it was published at this time. */
  at: z.iso.datetime(),
  /** Whether the owner chose that time. */
  asOf: z.boolean(),
  /** What to do with what the target has: null: nothing is there. */
  merge: z.enum(['take', 'keep']).nullable(),
  /** By what it is told that the source or the target is not what it was. */
  base: z.strictObject({ source: text, target: text }),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  stages: z
    .array(
      z.strictObject({
        kind: text,
        count,
        leftOut: count,
        reasons: z.array(z.strictObject({ count, reason: words })).max(50),
        requests: count,
        bytes: count,
      }),
    )
    .max(200),
  losses: z.array(z.strictObject({ kind: text, field: text, count, reason: words, remedy: words })).max(1_000),
  rights: z
    .array(
      z.object({ subject: text, state: z.enum(['ok', 'missing', 'error']), message: text, remedy: text.optional() }),
    )
    .max(500),
  contents: z.array(z.strictObject({ kind: text, count })).max(500),
  estimate: z.strictObject({
    seconds: z.number().min(0),
    requestMs: z.number().min(0),
    bytes: count,
    measured: z.enum(['probe', 'rehearsal']),
  }),
});

const storedSchema = planSchema.extend({ hash: z.string().regex(/^[0-9a-f]{64}$/) });

export type PlanBody = z.infer<typeof planSchema>;
export type MovePlan = z.infer<typeof storedSchema>;
export type PlannedStage = PlanBody['stages'][number];
export type PlannedLoss = PlanBody['losses'][number];

/** Over the canonical JSON: whoever changes a letter of it changes the hash. */
export function hashOf(value: object): string {
  return createHash('sha256')
    .update(canonicalJson(JSON.parse(JSON.stringify(value)) as JsonValue))
    .digest('hex');
}

export function sealed(body: PlanBody): MovePlan {
  return { ...body, hash: hashOf(body) };
}

/** Reads what a file says. Throws PLAN_INVALID or PLAN_ALTERED. */
export function readPlan(content: string): MovePlan {
  const parsed = storedSchema.safeParse(jsonOf(content));
  if (!parsed.success)
    throw refuseMove('PLAN_INVALID', 'This is no plan of this hub.', 'Name the file that `mortar plan` has written.');
  const { hash, ...body } = parsed.data;
  if (hashOf(body) !== hash)
    throw refuseMove('PLAN_ALTERED', 'The plan was altered after it was made.', 'Make a new one: mortar plan.');
  return parsed.data;
}

/** What the mirror keeps. */
export function planOfRow(plan: JsonObject): MovePlan {
  return storedSchema.parse(plan);
}

function jsonOf(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}
