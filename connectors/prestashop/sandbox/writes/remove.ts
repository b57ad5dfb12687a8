import type { WebserviceQuery } from '../query.ts';
import { WebserviceFailure, type Reply } from '../reply.ts';
import type { Resource } from '../resources/index.ts';
import type { Webservice } from '../webservice.ts';
import { BEHAVIOURS } from './behaviours.ts';

/** DELETE of one id, or of `?id=[1,2]`: all must exist, else none goes. */
export function removeAll(resource: Resource, query: WebserviceQuery, shop: Webservice): Reply {
  const table = shop.store.table(resource.name);
  const listed = /^\[(.*)\]$/.exec(query.params.get('id') ?? '')?.[1]?.split(',');
  const ids = listed ?? [query.segments[1] ?? '0'];
  const missing = ids.filter((id) => !table.get(Number.parseInt(id, 10) || 0));
  if (missing.length > 0) throw new WebserviceFailure(404, [87, `Id(s) not exists: ${missing.join(', ')}`]);
  for (const id of ids) {
    const record = table.get(Number.parseInt(id, 10));
    if (!record) continue;
    const kept = BEHAVIOURS[resource.name]?.removed?.(record, shop) === 'kept';
    if (!kept) table.remove(record.id);
    shop.note({ method: 'DELETE', resource: resource.name, id: record.id, effect: kept ? 'update' : 'delete' });
  }
  return { status: 200, body: '' };
}
