import { PermanentError, RetryableError } from '#sdk';
import type { BrickRequest, BrickResponse } from '#sdk';

/** An answer of the shop that is no success, in words for the till's brick. */
export function toShopError({ status }: BrickResponse<string>, request: BrickRequest): Error {
  const resource = /^api\/([a-z_]+)/.exec(request.path)?.[1] ?? 'api';
  const detail = `HTTP ${status} for ${resource}`;
  if (status === 401 || status === 405)
    return new PermanentError({
      code: 'SHOP_KEY_REFUSED',
      message: `The shop does not let the key of shop.key read "${resource}".`,
      remedy:
        'In PrestaShop, Advanced Parameters > Webservice: tick GET for orders and currencies, and compare the key.',
      detail,
    });
  if (status < 500 && status !== 408 && status !== 429)
    return new PermanentError({
      code: 'SHOP_ADDRESS_WRONG',
      message: `The shop answered ${status} where its webservice should be.`,
      remedy:
        'Compare shop.url with Shop Parameters > Traffic & SEO > Shop URL: http or https, www, folder; without /api.',
      detail,
    });
  return new RetryableError({
    code: 'SHOP_UNAVAILABLE',
    message: `The shop into which the till writes does not answer at the moment (${status}).`,
    remedy: 'It is tried again later. Tickets that come by file do not wait for it.',
    detail,
  });
}

/** A body that is no list of this resource: believing it would lose sales. */
export function brokenList(resource: string, what: string): RetryableError {
  return new RetryableError({
    code: 'SHOP_ANSWER_BROKEN',
    message: `The shop's list of ${resource} is not usable: ${what}.`,
    remedy: 'It is tried again later. If it goes on, check shop.url, and what stands in front of the webservice.',
  });
}
