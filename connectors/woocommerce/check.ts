import { isCoded } from '#sdk';
import type { CheckFinding } from '#sdk';
import { text } from './record.ts';
import { NESTED, RESOURCES, WHOLE_LISTS } from './resources.ts';
import type { Rest } from './rest.ts';
import type { WooSettings } from './settings.ts';

/** Whether the shop can be reached, whether the key is accepted, and what it may read. */
export async function check(rest: Rest, settings: WooSettings): Promise<CheckFinding[]> {
  const findings: CheckFinding[] = [];
  try {
    const index = await rest.index();
    const message = `"${text(index, 'name') ?? ''}" answers, by ${settings.url.startsWith('https') ? 'HTTPS' : 'plain HTTP'}.`;
    findings.push({ subject: 'site', state: 'ok', message });
    findings.push(...address(text(index, 'home') ?? text(index, 'url'), settings));
  } catch (error) {
    return [found('site', error)];
  }
  const paged = [...RESOURCES, ...NESTED.map(({ above }) => above)].map(({ path }) => path);
  const paths = [...new Set([...paged, ...WHOLE_LISTS.flatMap((list) => list.paths)])];
  for (const path of paths) findings.push(await readable(path, rest));
  if (settings.webhookSecret === undefined) findings.push(noWebhooks());
  return findings;
}

/** OAuth signs the address that the site has for itself, pictures lie below it. */
function address(home: string | null, { url, homeUrl = url }: WooSettings): CheckFinding[] {
  if (home === null || home.replace(/\/*$/, '/') === homeUrl) return [];
  const message = `The site has the address ${home} for itself, the brick says ${homeUrl}.`;
  return [{ subject: 'address', state: 'error', message, remedy: `Set homeUrl: ${home} for this brick.` }];
}

async function readable(path: string, rest: Rest): Promise<CheckFinding> {
  try {
    await rest.list(path, /settings|classes|zones|continents|gateways|attributes/.test(path) ? {} : { per_page: 1 });
    return { subject: path, state: 'ok', message: 'The key may read it.' };
  } catch (error) {
    if (isCoded(error) && error.code === 'BRICK_RESOURCE_ABSENT')
      return { subject: path, state: 'ok', message: 'This version has none of it.' };
    return found(path, error);
  }
}

function noWebhooks(): CheckFinding {
  return {
    subject: 'webhooks',
    state: 'missing',
    message: 'No webhookSecret is set: changes arrive with the next sync only, those of customers within compareHours.',
    remedy:
      'Set webhookSecret, then add webhooks in WooCommerce > Settings > Advanced > Webhooks with the same secret.',
  };
}

/** Turns what went wrong into a finding. Only errors with words of ours: anything else is a mistake of ours. */
function found(subject: string, error: unknown): CheckFinding {
  if (!isCoded(error)) throw error;
  const state = error.code === 'BRICK_RIGHT_MISSING' ? 'missing' : 'error';
  return { subject, state, message: error.message, remedy: error.remedy };
}
