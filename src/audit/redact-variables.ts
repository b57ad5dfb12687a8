import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  typeFromAST,
  type GraphQLSchema,
  type GraphQLInputType,
  type OperationDefinitionNode,
} from 'graphql';
import type { JsonValue } from '#sdk';

/** In place of a value that is not kept. */
const REDACTED = '[redacted]';
const LONGEST_LIST = 50;
const LONGEST_TEXT = 4_000;
/** Hub ids, and ids that the hub gives to messages and edits: a client cannot write somebody's address like this. */
const HUB_ID = /^[a-z]{2,30}_(?:[a-z2-7]{20}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/**
 * Variables as they may be kept: only what is named here stays. Truth values, whole and broken numbers, values of enums,
 * and ids of the hub; every text and time is cut out, whatever it says.
 */
export function redactVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): JsonValue {
  const kept: Record<string, JsonValue> = {};
  for (const { variable, type } of variableDefinitions) {
    const name = variable.name.value;
    if (!Object.hasOwn(given, name)) continue;
    kept[name] = redacted(typeFromAST(schema, type) as GraphQLInputType | undefined, given[name]);
  }
  return JSON.stringify(kept).length > LONGEST_TEXT ? { tooLong: Object.keys(kept).slice(0, LONGEST_LIST) } : kept;
}

function redacted(declared: GraphQLInputType | undefined, value: unknown): JsonValue {
  if (value === null || value === undefined) return null;
  const type = declared && getNullableType(declared);
  if (Array.isArray(value)) {
    const item = isListType(type) ? type.ofType : undefined;
    const first = value.slice(0, LONGEST_LIST).map((one) => redacted(item, one));
    return value.length > LONGEST_LIST ? [...first, `[${value.length - LONGEST_LIST} more]`] : first;
  }
  if (isListType(type)) return redacted(type.ofType, value);
  if (isInputObjectType(type) && typeof value === 'object') {
    const fields = type.getFields();
    const entries = Object.entries(value).filter(([name]) => Object.hasOwn(fields, name));
    return Object.fromEntries(entries.map(([name, one]) => [name, redacted(fields[name]?.type, one)]));
  }
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value !== 'string') return REDACTED;
  if (isEnumType(type) && type.getValue(value)) return value;
  return HUB_ID.test(value) ? value : REDACTED;
}
