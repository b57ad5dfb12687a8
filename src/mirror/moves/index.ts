/**
 * Moves: bricks that are filled from what is held of others. A *plan* says what is brought, an *item* how far one thing
 * is; who was placed as what is bound to the hub ids that clients know, and at the *cutover* messages follow. Runs inside
 * the writer; it talks to no brick.
 */
export { adopt } from './adopt.ts';
export { cutOver } from './cut-over.ts';
export { disinherit, inherit } from './inherit.ts';
export { createMove, noteDrill, noteMove, noteMoveItems } from './move-rows.ts';
export { moveReader } from './move-reader.ts';
