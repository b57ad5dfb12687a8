import type { GraphQLFieldResolver } from 'graphql';
import { getMetadataStorage, type ClassType } from 'type-graphql';

type Storage = ReturnType<typeof getMetadataStorage>;
type Handler = Storage['queries'][number] | Storage['fieldResolvers'][number];
type Param = NonNullable<Handler['params']>[number];
type Resolve<Context> = GraphQLFieldResolver<unknown, Context, Record<string, unknown>>;
/** Type name to field name to resolver. */
export type DirectResolvers<Context> = Record<string, Record<string, Resolve<Context>>>;

/**
 * Calls resolver methods straight from their type-graphql declarations. type-graphql's own calls await a validation of
 * every argument, used or not, which makes each field with an argument asynchronous: measurable in lists of prices.
 * Arguments arrive as graphql-js coerced them, input objects as plain objects.
 */
export function directResolvers<Context>(resolvers: readonly ClassType<object>[]): DirectResolvers<Context> {
  const storage = getMetadataStorage();
  const instances = new Map<ClassType<object>, object>();
  const map: DirectResolvers<Context> = {};
  const add = (type: string, handler: Handler): void => {
    const target = resolvers.find((resolver) => resolver === handler.target);
    if (target === undefined) return;
    const instance = instances.get(target) ?? new target();
    instances.set(target, instance);
    (map[type] ??= {})[handler.schemaName] = toResolve(instance, handler);
  };
  for (const handler of storage.queries) add('Query', handler);
  for (const handler of storage.mutations) add('Mutation', handler);
  for (const handler of storage.subscriptions) add('Subscription', handler);
  for (const handler of storage.fieldResolvers) {
    if (handler.kind === 'external') add(typeName(storage, handler), handler);
  }
  return map;
}

function typeName(storage: Storage, handler: Storage['fieldResolvers'][number]): string {
  const target = handler.getObjectType?.();
  const type = storage.objectTypes.find((candidate) => candidate.target === target);
  if (type === undefined) throw new Error(`No object type for ${handler.target.name}.${handler.methodName}`);
  return type.name;
}

function toResolve<Context>(instance: object, handler: Handler): Resolve<Context> {
  const method: unknown = Reflect.get(instance, handler.methodName);
  if (!isMethod(method)) throw new Error(`${handler.target.name}.${handler.methodName} is not a method`);
  const params = [...(handler.params ?? [])].sort((a, b) => a.index - b.index).map((param) => reader<Context>(param));
  const [first, second, third] = params;
  // The short forms spare an array per call; they are the hot ones.
  if (first === undefined) return () => method.call(instance);
  if (second === undefined) return (...call) => method.call(instance, first(call));
  if (third === undefined) return (...call) => method.call(instance, first(call), second(call));
  return (...call) =>
    method.apply(
      instance,
      params.map((param) => param(call)),
    );
}

function isMethod(value: unknown): value is (...args: unknown[]) => unknown {
  return typeof value === 'function';
}

function reader<Context>(param: Param): (call: Parameters<Resolve<Context>>) => unknown {
  if (param.kind === 'root') return (call) => call[0];
  if (param.kind === 'context') return (call) => call[2];
  if (param.kind === 'info') return (call) => call[3];
  if (param.kind === 'arg') {
    const { name } = param;
    return (call) => call[1][name];
  }
  throw new Error(`${param.target.name}.${param.methodName}: ${param.kind} parameters are not used here`);
}
