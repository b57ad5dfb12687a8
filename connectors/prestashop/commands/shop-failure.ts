import { isCoded } from '#sdk';

/** The shop itself failed (an uncaught exception), as opposed to being away. */
export function isShopFailure(error: unknown): error is Error & { detail: string | undefined } {
  return isCoded(error) && error.code === 'BRICK_SERVER_ERROR';
}
