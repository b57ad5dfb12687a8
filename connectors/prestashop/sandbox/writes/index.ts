/**
 * What POST, PUT, PATCH and DELETE do to the shop. `save.ts` is what all resources have in common; `behaviours.ts`
 * names those that do more. Every effect is entered into the write log, refused and failed writes are not.
 */
import { listJson, listXml, oneJson, oneXml, type Shape } from '../output/index.ts';
import { shapeFor, TYPES } from '../reading.ts';
import { WebserviceFailure, type Reply } from '../reply.ts';
import { RESOURCES } from '../resources/index.ts';
import type { WebserviceRecord } from '../state.ts';
import type { Webservice, WebserviceRequest } from '../webservice.ts';
import { writeImage } from './images.ts';
import { removeAll } from './remove.ts';
import { saveAll } from './save.ts';

export function write(request: WebserviceRequest, shop: Webservice): Reply {
  const { method, query, body } = request;
  const [name = ''] = query.segments;
  if (name === 'images') return writeImage(request, shop);
  const resource = RESOURCES.get(name);
  if (!resource) throw new WebserviceFailure(405, [101, `Method ${method} is not allowed for the resource ${name}`]);
  if (method === 'DELETE') return removeAll(resource, query, shop);
  if (method !== 'POST' && method !== 'PUT' && method !== 'PATCH') {
    throw new WebserviceFailure(405, [23, `Method ${method} is not valid`]);
  }
  const records = saveAll(method, resource, body, shop, query.params);
  const shape = { ...shapeFor(resource, query, shop, 'full'), textIds: method === 'POST' };
  const text = render(records, shape, query.format);
  return { status: method === 'POST' ? 201 : 200, body: text, type: TYPES[query.format], sha1: true };
}

function render(records: readonly WebserviceRecord[], shape: Shape, format: 'XML' | 'JSON'): string {
  const [only] = records;
  if (only && records.length === 1) return format === 'JSON' ? oneJson(only, shape) : oneXml(only, shape);
  return format === 'JSON' ? listJson(records, shape) : listXml(records, shape);
}
