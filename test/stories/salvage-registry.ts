/** What the mirror's writer thread of these tests knows. */
import memory from '../../connectors/memory/index.ts';
import { salvage } from '../../src/recovery/salvage/index.ts';

export const connectors = [memory, salvage];
export { facetTypes } from '../../src/registry.ts';
