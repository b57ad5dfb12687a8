import { WebserviceFailure } from '../reply.ts';
import type { Field, Resource } from '../resources/index.ts';
import type { LocalizedValue, WebserviceRecord } from '../state.ts';
import type { SentEntity, SentValue } from './body.ts';
import type { Change, Draft } from './change.ts';
import { validate } from './validation.ts';

/** Puts what was sent into what the vendor holds in memory. Throws on missing, read-only and malformed fields. */
export function makeDraft(
  method: Change['method'],
  resource: Resource,
  sent: SentEntity,
  before: WebserviceRecord | undefined,
): Draft {
  const partial = method === 'PATCH';
  const draft: Draft = partial ? { ...before } : {};
  for (const field of resource.fields) {
    const value = sent.fields.get(field.name);
    if (value === undefined) {
      if (partial) continue;
      if (field.required && field.kind !== 'lang') {
        throw new WebserviceFailure(400, [41, `parameter "${field.name}" required`]);
      }
      draft[field.name] = field.kind === 'lang' ? '' : null;
    } else {
      if (field.readonly) {
        const message = `parameter "${field.name}" not writable. Please remove this attribute of this XML`;
        throw new WebserviceFailure(400, [93, message]);
      }
      draft[field.name] = draftValue(field, value, partial ? before?.[field.name] : undefined);
    }
  }
  validate(resource, draft, partial ? sent : undefined);
  return draft;
}

/** A PATCH keeps the languages that it does not name; a PUT empties them. */
function draftValue(field: Field, value: SentValue, kept: unknown): unknown {
  if (field.kind !== 'lang') return typeof value === 'string' ? value : '';
  if (typeof value === 'string') return value;
  const sent: LocalizedValue[] = [...value].map(([id, text]) => ({ id, value: text }));
  const others = Array.isArray(kept) ? (kept as LocalizedValue[]).filter(({ id }) => !value.has(id)) : [];
  return [...others, ...sent].sort((a, b) => a.id - b.id);
}
