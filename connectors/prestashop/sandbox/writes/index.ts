import { WebserviceFailure, type Reply } from '../reply.ts';
import type { Webservice, WebserviceRequest } from '../webservice.ts';

export function write(request: WebserviceRequest, _context: Webservice): Reply {
  throw new WebserviceFailure(405, [23, `Method ${request.method} is not valid`]);
}
