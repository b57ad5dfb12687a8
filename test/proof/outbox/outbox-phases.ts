import type { Phase } from '../kill-plan.ts';

const of = (phases: readonly string[]): Phase[] => phases.map((phase) => ({ stage: 'wishes', phase }));

/** From the moment a command is taken to the moment at which what it changed was read back. */
export const outboxPhases: readonly Phase[] = of([
  'enqueue:open',
  'enqueue:commit',
  'enqueue:committed',
  'lease:committed',
  'list:answered',
  'write:asked',
  'write:answered',
  'step:commit',
  'step:committed',
  'settle:open',
  'settle:commit',
  'settle:committed',
  'page:commit',
  'page:committed',
  'confirm:commit',
  'confirm:committed',
]);

/** Those that say most, for a proof of a minute. */
export const shortOutboxPhases: readonly Phase[] = of([
  'enqueue:committed',
  'write:asked',
  'write:answered',
  'step:committed',
  'settle:committed',
  'confirm:committed',
]);
