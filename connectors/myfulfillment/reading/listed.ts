import type { Api } from '../api.ts';
import { subjectOf } from '../errors.ts';
import { toRecord, type Resource } from '../resources.ts';
import type { Listed } from './walk.ts';

/** A resource as a list that can be walked through; `filter` is added to its address. */
export function listed(api: Api, resource: Resource, limit: number, filter = ''): Listed {
  return {
    subject: subjectOf(resource.path),
    limit,
    toRecord: (row, seen) => toRecord(resource, row, seen),
    ask: (page, signal) => api.list(`${resource.path}${filter}`, page, signal),
  };
}
