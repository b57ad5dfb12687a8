import memory from '../../connectors/memory/index.ts';

/** All roles, and bricks that live in the memory of a test: for the hub and for its writer's thread. */
export const connectors = [memory];
export { facetTypes } from '../../src/registry.ts';
