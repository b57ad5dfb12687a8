import {
  defaultFieldResolver,
  getNamedType,
  isObjectType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { refuse } from './coded.ts';
import { isMarked, markOf } from './marks.ts';
import { ABOUT, isOwn, personOf, remember } from './own.ts';
import { PERSONAL_SCOPE } from './personal-data.ts';
import type { GraphRequest } from './request.ts';
import { fulfils, isGiven, lacking, scopesOf, type ArgumentNeed, type Need } from './scopes.ts';

/** `Type.field` to the arguments of it that ask about people. */
export type ArgumentNeeds = ReadonlyMap<string, readonly ArgumentNeed[]>;

interface Guarded {
  coordinate: string;
  /** Type of the parent, and of what comes. */
  parent: string;
  answer: string;
  isRoot: boolean;
  needs: readonly Need[];
  args: readonly ArgumentNeed[];
  isPersonal: boolean;
}

const ROOTS: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);
const MACHINERY: ReadonlySet<string> = new Set(['_entities', '_service']);

/**
 * The second lock, behind the gateway's: every way into a marked type or field checks the asker's token by itself,
 * whichever query, entity reference or plan led there.
 */
export function guardSchema(schema: GraphQLSchema, args: ArgumentNeeds): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('_')) continue;
    for (const field of Object.values(type.getFields())) {
      const guarded = guardOf(type, field, args);
      if (guarded !== null) field.resolve = guard(guarded, field.resolve ?? defaultFieldResolver);
    }
  }
}

/** The same for a reference from another subgraph: only a marked type asks for something. */
export function guardReference<Context>(
  type: () => GraphQLObjectType | null,
  name: string,
  resolve: (reference: unknown, context: Context) => unknown,
): (reference: unknown, context: Context) => unknown {
  return (reference, context) => {
    const { need } = markOf(type()?.astNode);
    const base = { coordinate: name, parent: name, answer: name, isRoot: false, args: [] };
    const guarded: Guarded = { ...base, needs: need ? [need] : [], isPersonal: isPersonal(need ? [need] : []) };
    const { viewer } = requestOf(context);
    if (viewer.shopper) return ownReference(guarded, resolve(reference, context), context);
    demand(guarded, null, {}, context);
    return after(resolve(reference, context), (value) => seen(guarded, null, value, context));
  };
}

function guardOf(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>, args: ArgumentNeeds): Guarded | null {
  if (MACHINERY.has(field.name)) return null;
  const answer = getNamedType(field.type);
  const marks = [markOf(field.astNode), ...(isObjectType(answer) ? [markOf(answer.astNode)] : [])];
  const isRoot = ROOTS.has(type.name);
  const coordinate = `${type.name}.${field.name}`;
  const asked = args.get(coordinate) ?? [];
  if (!isRoot && asked.length === 0 && !marks.some(isMarked)) return null;
  const needs = marks.flatMap(({ need }) => (need === null ? [] : [need]));
  return {
    coordinate,
    parent: type.name,
    answer: answer.name,
    isRoot,
    needs,
    args: asked,
    isPersonal: isPersonal(needs),
  };
}

function isPersonal(needs: readonly Need[]): boolean {
  return needs.some((need) => need.every((all) => all.includes(PERSONAL_SCOPE)));
}

function guard(
  guarded: Guarded,
  resolve: GraphQLFieldResolver<unknown, unknown>,
): GraphQLFieldResolver<unknown, unknown, Record<string, unknown>> {
  return (source, args, context, info) => {
    demand(guarded, source, args, context);
    const value: unknown = resolve(source, args, context, info);
    const { viewer, audit } = requestOf(context);
    const answered =
      guarded.parent !== 'Mutation'
        ? value
        : after(value, (found) => {
            audit?.answered(info.fieldName, found);
            return found;
          });
    if (!guarded.isPersonal && !viewer.shopper) return answered;
    return after(answered, (found) => seen(guarded, source, found, context));
  };
}

function demand(guarded: Guarded, source: unknown, args: Record<string, unknown>, context: unknown): void {
  const { coordinate, needs } = guarded;
  const { viewer } = requestOf(context);
  if (viewer.shopper) {
    if (coordinate === 'Query.me' || isOwn(context as object, source)) return;
    throw refuse('FORBIDDEN', `A shopper may not use ${coordinate}: only "me" and what is below it.`, 403);
  }
  const scopes = scopesOf(viewer);
  for (const need of needs) if (!fulfils(scopes, need)) throw lacking(coordinate, need);
  for (const { path, scope } of guarded.args) {
    if (!scopes.has(scope) && isGiven(args, path)) throw lacking(`${coordinate}(${path.join('.')})`, [[scope]]);
  }
}

/** What was found is counted, by person, before it is shown. */
function seen(
  { answer, parent, isPersonal: counts }: Guarded,
  source: unknown,
  value: unknown,
  context: unknown,
): unknown {
  const request = requestOf(context);
  const isFound = value !== null && value !== undefined;
  if (request.viewer.shopper) {
    remember(context as object, value);
    const { customer } = request.viewer.shopper;
    if (counts && isFound && customer !== null) request.audit?.read([customer]);
    return value;
  }
  if (!counts || !isFound) return value;
  const people = (Array.isArray(value) ? value : [value]).flatMap((one) => whose(answer, one, parent, source) ?? []);
  request.people?.see(request, people);
  request.audit?.read(people);
  return value;
}

function whose(answer: string, value: unknown, parent: string, source: unknown): string | null {
  const person = personOf(answer, value) ?? personOf(parent, source);
  if (person !== null) return person;
  if (typeof source === 'object' && source !== null && ABOUT in source) return null;
  if (typeof source === 'object' && source !== null && 'id' in source) return `${parent} ${String(source.id)}`;
  return typeof value === 'object' && value !== null && 'id' in value ? `${answer} ${String(value.id)}` : null;
}

function ownReference(guarded: Guarded, found: unknown, context: unknown): unknown {
  const { viewer } = requestOf(context);
  return after(found, (value) => {
    const person = personOf(guarded.answer, value);
    if (person === null || person !== viewer.shopper?.customer)
      throw refuse('FORBIDDEN', `A shopper may not use ${guarded.coordinate}: only what is their own.`, 403);
    return seen(guarded, null, value, context);
  });
}

function after(value: unknown, then: (value: unknown) => unknown): unknown {
  return value instanceof Promise ? value.then(then) : then(value);
}

/** A role's context holds the request, or is it. */
function requestOf(context: unknown): GraphRequest {
  const own = context as { request?: GraphRequest };
  return own.request ?? (context as GraphRequest);
}
