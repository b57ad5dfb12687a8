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

/** Turns what went wrong into a finding. Only errors with words of ours: anything else is a mistake of ours. */
function found(subject: string, error: unknown): CheckFinding {
  if (!isCoded(error)) throw error;
  const state = error.code === 'BRICK_RIGHT_MISSING' ? 'missing' : 'error';
  return { subject, state, message: error.message, remedy: error.remedy };
}
