/** The files of a new connector, as text with `__words__` to be filled in. One small business, the same for each role. */
import type { RoleName } from '#sdk';
import { EVERY_ROLE } from './every-role.ts';
import { FULFILMENT } from './fulfilment.ts';
import { MASS_EDIT } from './mass-edit.ts';
import { SHOP } from './shop.ts';
import { TILL } from './till.ts';

/** What a role's connector reads, how it maps it, and what its sandbox and its recording hold. */
export interface RoleTemplate {
  /** The list's name in the vendor's words. */
  kind: string;
  /** Body of the mapper's `project`. */
  mapper: string;
  /** Type imports of the mapper. */
  imports: string;
  /** The vendor's answer, recorded: `{"data":[…]}`. */
  rows: readonly object[];
  /** Options of the stream beside kind and way. */
  stream?: string;
}

const ROLES: Record<RoleName, RoleTemplate> = {
  shop: SHOP,
  fulfilment: FULFILMENT,
  till: TILL,
  'mass-edit': MASS_EDIT,
};

/** What every new connector is made of. */
export const TEMPLATES: Readonly<Record<string, string>> = EVERY_ROLE;

/** What differs by role. */
export function templateFor(role: RoleName): Record<string, string> {
  const { kind, mapper, imports, rows, stream = '' } = ROLES[role];
  const recording = {
    recordedFrom: '__title__ (made up: replace it by a recording of the real one with `mortar connector record`)',
    request: { method: 'GET', path: `/api/${kind}?after=` },
    response: { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ data: rows }) },
  };
  return {
    [`fixtures/${kind}.json`]: `${JSON.stringify(recording, null, 2)}\n`,
    'mapper.ts': `import type { Aggregate, ${imports} } from 'mortar/sdk';\n\n${mapper}`,
    'streams.ts': (EVERY_ROLE['streams.ts'] ?? '').replaceAll('__kind__', kind).replace('__stream__', stream),
    'sandbox.ts': (EVERY_ROLE['sandbox.ts'] ?? '').replaceAll('__kind__', kind),
    ...testFile(kind),
  };
}

function testFile(kind: string): Record<string, string> {
  return { 'connector.test.ts': (EVERY_ROLE['connector.test.ts'] ?? '').replaceAll('__kind__', kind) };
}

/** Puts the words in. */
export function fillIn(text: string, words: Record<string, string>): string {
  return text.replace(/__([a-z]+)__/g, (all, word: string) => words[word] ?? all);
}
