/** Projects a mirrored shop by the connector's own mapper, and compares two of them facet by facet. */
import { isDeepStrictEqual } from 'node:util';
import type { ExpectedDifference, JsonValue, Related, Stream } from '#sdk';
import connector from '../index.ts';
import type { MirroredShop } from './test-rebuild.ts';

type Facets = ReadonlyMap<string, object>;
type Named = (type: string, externalId: string) => string;

/** Facets by type and hub id. */
export function facetsOf(shop: MirroredShop, hubId: Named): Facets {
  const found = new Map<string, object>();
  const derived = new Map<string, unknown>();
  for (const { root, project } of connector.aggregates)
    for (const record of shop.mirror.records(root))
      for (const { type, externalId, facet } of project(record, related(shop, root, record.id, { hubId, derived })))
        found.set(`${type} ${hubId(type, externalId)}`, facet);
  return found;
}

function related(
  { mirror, brick }: MirroredShop,
  root: string,
  id: string,
  { hubId, derived }: { hubId: Named; derived: Map<string, unknown> },
): Related {
  const stream = (kind: string): Stream | undefined => brick.streams.find((one) => one.kind === kind);
  const own = mirror.records(root).find((record) => record.id === id);
  const keys = new Set([id, own ? (stream(root)?.key?.(own.body) ?? id) : id]);
  const parent = own ? (stream(root)?.parent?.(own.body) ?? null) : null;
  return {
    children: (kind) => mirror.records(kind).filter(({ body }) => keys.has(stream(kind)?.parent?.(body) ?? '')),
    siblings: (kind) =>
      parent === null ? [] : mirror.records(kind).filter(({ body }) => stream(kind)?.parent?.(body) === parent),
    all: (kind) => mirror.records(kind),
    get: (kind, wanted) => mirror.records(kind).find((record) => record.id === wanted),
    derived<T>(name: string, _kinds: readonly string[], compute: () => T): T {
      if (!derived.has(name)) derived.set(name, compute());
      return derived.get(name) as T;
    },
    hubId,
    blobUrl: (sha256, mime) => `/blobs/${sha256}.${mime.slice('image/'.length)}`,
  };
}

/** `Product Product:12 name.fr-FR: … ≠ …`: every difference that is not among the expected ones. */
export function differences(source: Facets, target: Facets, expected: readonly ExpectedDifference[]): string[] {
  const names = [...new Set([...source.keys(), ...target.keys()])];
  return names.flatMap((name) => {
    const [one, other] = [source.get(name), target.get(name)];
    const type = name.split(' ')[0] ?? '';
    if (!one || !other) {
      const [left, right] = [one && plain(one), other && plain(other)];
      return isExpected(expected, type, left, right) ? [] : [`${name} is only in the ${one ? 'source' : 'target'}`];
    }
    return unequal(plain(one), plain(other), type)
      .filter(({ path, left, right }) => !isExpected(expected, path, left, right))
      .map(({ path, left, right }) => `${name}: ${path} ${JSON.stringify(left)} ≠ ${JSON.stringify(right)}`);
  });
}

const plain = (facet: object): JsonValue => JSON.parse(JSON.stringify(facet)) as JsonValue;

interface Difference {
  path: string;
  left: JsonValue | undefined;
  right: JsonValue | undefined;
}

/** Places in a list are no part of a path. */
function unequal(left: JsonValue | undefined, right: JsonValue | undefined, path: string): Difference[] {
  if (isDeepStrictEqual(left, right)) return [];
  if (Array.isArray(left) && Array.isArray(right) && left.length === right.length)
    return left.flatMap((one, index) => unequal(one, right[index], path));
  if (isObject(left) && isObject(right))
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((name) =>
      unequal(left[name], right[name], `${path}.${name}`),
    );
  return [{ path, left, right }];
}

const isObject = (value: JsonValue | undefined): value is Record<string, JsonValue> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isExpected(
  expected: readonly ExpectedDifference[],
  path: string,
  left: JsonValue | undefined,
  right: JsonValue | undefined,
): boolean {
  const names = path.split('.');
  return expected.some(({ path: pattern, allows }) => {
    const wanted = pattern.split('.');
    const fits = wanted.length === names.length && wanted.every((name, index) => name === '*' || name === names[index]);
    return fits && (allows?.(left, right) ?? true);
  });
}
