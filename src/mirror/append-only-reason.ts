import type { HoldReason } from './contract.ts';

const MOST_NAMED = 5;

/** The alarm that what was closed for ever did not stay as it was. */
export function appendOnlyReason(kind: string, count: number, ids: readonly string[]): HoldReason {
  const named = ids.slice(0, MOST_NAMED).join(', ');
  const [records, they] = count === 1 ? ['record', 'it was'] : ['records', 'they were'];
  const more = count > Math.min(ids.length, MOST_NAMED) ? ', …' : '.';
  return {
    rule: 'append-only',
    count,
    threshold: 0,
    message: `${count} ${records} of ${kind} changed or vanished after ${they} closed: ${named}${more}`,
  };
}
