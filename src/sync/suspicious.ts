import type { HoldReason } from '../mirror/index.ts';
import type { PendingTally } from './hold-rules.ts';

const WORDS = {
  prices: 'records have a price that falls by 90 % or more, or to nothing.',
  discounts: 'records take 90 % or more off a price, or off everything.',
  texts: 'records say what several others say now, or nothing of what they said before.',
  deletions: 'records are gone with what they belong to, and that waits for a person.',
} as const;

/** The rules of single records beside those of all. */
export function withSuspicious(reasons: readonly HoldReason[], { suspicious }: PendingTally): HoldReason[] {
  const byRule = Map.groupBy(suspicious.values(), (rule) => rule);
  const own = [...byRule].map(([rule, { length: count }]): HoldReason => {
    return { rule, count, threshold: 0, message: `${count} ${WORDS[rule as keyof typeof WORDS]}` };
  });
  return [...reasons, ...own.filter(({ rule }) => !reasons.some((one) => one.rule === rule))];
}

const SAMPLE_SIZE = 10;

/** What a hold of these records only counts. */
export function countsOfSuspicious({
  suspicious,
  created,
  deleted,
}: PendingTally): Pick<PendingTally, 'creates' | 'updates' | 'deletes' | 'sample'> & { ids: string[] } {
  const ids = [...suspicious.keys()];
  const creates = ids.filter((id) => created.has(id)).length;
  const deletes = ids.filter((id) => deleted.has(id)).length;
  return { ids, creates, deletes, updates: ids.length - creates - deletes, sample: ids.slice(0, SAMPLE_SIZE) };
}
