import type { Phase } from '../kill-plan.ts';

const of = (phases: readonly string[]): Phase[] => phases.map((phase) => ({ stage: 'apply', phase }));

/** Where an apply can be cut off: around each write of its state, and around each request to the target. */
export const rebuildPhases: readonly Phase[] = of([
  'begun:open',
  'begun:commit',
  'begun:committed',
  'list:asked',
  'list:answered',
  'write:asked',
  'write:answered',
  'move:commit',
  'move:committed',
]);

/** Those that say most, for a proof of half a minute. */
export const shortRebuildPhases: readonly Phase[] = of(['begun:committed', 'write:asked', 'write:answered']);
