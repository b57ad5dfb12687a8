import type { FailureText } from '#sdk';

/** Every failure of a WooCommerce shop that has a name of its own here. */
export type WooCode =
  | 'BRICK_KEY_REFUSED'
  | 'BRICK_KEY_NOT_RECEIVED'
  | 'BRICK_RIGHT_MISSING'
  | 'BRICK_RESOURCE_ABSENT'
  | 'BRICK_RECORD_ABSENT'
  | 'BRICK_ADDRESS_WRONG'
  | 'BRICK_REDIRECTED'
  | 'BRICK_BLOCKED_BY_HOST'
  | 'BRICK_UNAVAILABLE'
  | 'BRICK_BUSY'
  | 'BRICK_SERVER_ERROR'
  | 'BRICK_QUERY_REFUSED'
  | 'BRICK_VALUE_REFUSED'
  | 'BRICK_ANSWER_BROKEN'
  | 'BRICK_ANSWER_INCONSISTENT';

type Words = Pick<FailureText, 'message' | 'remedy'>;

/** What happened and what to do about it. `subject` is a list of the REST API: `products`. */
export function explain(code: WooCode, subject: string): Words {
  const [message, remedy] = TEXTS[code](subject);
  return { message, remedy };
}

const REST_SETTINGS = 'WooCommerce > Settings > Advanced > REST API';

const TEXTS: Record<WooCode, (subject: string) => [message: string, remedy: string]> = {
  BRICK_KEY_REFUSED: () => [
    'The shop does not accept the consumer key and secret.',
    `Compare them with ${REST_SETTINGS}. Over plain HTTP, homeUrl must be the address that Settings > General has for the site, and the clocks must agree to 15 minutes.`,
  ],
  BRICK_KEY_NOT_RECEIVED: () => [
    'Something before WordPress asks for a password.',
    "Let /wp-json pass without the host's own password, and make sure that it hands the Authorization header on to PHP.",
  ],
  BRICK_RIGHT_MISSING: (subject) => [
    `The consumer key may not do this with "${subject}".`,
    `In ${REST_SETTINGS} give the key the permission "Read/Write", and an administrator or shop manager as its user.`,
  ],
  BRICK_RESOURCE_ABSENT: (subject) => [
    `This WooCommerce has no "${subject}".`,
    'Nothing to do if this version never had it; otherwise update WooCommerce.',
  ],
  BRICK_RECORD_ABSENT: (subject) => [
    `The shop has no such record in "${subject}".`,
    'It was deleted in the shop meanwhile: sync the brick, then decide again.',
  ],
  BRICK_ADDRESS_WRONG: () => [
    'No WooCommerce answers at this address.',
    'Check the url (without /wp-json). If it is right, set Settings > Permalinks to anything but "Plain": the REST API needs it.',
  ],
  BRICK_REDIRECTED: () => [
    'The shop answered with a redirect instead of data; it was not followed.',
    'The url is not the one that the site has for itself (http/https, www): copy it from Settings > General > Site Address.',
  ],
  BRICK_BLOCKED_BY_HOST: () => [
    'The host refused the request before WooCommerce saw it.',
    'Ask the host, or the security plugin, to let this server reach /wp-json/wc/v3.',
  ],
  BRICK_UNAVAILABLE: () => [
    'The shop is not available at the moment.',
    'It is tried again later. If it goes on, open the shop in a browser and ask the host.',
  ],
  BRICK_BUSY: () => [
    "The shop's host asks for fewer requests.",
    'It is tried again later. If it goes on, set perSecond or a lower concurrency for this brick.',
  ],
  BRICK_SERVER_ERROR: (subject) => [
    `WordPress failed while it answered for "${subject}".`,
    'It is tried again later. If it goes on, look into WooCommerce > Status > Logs (fatal-errors); a lower pageSize helps when memory or time ran out.',
  ],
  BRICK_QUERY_REFUSED: (subject) => [
    `WooCommerce does not understand the question asked of "${subject}".`,
    'Report it with the detail: this version lacks a parameter that the connector relies on.',
  ],
  BRICK_VALUE_REFUSED: (subject) => [
    `WooCommerce refuses what was to be written to "${subject}".`,
    "The detail holds the shop's own words: correct the value, or the shop's record, and redrive the message.",
  ],
  BRICK_ANSWER_BROKEN: (subject) => [
    `The answer for "${subject}" is not usable.`,
    'It is tried again later. If it goes on, lower pageSize, and switch off WP_DEBUG_DISPLAY: notices printed before the data break it.',
  ],
  BRICK_ANSWER_INCONSISTENT: (subject) => [
    `The answer for "${subject}" contradicts the question.`,
    'It is tried again later. If it goes on, look for a cache in front of /wp-json, or a plugin that changes its lists.',
  ],
};
