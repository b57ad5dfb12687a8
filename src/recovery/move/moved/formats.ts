import type { PublicAddress } from '#sdk';
import { csvOf } from '../csv.ts';
import type { Redirect, Redirects } from './redirects.ts';

export const FORMATS = ['nginx', 'apache', 'csv'] as const;
export type RedirectFormat = (typeof FORMATS)[number];

type Form = Extract<PublicAddress, { key: string }>;

/** What ends a line, or is no character of an address. */
const CONTROL = /\p{Cc}|\u2028|\u2029/u;
const MARK = '#';

export function formatted(redirects: Redirects, format: RedirectFormat): string {
  // An address with a line's end in it reaches no server, and could end a line here.
  const sound = { ...redirects, redirects: redirects.redirects.filter(isSound) };
  if (format === 'csv') return csv(sound);
  return format === 'nginx' ? nginx(sound) : apache(sound);
}

function isSound({ from, to }: Redirect): boolean {
  const text = 'path' in from ? from.path : from.key;
  return !CONTROL.test(text) && !CONTROL.test(to) && URL.canParse(to);
}

function header({ plan, source, target, redirects, unknown, taken }: Redirects): string[] {
  const plain = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?');
  return [
    `Redirects 301 from ${source} to ${target}, by ${plan}: ${String(redirects.length)}.`,
    ...unknown.map(({ type, count }) => `Not known where: ${String(count)} of ${type}.`),
    ...(taken > 0 ? [`Left out, since the new shop shows something else there: ${String(taken)}.`] : []),
    'Not known to the hub: routes that were changed in the shop’s settings, pages of texts, brands, and filters.',
  ].map((line) => `${MARK} ${plain(line)}`);
}

function csv({ redirects }: Redirects): string {
  const rows = redirects.map(({ type, hubId, from, to }) => [
    'path' in from ? from.path : patternOf(from),
    kindOf(from),
    to,
    type,
    hubId,
  ]);
  return `\uFEFF${csvOf([['from', 'match', 'to', 'type', 'hubId'], ...rows])}`;
}

const kindOf = (from: PublicAddress): string => ('path' in from ? 'path' : 'regex');

/** As a regular expression over a decoded path. */
function patternOf({ before, key, after }: Form): string {
  return `^${before}${key.replace(/[^A-Za-z0-9_]/g, (one) => `\\${one}`)}${after}$`;
}

/**
 * Maps, to be included in `http { }`. Forms of the same shape are one expression and a table of keys, so that thousands
 * cost one look. https://nginx.org/en/docs/http/ngx_http_map_module.html
 */
function nginx(all: Redirects): string {
  const isCounted = (one: Redirect): one is Redirect & { from: Form } =>
    'key' in one.from && /^\d+$/.test(one.from.key);
  const forms = all.redirects.filter(isCounted);
  const others = all.redirects.filter((one) => !isCounted(one));
  const shapes = [...Map.groupBy(forms, ({ from: { before, after } }) => JSON.stringify([before, after])).values()];
  const names = ['$mortar_moved', ...shapes.map((_, index) => `$mortar_moved_${String(index + 1)}`)];
  const lines = [
    ...header(all),
    '# Include this in http { }; above it, where long addresses need it: map_hash_bucket_size 512; map_hash_max_size 65536;',
    '# In the server { } of the old address:',
    ...names.map((name) => `#   if (${name}) { return 301 ${name}; }`),
    '',
    ...table('$uri', '$mortar_moved', others),
  ];
  for (const [index, shape] of shapes.entries()) {
    const number = String(index + 1);
    const { before = '', after = '' } = shape[0]?.from ?? {};
    const expression = `^${before}(?<mortar_id_${number}>[0-9]+)${after}$`;
    const keys = shape.map((one) => ({ ...one, from: { path: one.from.key } }));
    lines.push(
      ...[`map $uri $mortar_key_${number} {`, '  default "";'],
      ...[`  "~${escaped(expression)}" $mortar_id_${number};`, '}'],
      ...table(`$mortar_key_${number}`, `$mortar_moved_${number}`, keys),
    );
  }
  return `${lines.join('\n')}\n`;
}

/** Texts are compared without regard to case there, and one that stands twice is an error. */
function table(asked: string, name: string, redirects: readonly Pick<Redirect, 'from' | 'to'>[]): string[] {
  const rows = new Map(
    redirects.map(({ from, to }): [string, string] => {
      const text = 'path' in from ? from.path : `~${patternOf(from)}`;
      const same = 'path' in from ? text.replace(/[A-Z]/g, (one) => one.toLowerCase()) : text;
      return [same, `  "${escaped(text)}" "${target(to)}";`];
    }),
  );
  return [`map ${asked} ${name} {`, '  default "";', ...rows.values(), '}'];
}

/** In quotes, a backslash takes the meaning of what follows it. */
function escaped(text: string): string {
  return text.replace(/[\\"]/g, (one) => `\\${one}`);
}

/** Of a whole address, only what no server reads as anything else; a variable begins with a dollar. */
function target(to: string): string {
  return new URL(to).href.replace(/[^A-Za-z0-9/:._~?=&%@+,-]/g, (one) => percent(one));
}

function percent(one: string): string {
  return [...Buffer.from(one)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

/**
 * Rules for a server, a virtual host or an .htaccess file. Each byte that is no letter or number is written by its number,
 * so that neither the expression nor the file reads it as its own. https://httpd.apache.org/docs/2.4/mod/mod_rewrite.html
 */
function apache(all: Redirects): string {
  // The first that fits is taken: what is named exactly comes before what only has its form.
  const inOrder = [...all.redirects].sort((a, b) => Number('key' in a.from) - Number('key' in b.from));
  const rules = inOrder.map(({ from, to }) => {
    const path =
      'path' in from
        ? bytes(from.path.replace(/^\//, ''))
        : `${from.before.replace(/^\//, '')}${bytes(from.key)}${from.after}`;
    // A percent or dollar before a number is a reference there.
    return `RewriteRule "^/?${path}$" "${target(to).replaceAll('%', '\\%')}" [R=301,L,NE]`;
  });
  return `${[...header(all), 'RewriteEngine On', ...rules].join('\n')}\n`;
}

function bytes(text: string): string {
  const shown = (byte: number): string => {
    const one = String.fromCharCode(byte);
    return /[A-Za-z0-9/_-]/.test(one) ? one : `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  };
  return [...Buffer.from(text)].map(shown).join('');
}
