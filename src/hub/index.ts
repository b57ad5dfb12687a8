/**
 * One hub: mirror, bricks and syncs joined, without a way in. `serve/` puts the gateway in front of it, the command
 * line runs its operations. It knows no vendor: connectors reach it through the registry.
 */
export { openHub, type Hub } from './hub.ts';
export { hubStatus } from './status.ts';
