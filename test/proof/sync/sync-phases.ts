import type { Phase } from '../kill-plan.ts';

const of = (stage: string, phases: readonly string[]): Phase[] => phases.map((phase) => ({ stage, phase }));

/** `first`: a brick's first sync into an empty mirror. `again`: later ones, with changes waiting in the shop. */
export const syncPhases: readonly Phase[] = [
  ...of('first', [
    'migration:open',
    'migration:commit',
    'migration:committed',
    'run-start:commit',
    'run-start:committed',
    'list:asked',
    'list:answered',
    'page:open',
    'page:commit',
    'page:committed',
    'pass-end:commit',
    'pass-end:committed',
    'projection:open',
    'projection:commit',
    'projection:committed',
    'image:answered',
    'blob:written',
    'blob:named',
    'run-end:commit',
    'run-end:committed',
  ]),
  ...of('again', [
    'run-start:committed',
    'list:answered',
    'page:open',
    'page:commit',
    'page:committed',
    'ids:asked',
    'ids:answered',
    'tombstones:open',
    'tombstones:commit',
    'tombstones:committed',
    'pass-end:committed',
    'publish:open',
    'publish:commit',
    'publish:committed',
    'blob:named',
    'projection:open',
    'projection:commit',
    'projection:committed',
    'run-end:commit',
    'run-end:committed',
  ]),
];

/** Those that say most, for a proof of a minute. */
export const shortSyncPhases: readonly Phase[] = [
  ...of('first', ['page:open', 'page:committed', 'projection:commit', 'blob:named']),
  ...of('again', ['page:committed', 'tombstones:committed', 'publish:committed', 'projection:committed']),
];
