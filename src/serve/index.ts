/**
 * Serving: a hub, the gateway in front of it, and the local socket of the command line, opened in order and closed in
 * the opposite one.
 */
export { serve, silentGateway } from './serve.ts';
