/**
 * One thing is ordered on the public side, as a guest would, looked at through the REST API, and taken back.
 *
 * The *Store API* is what the shop's own cart and checkout blocks speak: it needs no key. Nothing here is done unasked.
 */
export { tryOrder } from './try-order.ts';
