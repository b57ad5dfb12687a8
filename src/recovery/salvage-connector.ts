/** The connector of salvage, for the registry: the mirror's writer loads it without the rest of recovery. */
export { salvage } from './salvage/brick/connector.ts';
