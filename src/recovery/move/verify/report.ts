import { z } from 'zod';
import type { Words } from './words.ts';

/** `different`: a field. `missing`: the target lacks the entity. `surplus`: the source lacks it. */
export type FindingKind = 'different' | 'missing' | 'surplus';

export interface Finding {
  kind: FindingKind;
  type: string;
  hubId: string;
  /** The target's id; of what is missing, the source's. */
  externalId: string;
  path: string;
  /** As JSON, cut off where it is long. */
  source: string | null;
  target: string | null;
  /** The target says that it was changed after we had written it. */
  changedSince: boolean;
}

/** Differences that the connector declared, or the plan told of. */
export interface ExpectedGroup {
  path: string;
  count: number;
  reason: Words;
}

/** What a witness who does not know our mappers saw of one thing. */
export interface Witnessed {
  hubId: string;
  /** Address of the public page. */
  page: string;
  state: 'seen' | 'differs' | 'unreachable';
  /** What was looked for and not seen: `price 19.90`. */
  lacking: string[];
}

/** One thing that was ordered on the public side, as a guest would, and taken back. */
export interface ReportedOrder {
  /**
   * `completed`: what the brick keeps of it is right. `stopped`: it could not be tried to its end, which says nothing of
   * the brick. `failed`: a customer would have failed, too, or what is kept of it is wrong.
   */
  state: 'completed' | 'stopped' | 'failed';
  /** What the brick calls it; null: none came to be. */
  reference: string | null;
  message: Words;
  /** What a person has to do, such as to delete what is left of it; null: nothing. */
  remedy: Words | null;
  /** Hub id of what was ordered; null: nothing was. */
  variant: string | null;
}

export interface ReportBody {
  version: 1;
  move: string;
  way: 'rebuild' | 'swap';
  source: string;
  target: string;
  /** The source is as of this time. */
  at: string;
  asOf: boolean;
  verifiedAt: string;
  types: { type: string; source: number; target: number; equal: number }[];
  findings: Finding[];
  /** All of them; at most some thousand are listed. */
  findingCount: number;
  expected: ExpectedGroup[];
  witness: Witnessed[];
  /** Null: nobody asked for a trial. */
  order: ReportedOrder | null;
}

/**
 * `hash`: SHA-256 over the canonical JSON of the body. `signer`: the hub's public key (Ed25519, base64), with which
 * `signature` (base64) over the hash is checked: nobody else can have written it.
 */
export type Report = ReportBody & { hash: string; signer: string; signature: string };

const words = z.object({ en: z.string(), fr: z.string() });

/** What of a report is kept beside its move. */
export const verdictSchema = z.object({
  verifiedAt: z.string(),
  findings: z.number(),
  expected: z.number(),
  compared: z.number(),
  witnessed: z.number(),
  hash: z.string(),
  folder: z.string(),
  /** Absent: an earlier release wrote it. */
  signer: z.string().optional(),
  /** What became of an order for trial; absent or null: nobody asked for one. */
  order: z
    .object({
      state: z.enum(['completed', 'stopped', 'failed']),
      reference: z.string().nullable(),
      message: words,
      remedy: words.nullable(),
    })
    .nullish(),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** Differences that nobody expected, in what was read, seen and ordered. */
export function findingsOf({ findingCount, witness, order }: ReportBody): number {
  return findingCount + witness.filter(({ state }) => state === 'differs').length + (order?.state === 'failed' ? 1 : 0);
}

const CUT = 300;

export function shown(value: unknown): string | null {
  if (value === undefined) return null;
  const text = JSON.stringify(value);
  return text.length > CUT ? `${text.slice(0, CUT)}…` : text;
}
