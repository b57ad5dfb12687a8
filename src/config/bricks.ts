import type { z } from 'zod';
import type { Connector, RoleName } from '#sdk';
import { nearest, suggestion } from './nearest.ts';
import type { Path, Places } from './document.ts';
import { brickSchema } from './hub.schema.ts';
import type { Problems } from './problems.ts';
import { textsIn, valueAt } from './secrets.ts';
import { zodProblems } from './zod-problems.ts';

/** One configured brick. */
export interface BrickConfig {
  name: string;
  connector: Connector;
  /** Validated by the connector. */
  settings: unknown;
  /** Cron expression. */
  schedule: string;
  /** From which sizes on a brick's changes wait for a person. */
  holds: z.output<typeof brickSchema>['holds'];
  /** The roles that it plays here, of those that its connector can. */
  roles: readonly RoleName[];
  /** Whether it is empty, and neither read nor served before it takes another's place. */
  standby?: boolean;
  replaces?: string;
}

export interface BrickReading {
  connectors: readonly Connector[];
  places: Places;
  problems: Problems;
  /** Takes values that must not be shown, should a message of a connector's schema quote them. */
  secrets: string[];
}

const HUB_KEYS = Object.keys(brickSchema.shape);

/** Reads all bricks, reporting what is wrong with each; gives back the sound ones. */
export function readBricks(raw: Record<string, unknown>, reading: BrickReading): BrickConfig[] {
  return Object.entries(raw).flatMap(([name, value]) => readBrick(name, value, reading) ?? []);
}

function readBrick(name: string, value: unknown, reading: BrickReading): BrickConfig | undefined {
  const path = ['bricks', name];
  const { places, problems } = reading;
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(name)) {
    const remedy = 'Use lower-case letters, digits and hyphens, a letter first, 31 at most: shop-fr.';
    problems.add({ where: places.keyPlace(path), key: path.join('.'), what: 'is no name for a brick', remedy });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const remedy = 'Write at least connector: and what it needs below it.';
    problems.add({ where: places.valuePlace(path), key: path.join('.'), what: 'says nothing of the brick', remedy });
    return undefined;
  }
  const [ours, own] = split(value);
  const hub = check(brickSchema, ours, path, reading);
  const connector = findConnector(ours['connector'], path, reading);
  if (!connector) return reportMisspelling(own, path, reading);
  for (const key of connector.secrets) reading.secrets.push(...textsIn(valueAt(own, key)));
  const settings = check(connector.settings, own, path, reading, HUB_KEYS);
  // Looked at apart from the rest, which may have problems of its own.
  const roles = brickSchema.shape.roles.safeParse(ours['roles']).data ?? connector.roles;
  checkRoles(roles, connector, path, reading);
  if (!hub || !settings) return undefined;
  const { schedule, holds, standby, replaces } = hub.data;
  const place = { ...(standby === true && { standby }), ...(replaces !== undefined && { replaces }) };
  return { name, connector, settings: settings.data, schedule, holds, roles, ...place };
}

/** Which keys a brick may have is unknown without its connector, but not that `conector` was meant to name it. */
function reportMisspelling(own: Record<string, unknown>, path: Path, { places, problems }: BrickReading): undefined {
  for (const key of Object.keys(own)) {
    const meant = nearest(key, ['connector']);
    const full = [...path, key];
    const where = places.keyPlace(full);
    if (meant) problems.add({ where, key: full.join('.'), what: 'is not known', remedy: `Did you mean "${meant}"?` });
  }
}

function split(value: object): [ours: Record<string, unknown>, own: Record<string, unknown>] {
  const entries = Object.entries(value);
  const isOurs = ([key]: [string, unknown]) => HUB_KEYS.includes(key);
  return [Object.fromEntries(entries.filter(isOurs)), Object.fromEntries(entries.filter((entry) => !isOurs(entry)))];
}

/** The parsed value in an object of its own, since a connector may make anything of its settings. */
function check<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  below: Path,
  { places, problems }: BrickReading,
  alsoKnown: readonly string[] = [],
): { data: z.output<Schema> } | undefined {
  const result = schema.safeParse(value);
  if (result.success) return { data: result.data };
  zodProblems(result.error.issues, { schema, value, below, places, alsoKnown }).forEach((each) =>
    problems.addIfFirst(each),
  );
  return undefined;
}

function findConnector(name: unknown, path: Path, { connectors, places, problems }: BrickReading) {
  // That it is missing, or no text, has been said already.
  if (typeof name !== 'string') return undefined;
  const connector = connectors.find((each) => each.name === name);
  if (connector) return connector;
  const full = [...path, 'connector'];
  const known = connectors.map((each) => each.name);
  const what = `names the connector "${name}", which does not exist`;
  problems.add({ where: places.valuePlace(full), key: full.join('.'), what, remedy: suggestion(name, known) });
  return undefined;
}

function checkRoles(roles: readonly RoleName[], connector: Connector, path: Path, reading: BrickReading): void {
  roles.forEach((role, i) => {
    if (connector.roles.includes(role)) return;
    const what = `gives the brick the role ${role}, which ${connector.name} cannot play`;
    const where = reading.places.valuePlace([...path, 'roles', i]);
    const key = [...path, 'roles'].join('.');
    reading.problems.add({ where, key, what, remedy: `Choose among: ${connector.roles.join(', ')}.` });
  });
}
