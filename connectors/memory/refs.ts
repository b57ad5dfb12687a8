import type { JsonValue, Related } from '#sdk';

/** The same value with every `{ $ref: 'Type/id' }` replaced by its hub id. */
export function resolved(value: JsonValue, hubId: Related['hubId']): JsonValue {
  if (Array.isArray(value)) return value.map((one) => resolved(one, hubId));
  if (value === null || typeof value !== 'object') return value;
  const ref = value['$ref'];
  if (typeof ref === 'string') {
    const slash = ref.indexOf('/');
    return hubId(ref.slice(0, slash), ref.slice(slash + 1));
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolved(one, hubId)]));
}
