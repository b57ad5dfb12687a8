import { errorsJson, errorsXml } from '../output/index.ts';
import type { WebserviceQuery } from '../query.ts';
import { TYPES, type Reshape } from '../reading.ts';
import type { Reply } from '../reply.ts';
import type { FaultEffect } from './fault-rule.ts';

const MAINTENANCE =
  '<!doctype html>\n<html><head><title>Maintenance</title></head><body><h1>We will be back soon.</h1></body></html>\n';

/** The failure that the effects put in place of an answer, before or after the shop did its work. */
export function failureReply(
  effects: readonly FaultEffect[],
  stage: 'before' | 'after',
  query: WebserviceQuery,
): Reply | 'drop' | undefined {
  for (const effect of effects) {
    if (effect.kind === 'html' && stage === 'before') {
      return { status: effect.status ?? 200, body: MAINTENANCE, type: 'text/html; charset=utf-8', bare: true };
    }
    if (effect.kind !== 'drop' && effect.kind !== 'status') continue;
    if ((effect.after === true) !== (stage === 'after')) continue;
    return effect.kind === 'drop' ? 'drop' : statusReply(effect, query);
  }
  return undefined;
}

function statusReply(effect: FaultEffect & { kind: 'status' }, query: WebserviceQuery): Reply {
  const { status } = effect;
  if (effect.body !== undefined) return { status, body: effect.body, type: 'text/html; charset=utf-8', bare: true };
  const errors = [{ code: 0, message: `Fault injected by the sandbox: ${status}` }];
  const body = query.format === 'JSON' ? errorsJson(errors) : errorsXml(errors);
  return { status, body, type: TYPES[query.format] };
}

/** Which records a read shows: none or half of them under a fault, then whatever the transform makes of them. */
export function reshapeFor(effects: readonly FaultEffect[], transform: Reshape | undefined): Reshape | undefined {
  const empty = effects.some((effect) => effect.kind === 'empty');
  const half = effects.some((effect) => effect.kind === 'half');
  if (!empty && !half) return transform;
  return (resource, records) => {
    const kept = empty ? [] : records.slice(0, Math.ceil(records.length / 2));
    return transform ? transform(resource, kept) : kept;
  };
}

/** The first part of a body, one byte at least and never all of it. */
export function crippled(body: Uint8Array, share: number): Uint8Array {
  return body.subarray(0, Math.max(1, Math.min(body.length - 1, Math.floor(body.length * share))));
}
