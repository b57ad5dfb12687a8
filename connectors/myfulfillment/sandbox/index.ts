/**
 * A myFulfillment that exists only for demos and tests: an HTTP server with the vendor's shapes and quirks over a
 * plain-data state, that can be made to fail, and that links itself to a PrestaShop as the vendor does. It knows
 * nothing of the connector, and the connector must not know that it talks to it.
 */
export { startDemoSandbox, type DemoSandbox } from './demo-sandbox.ts';
export type { MyfulfillmentSandbox } from './server.ts';
