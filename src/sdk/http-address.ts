import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { PermanentError } from './errors.ts';

/** Where cloud hosts answer with credentials, and where no brick lives. Private and loopback addresses are legitimate. */
const linkLocal = new BlockList();
linkLocal.addSubnet('169.254.0.0', 16, 'ipv4');
linkLocal.addSubnet('fe80::', 10, 'ipv6');

/** The code of the error with which a name that leads only to link-local addresses is refused. */
export const LINK_LOCAL = 'ELINKLOCAL';

export interface BrickAddress {
  secure: boolean;
  /** The full address of a path below the base; throws for one that would leave it. */
  resolve(path: string): string;
  /** The address as messages may show it: without credentials and without query, which may name customers. */
  shown(path: string): string;
  /** The password of the base address, if it carries one. */
  secrets: string[];
}

/** Reads a base address once, so that each request is a cheap join. */
export function brickAddress(baseUrl: string, allowLinkLocal: boolean): BrickAddress {
  const base = parseBase(baseUrl);
  if (!allowLinkLocal && isLinkLocal(base.hostname.replace(/^\[|\]$/g, ''))) {
    throw refusedAddress(`${base.hostname} is a link-local address`, 'Give the address at which the brick is served.');
  }
  const root = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`;
  const prefix = `${base.protocol}//${credentials(base)}${base.host}${root}`;
  return {
    secure: base.protocol === 'https:',
    resolve: (path) => prefix + belowBase(path),
    shown: (path) => base.origin + root + path.replace(/^\//, '').replace(/[?#].*$/s, ''),
    secrets: [base.password, safeDecode(base.password)].filter((secret) => secret !== ''),
  };
}

function parseBase(baseUrl: string): URL {
  const base = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!base || (base.protocol !== 'http:' && base.protocol !== 'https:')) {
    throw refusedAddress('the base address is no http or https address', 'Write it as https://shop.example.');
  }
  if (base.search !== '' || base.hash !== '') {
    throw refusedAddress('the base address has a query or a fragment', 'Leave out everything from the ? or # on.');
  }
  return base;
}

function credentials(base: URL): string {
  if (base.username === '' && base.password === '') return '';
  return `${base.username}:${base.password}@`;
}

/** Refuses whatever a URL parser could read as another host or another folder than the base's. */
function belowBase(path: string): string {
  const segments = path.replace(/[?#].*$/s, '').split('/');
  const leaves =
    /^[a-z][a-z0-9+.-]*:/i.test(path) ||
    path.startsWith('//') ||
    /[\\#\p{Cc}]/u.test(path) ||
    segments.some((segment) => /^(\.|%2e){1,2}$/i.test(segment));
  if (leaves) {
    throw new PermanentError({
      code: 'BRICK_PATH_REFUSED',
      message: 'A request was about to leave the address of its brick, or had a path that no server reads as written.',
      remedy: 'Build paths below the base address, each value of the query through encodeURIComponent.',
    });
  }
  return path.replace(/^\//, '');
}

function refusedAddress(what: string, remedy: string): PermanentError {
  return new PermanentError({ code: 'BRICK_ADDRESS_REFUSED', message: `The brick cannot be used: ${what}.`, remedy });
}

function isLinkLocal(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && linkLocal.check(address.replace(/%.*$/, ''), family === 6 ? 'ipv6' : 'ipv4');
}

/** Resolves names as Node does, leaving out link-local addresses: the check above sees only literal ones. */
export const lookupBeyondLink: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, '', 0);
    const usable = found.filter(({ address }) => !isLinkLocal(address));
    const first = usable[0];
    if (!first) callback(Object.assign(new Error('only link-local addresses'), { code: LINK_LOCAL }), '', 0);
    else if (options.all) callback(null, usable);
    else callback(null, first.address, first.family);
  });
};

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
