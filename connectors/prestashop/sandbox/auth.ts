import { WebserviceFailure, type Reply } from './reply.ts';
import { RESOURCES } from './resources/index.ts';
import { didYouMean } from './reply.ts';

export const METHODS = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'HEAD'];

const CHALLENGE = {
  'WWW-Authenticate':
    'Basic realm="Welcome to PrestaShop Webservice, please enter the authentication key as the login. No password required."',
};

/** What the key may do: resource name to methods. */
export type Rights = (resource: string) => readonly string[];

/** The key of a request: Basic user, or `ws_key`. */
export function keyOf(authorization: string | undefined, params: ReadonlyMap<string, string>): string | undefined {
  const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1];
  if (basic === undefined) return params.get('ws_key') || undefined;
  return Buffer.from(basic, 'base64').toString('utf8').split(':')[0] || undefined;
}

/** The answer without any key comes from the dispatcher, as plain text, before there is a webservice. */
export const NO_KEY: Reply = {
  status: 401,
  body: '401 Unauthorized',
  type: 'text/html; charset=utf-8',
  headers: CHALLENGE,
  bare: true,
};

export class UnknownKey extends WebserviceFailure {
  readonly headers = CHALLENGE;
  constructor() {
    super(401, [20, 'Authentification key is not active'], [21, 'No permission for this authentication key']);
  }
}

export class WebserviceDisabled extends WebserviceFailure {
  constructor() {
    super(503, [22, 'The PrestaShop webservice is disabled. Please activate it in the PrestaShop Back Office']);
  }
}

/** Refuses what does not exist, what the key may not see, and methods that the resource or the key does not allow. */
export function authorize(method: string, resource: string, rights: Rights): void {
  const known = RESOURCES.get(resource);
  if (!known) {
    const message = didYouMean(`Resource of type "${resource}" does not exists`, resource, [...RESOURCES.keys()]);
    throw new WebserviceFailure(400, [27, message]);
  }
  const allowed = rights(resource);
  if (allowed.length === 0) {
    const message = `Resource of type "${resource}" is not allowed with this authentication key`;
    throw new WebserviceFailure(401, [26, message]);
  }
  if (!METHODS.includes(method)) throw new WebserviceFailure(405, [23, `Method ${method} is not valid`]);
  if (known.refused.includes(method)) {
    throw new WebserviceFailure(405, [101, `Method ${method} is not allowed for the resource ${resource}`]);
  }
  if (!allowed.includes(method)) {
    const message = `Method ${method} is not allowed for the resource ${resource} with this authentication key`;
    throw new WebserviceFailure(405, [25, message]);
  }
}
