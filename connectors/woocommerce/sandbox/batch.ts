import type { JsonObject } from '#sdk';
import type { Call, Handler } from './call.ts';
import { objects } from './meta-data.ts';
import { WpError } from './wp-error.ts';
import { said } from './said.ts';

const MOST = 100;

/** Several things of one kind in one request: each is done or refused on its own. */
export function batchOf(one: { create: Handler; update: Handler; remove: Handler }): Handler {
  return (call) => {
    const { create, update, delete: removed } = call.body;
    const ids = Array.isArray(removed) ? removed.map(Number) : [];
    const count = objects(create).length + objects(update).length + ids.length;
    if (count > MOST) {
      const message = `Unable to accept more than ${MOST} items for this request.`;
      throw new WpError('woocommerce_rest_request_entity_too_large', message, 413);
    }
    const body = {
      ...(create === undefined ? {} : { create: objects(create).map((given) => tried(call, one.create, given, 0)) }),
      ...(update === undefined
        ? {}
        : { update: objects(update).map((given) => tried(call, one.update, given, Number(given['id']))) }),
      ...(removed === undefined ? {} : { delete: ids.map((id) => tried(forced(call), one.remove, {}, id)) }),
    };
    return { status: 200, body };
  };
}

/** What is refused is told in the place of the thing; there is no status but 400 here. */
function tried(call: Call, handler: Handler, given: JsonObject, id: number): JsonObject {
  const { id: _, ...fields } = given;
  const isNew = id === 0;
  const params = isNew ? call.params : [...call.params, said(id)];
  try {
    return handler({ ...call, params, body: isNew ? given : fields, query: new URLSearchParams(call.query) })
      .body as JsonObject;
  } catch (error) {
    if (!(error instanceof WpError)) throw error;
    const { code, message, data } = error.body();
    return { id, error: { code: code ?? '', message: message ?? '', data: { ...(data as JsonObject), status: 400 } } };
  }
}

function forced(call: Call): Call {
  const query = new URLSearchParams(call.query);
  query.set('force', 'true');
  return { ...call, query };
}
