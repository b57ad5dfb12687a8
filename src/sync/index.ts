/**
 * Bricks → mirror. A *run* reads the *streams* of one brick, each from its *checkpoint*; what was read is judged and
 * then *published*, or set aside as a *hold*. Writes only through the mirror's writer; never to a brick.
 */
export { openBrick, type Brick, type BrickSettings } from './bricks.ts';
export { canonicalJson, toIncoming } from './canonical.ts';
export { syncBrick, thresholdOf } from './brick-sync.ts';
export type { Listener, RunSummary, SyncEvent } from './events.ts';
export { mirrorView } from './mirror-view.ts';
export { followedKinds, isSealed, sealStreams } from './sealing.ts';
export { createSyncService, type BrickView, type SyncService } from './sync-service.ts';
export { settleBindings } from './settling.ts';
