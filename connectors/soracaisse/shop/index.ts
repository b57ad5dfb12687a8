/**
 * The till through a PrestaShop: sales that its own module writes there as orders, told apart by module or payment.
 *
 * Read only, and only what makes a sale. The shop itself, its customers and the whole of its orders are another brick's.
 */
export { checkShop } from './check.ts';
export { shopOrdersStream } from './orders.stream.ts';
export { shopSchema } from './settings.ts';
export { openShop } from './webservice.ts';
