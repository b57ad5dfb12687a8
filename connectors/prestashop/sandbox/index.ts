/**
 * A PrestaShop shop that exists only for demos, tests and benchmarks: an HTTP server that speaks the webservice with
 * its quirks over a plain-data state, and that can be made to fail. It knows nothing of the connector, and the
 * connector must not know that it talks to it.
 */
export { startPrestashopSandbox, type PrestashopSandbox, type PrestashopSandboxOptions } from './server.ts';
export type { Changes, Poison } from './backdoor.ts';
export { emptyShop } from './empty-shop.ts';
export type { FaultEffect, FaultMatch, FaultRule, Faults, FaultSettings, FaultTiming } from './faults/index.ts';
export type { RequestLogEntry, WriteLogEntry } from './logs.ts';
export type { LocalizedValue, ShopState, WebserviceRecord } from './state.ts';
