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
  /** Address of the public page; or what else was tried: `order`. */
  page: string;
  state: 'seen' | 'differs' | 'unreachable';
  /** What was looked for and not seen: `price 19.90`. */
  lacking: string[];
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
}

/** `hash`: SHA-256 over the canonical JSON of all else. It shows that a report was altered, not who wrote it. */
export type Report = ReportBody & { hash: string };

/** What of a report is kept beside its move. */
export const verdictSchema = z.object({
  verifiedAt: z.string(),
  findings: z.number(),
  expected: z.number(),
  compared: z.number(),
  witnessed: z.number(),
  hash: z.string(),
  folder: z.string(),
});
export type Verdict = z.infer<typeof verdictSchema>;

const CUT = 300;

export function shown(value: unknown): string | null {
  if (value === undefined) return null;
  const text = JSON.stringify(value);
  return text.length > CUT ? `${text.slice(0, CUT)}…` : text;
}
