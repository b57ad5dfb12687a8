import { parseDisplay } from './display.ts';
import { activeLanguages, shownLanguages } from './languages.ts';
import { listJson, listXml, oneJson, oneXml, phpJson, schemaXml, type Display, type Shape } from './output/index.ts';
import type { WebserviceQuery } from './query.ts';
import type { Reply } from './reply.ts';
import type { Resource } from './resources/index.ts';
import { select } from './selection.ts';
import type { WebserviceRecord } from './state.ts';
import type { ShopStore } from './store.ts';

/** Changes what a read is about to show, without changing what is stored. */
export type Reshape = (resource: string, records: WebserviceRecord[]) => WebserviceRecord[];

export interface ReadContext {
  store: ShopStore;
  /** Address of `/api/`. */
  base: string;
  languages: readonly number[] | undefined;
  reshape: Reshape | undefined;
}

export const TYPES = { JSON: 'application/json', XML: 'text/xml;charset=utf-8' };

/** GET and HEAD of a resource: a list, one record, or a schema. */
export function read(resource: Resource, query: WebserviceQuery, context: ReadContext): Reply {
  const schema = query.params.get('schema');
  if (schema === 'synopsis' || schema === 'blank') return readSchema(schema, resource, query, context);
  return query.segments[1] === undefined ? readList(resource, query, context) : readOne(resource, query, context);
}

export function shapeFor(resource: Resource, query: WebserviceQuery, context: ReadContext, unasked: Display): Shape {
  const active = context.languages ?? activeLanguages(context.store.state);
  return {
    resource,
    base: context.base,
    display: parseDisplay(query.params.get('display'), resource, unasked),
    languages: shownLanguages(active, query.params.get('language')),
  };
}

function readList(resource: Resource, query: WebserviceQuery, context: ReadContext): Reply {
  const table = context.store.table(resource.name);
  const shape = shapeFor(resource, query, context, 'ids');
  const selected = select(table, resource, query);
  const records = context.reshape ? context.reshape(resource.name, selected) : selected;
  const remembered = context.reshape ? undefined : table;
  const body = query.format === 'JSON' ? listJson(records, shape, remembered) : listXml(records, shape);
  return { status: 200, body, type: TYPES[query.format], sha1: true };
}

function readOne(resource: Resource, query: WebserviceQuery, context: ReadContext): Reply {
  const stored = context.store.table(resource.name).get(Number.parseInt(query.segments[1] ?? '', 10) || 0);
  const shape = shapeFor(resource, query, context, 'full');
  const [record] = stored && context.reshape ? context.reshape(resource.name, [stored]) : [stored];
  if (!record) return { status: 404, body: '' };
  const body = query.format === 'JSON' ? oneJson(record, shape) : oneXml(record, shape);
  return { status: 200, body, type: TYPES[query.format], sha1: true };
}

function readSchema(
  kind: 'synopsis' | 'blank',
  resource: Resource,
  query: WebserviceQuery,
  context: ReadContext,
): Reply {
  const shape = shapeFor(resource, query, context, 'full');
  if (query.format === 'XML') return { status: 200, body: schemaXml(kind, shape), type: TYPES.XML, sha1: true };
  const names = resource.fields.map((field) => [field.name, '']);
  const body = phpJson({ [resource.node]: Object.fromEntries(names) as Record<string, string> });
  return { status: 200, body, type: TYPES.JSON, sha1: true };
}
