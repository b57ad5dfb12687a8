import { isCoded } from '#sdk';
import type { CheckFinding } from '#sdk';
import type { Api } from './api.ts';
import { COMPARED, inProgress, orders, shipments } from './resources.ts';

/** Whether the brick can be reached, takes the password, and shows each list. */
export async function check(api: Api): Promise<CheckFinding[]> {
  const findings: CheckFinding[] = [];
  for (const { kind, path } of [...COMPARED, orders, inProgress, shipments]) {
    try {
      const { total } = await api.list(path, { offset: 0, limit: 1 }, new AbortController().signal);
      findings.push({ subject: kind, state: 'ok', message: total === null ? 'Can be read.' : `${total} can be read.` });
    } catch (error) {
      if (!isCoded(error)) throw error;
      const isMissing = error.code === 'BRICK_RIGHT_MISSING' || error.code === 'BRICK_RESOURCE_ABSENT';
      const state = isMissing ? 'missing' : 'error';
      findings.push({ subject: kind, state, message: error.message, remedy: error.remedy });
      // What keeps us out altogether need not be said for each list.
      if (!isMissing && error.code !== 'BRICK_SERVER_ERROR') return findings;
    }
  }
  return findings;
}
