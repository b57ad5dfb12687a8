import { XMLParser } from 'fast-xml-parser';
import { isCoded } from '#sdk';
import type { CheckFinding } from '#sdk';
import { noWebservice, rightMissing } from './errors.ts';
import { commandRights } from './command-rights.ts';
import { RESOURCES } from './resources.ts';
import type { PrestashopSettings } from './settings.ts';
import type { Webservice } from './webservice.ts';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  processEntities: false,
  parseAttributeValue: false,
});

/** Whether the shop can be reached, which version it is, and what its key may read. */
export async function check(webservice: Webservice, settings: PrestashopSettings): Promise<CheckFinding[]> {
  try {
    const { body, version } = await webservice.xml('api/');
    const allowed = allowedMethods(body);
    if (!allowed) return [{ subject: 'webservice', state: 'error', ...noWebservice() }];
    const reached: CheckFinding = {
      subject: 'webservice',
      state: 'ok',
      message: `PrestaShop ${version ?? '(version unknown)'} answers.`,
    };
    const readable = new Set([...allowed].filter(([, methods]) => methods.has('GET')).map(([name]) => name));
    return [
      reached,
      ...(await rights(webservice, readable)),
      ...(await timezone(webservice, settings, readable)),
      ...commandRights(allowed),
    ];
  } catch (error) {
    return [found('webservice', error)];
  }
}

/** Turns what went wrong into a finding. Only errors with words of ours: anything else is a mistake of ours. */
function found(subject: string, error: unknown): CheckFinding {
  if (!isCoded(error)) throw error;
  return { subject, state: 'error', message: error.message, remedy: error.remedy };
}

/** Resource to the methods that the key may use: the root names those on which it has any. Null: no webservice. */
export function allowedMethods(xml: string): Map<string, ReadonlySet<string>> | null {
  if (!xml.trimStart().startsWith('<?xml')) return null;
  const root = parser.parse(xml) as { prestashop?: { api?: unknown } };
  const api = root.prestashop?.api;
  if (api === undefined) return null;
  const entries = typeof api === 'object' && api !== null ? Object.entries(api as Record<string, unknown>) : [];
  return new Map(entries.map(([name, node]) => [name, methodsOf(node)]));
}

function methodsOf(node: unknown): ReadonlySet<string> {
  const rights = typeof node === 'object' && node !== null ? (node as Record<string, unknown>) : {};
  return new Set(['GET', 'POST', 'PATCH', 'DELETE'].filter((method) => rights[`@${method.toLowerCase()}`] === 'true'));
}

async function rights(webservice: Webservice, readable: ReadonlySet<string>): Promise<CheckFinding[]> {
  const wanted = [...new Set([...RESOURCES.map(({ resource }) => resource), 'images'])];
  const findings: CheckFinding[] = [];
  for (const subject of wanted) {
    if (readable.has(subject)) findings.push({ subject, state: 'ok', message: 'The key may read it.' });
    else findings.push(await whyNot(webservice, subject));
  }
  return findings;
}

/** Not named by the root: no right, or a version that has no such resource; only asking tells. */
async function whyNot(webservice: Webservice, resource: string): Promise<CheckFinding> {
  const missing = rightMissing(resource, '');
  const finding: CheckFinding = {
    subject: resource,
    state: 'missing',
    message: missing.message,
    remedy: missing.remedy,
  };
  if (resource === 'images') return finding;
  try {
    await webservice.list({ resource, display: ['id'], limit: 1 }, new AbortController().signal);
    return { subject: resource, state: 'ok', message: 'The key may read it.' };
  } catch (error) {
    if (!isCoded(error)) throw error;
    if (error.code === 'BRICK_RIGHT_MISSING') return finding;
    if (error.code === 'BRICK_RESOURCE_ABSENT')
      return { subject: resource, state: 'ok', message: 'This version has none of it.' };
    return found(resource, error);
  }
}

/** Dates come without an offset: a wrong zone would shift them all. */
async function timezone(
  webservice: Webservice,
  settings: PrestashopSettings,
  readable: ReadonlySet<string>,
): Promise<CheckFinding[]> {
  if (!readable.has('configurations')) return [];
  try {
    const filters = { name: '[PS_TIMEZONE]' };
    const query = { resource: 'configurations', display: 'full', filters, limit: 1 } as const;
    const [row] = await webservice.list(query, new AbortController().signal);
    const zone = row?.body['value'];
    if (typeof zone !== 'string' || zone === '') return [];
    if (zone === settings.timezone)
      return [{ subject: 'timezone', state: 'ok', message: `The shop's dates are in ${zone}.` }];
    const message = `The shop's dates are in ${zone}, the brick's timezone says ${settings.timezone}.`;
    return [{ subject: 'timezone', state: 'error', message, remedy: `Set timezone: ${zone} for this brick.` }];
  } catch (error) {
    return [found('timezone', error)];
  }
}
