import type { z } from 'zod';
import type { RoleName } from '#sdk';
import type { BrickConfig } from './bricks.ts';
import type { Places } from './document.ts';
import { hubSchema, ROLES } from './hub.schema.ts';
import { suggestion } from './nearest.ts';
import type { Problems } from './problems.ts';
import { valueAt } from './secrets.ts';
import { zodProblems } from './zod-problems.ts';

export type HubSettings = z.output<typeof hubSchema>;

/** The top of the configuration: the file's, with what the environment says in place of it. */
export function readHub(
  fileValue: unknown,
  given: object,
  places: Places,
  problems: Problems,
): HubSettings | undefined {
  // An empty file is a file: everything is at its default.
  const fromFile = fileValue ?? {};
  const isMapping = typeof fromFile === 'object' && !Array.isArray(fromFile);
  const value: unknown = isMapping ? { ...fromFile, ...given } : fromFile;
  const result = hubSchema.safeParse(value);
  if (result.success) return result.data;
  const found = zodProblems(result.error.issues, { schema: hubSchema, value, below: [], places });
  found.forEach((problem) => problems.addIfFirst(problem));
  return rest(value);
}

/** What can still be checked when the top of the file has problems, so that all of them show at once. */
function rest(value: unknown): HubSettings | undefined {
  const sound = Object.entries(hubSchema.shape).flatMap(([key, schema]) => {
    const part = valueAt(value, key);
    return schema.safeParse(part).success ? [[key, part] as const] : [];
  });
  const result = hubSchema.safeParse(Object.fromEntries(sound));
  return result.success ? result.data : undefined;
}

/** Which brick speaks for a role that several play. */
export type Primaries = { [Role in RoleName]?: { primary?: string } };

interface PrimaryCheck {
  raw: Record<string, unknown>;
  bricks: readonly BrickConfig[];
  places: Places;
  problems: Problems;
}

/** A primary has to be a brick that plays the role. */
export function checkPrimaries(roles: HubSettings['roles'], check: PrimaryCheck): void {
  for (const role of ROLES) checkPrimary(role, roles[role]?.primary, check);
}

function checkPrimary(role: RoleName, primary: string | undefined, { raw, bricks, places, problems }: PrimaryCheck) {
  if (primary === undefined) return;
  const brick = bricks.find(({ name }) => name === primary);
  // A brick that is there but unsound has been reported.
  if (brick ? brick.roles.includes(role) : primary in raw) return;
  const path = ['roles', role, 'primary'];
  // An unsound brick may be able once it is mended.
  const able = Object.keys(raw).filter(
    (name) => bricks.find((each) => each.name === name)?.roles.includes(role) ?? true,
  );
  const what = brick ? `names the brick ${primary}, which does not play this role` : `names "${primary}", no brick`;
  problems.add({ where: places.valuePlace(path), key: path.join('.'), what, remedy: suggestion(primary, able) });
}

/** Whoever owns stock has to be a brick; which role it plays is the owner's affair. */
export function checkStockOwner(owner: string | undefined, { raw, places, problems }: PrimaryCheck): void {
  if (owner === undefined || owner in raw) return;
  const path = ['stock', 'owner'];
  const remedy = suggestion(owner, Object.keys(raw));
  problems.add({ where: places.valuePlace(path), key: path.join('.'), what: `names "${owner}", no brick`, remedy });
}

/** Only what is said. */
export function primariesOf(roles: HubSettings['roles']): Primaries {
  const entries = ROLES.flatMap((role) => {
    const primary = roles[role]?.primary;
    return primary === undefined ? [] : [[role, { primary }] as const];
  });
  return Object.fromEntries(entries);
}
