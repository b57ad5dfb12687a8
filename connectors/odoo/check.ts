import { isCoded } from '#sdk';
import type { CheckFinding } from '#sdk';
import { MODELS } from './models.ts';
import type { Model } from './models.ts';
import type { Odoo } from './odoo.ts';
import type { Domain, Questions } from './query.ts';
import type { OdooSettings } from './settings.ts';

/** Whether Odoo can be reached, which version it is, whether the user may log in, and what it may read. */
export async function check(odoo: Odoo, ask: Questions, settings: OdooSettings): Promise<CheckFinding[]> {
  const findings: CheckFinding[] = [];
  try {
    const version = await odoo.version();
    const spoken = (await odoo.protocol()) === 'json2' ? 'JSON-2' : 'JSON-RPC';
    findings.push({ subject: 'server', state: 'ok', message: `Odoo ${version ?? '(version unknown)'}, by ${spoken}.` });
    await ask.fields('res.company', ['name']);
  } catch (error) {
    return [...findings, found(findings.length === 0 ? 'server' : 'database', error)];
  }
  const message = `The user may log in to the database "${settings.database}".`;
  findings.push({ subject: 'database', state: 'ok', message });
  if (settings.companyId) {
    const company = await allowed(settings.companyId, ask);
    findings.push(company);
    // Without its company Odoo refuses whatever is asked.
    if (company.state !== 'ok') return findings;
  }
  for (const model of MODELS.filter(({ kind }) => kind === undefined)) findings.push(await rights(model, ask));
  for (const one of WRITTEN) findings.push(...(await writeRights(one, odoo, findings)));
  return findings;
}

async function allowed(companyId: number, ask: Questions): Promise<CheckFinding> {
  const { signal } = new AbortController();
  const domain: Domain = [['id', '=', companyId]];
  try {
    const ids = await ask.ids({ model: 'res.company', domain, order: 'id asc', limit: 1, signal });
    if (ids.length > 0) return { subject: 'company', state: 'ok', message: `The user may read company ${companyId}.` };
  } catch (error) {
    if (!isCoded(error) || error.code !== 'BRICK_RIGHT_MISSING') return found('company', error);
  }
  const message = `There is no company ${companyId}, or the user is not allowed it.`;
  const remedy = "Correct `companyId`, or allow the company: Settings > Users > the hub's user > Allowed Companies.";
  return { subject: 'company', state: 'error', message, remedy };
}

/** One row with all that will be read of it: a field may lead to a model that is refused. */
async function rights({ model, app, fields, domain = [] }: Model, ask: Questions): Promise<CheckFinding> {
  const { signal } = new AbortController();
  try {
    const known = [...(await ask.fields(model, [...fields, 'write_date'])).keys()];
    await ask.rows({ model, domain, fields: known, order: 'id asc', limit: 1, signal });
    return { subject: model, state: 'ok', message: 'The user may read it.' };
  } catch (error) {
    if (!isCoded(error) || error.code !== 'BRICK_MODEL_ABSENT') return found(model, error);
    const remedy = `Nothing to do if it is not used; otherwise install the app "${app}" in Odoo.`;
    return { subject: model, state: 'missing', message: error.message, remedy };
  }
}

interface WrittenModel {
  model: string;
  operations: readonly ('create' | 'write')[];
  /** What cannot be done without it. */
  command: string;
  right: string;
}

const WRITTEN: readonly WrittenModel[] = [
  { model: 'stock.quant', operations: ['create', 'write'], command: 'setStock', right: '"Inventory: User"' },
  {
    model: 'sale.order',
    operations: ['create', 'write'],
    command: 'fulfilOrder',
    right: '"Sales: User: All Documents"',
  },
  { model: 'res.partner', operations: ['create'], command: 'fulfilOrder', right: '"Extra Rights: Contact Creation"' },
  { model: 'purchase.order', operations: ['create'], command: 'createPurchaseOrder', right: '"Purchase: User"' },
];

/** Asked without writing anything. Nothing is said of what cannot be read, or where a version does not know the question. */
async function writeRights(
  { model, operations, command, right }: WrittenModel,
  odoo: Odoo,
  findings: readonly CheckFinding[],
): Promise<CheckFinding[]> {
  if (!findings.some(({ subject, state }) => subject === model && state === 'ok')) return [];
  const subject = `${model} (write)`;
  try {
    const lacking = [];
    for (const operation of operations) if (!(await mayWrite(odoo, model, operation))) lacking.push(operation);
    if (lacking.length === 0) return [{ subject, state: 'ok', message: 'The user may write it.' }];
    const message = `The user may not ${lacking.join(' and ')} it: ${command} will be refused.`;
    const remedy = `Nothing to do if the hub is not to write here; otherwise give ${right} to the hub's user in Settings > Users.`;
    return [{ subject, state: 'missing', message, remedy }];
  } catch (error) {
    if (isCoded(error) && error.code === 'BRICK_QUERY_REFUSED') return [];
    return [found(subject, error)];
  }
}

/** The question was renamed in 18. */
export async function mayWrite(odoo: Odoo, model: string, operation: string): Promise<boolean> {
  const major = Number(/\d+/.exec((await odoo.version()) ?? '')?.[0] ?? Infinity);
  const isNew = major >= 18;
  const answer = isNew
    ? await odoo.call({ model, method: 'has_access', args: { ids: [], operation } })
    : await odoo.call({ model, method: 'check_access_rights', args: { operation, raise_exception: false } });
  return answer === true;
}

/** Turns what went wrong into a finding. Only errors with words of ours: anything else is a mistake of ours. */
function found(subject: string, error: unknown): CheckFinding {
  if (!isCoded(error)) throw error;
  const state = error.code === 'BRICK_RIGHT_MISSING' ? 'missing' : 'error';
  return { subject, state, message: error.message, remedy: error.remedy };
}
