/**
 * A PrestaShop shop that exists only for demos, tests and benchmarks: an HTTP server that speaks the webservice with
 * its quirks over a plain-data state, and that can be made to fail. It knows nothing of the connector, and the
 * connector must not know that it talks to it.
 */
export { startPrestashopSandbox, type PrestashopSandbox } from './server.ts';
export { emptyShop } from './empty-shop.ts';
export { freshShop } from './fresh-shop.ts';
export type { FaultEffect } from './faults/index.ts';
/** @public */
export type { ShopState, WebserviceRecord } from './state.ts';
