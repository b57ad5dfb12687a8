import type { Path, Places } from './document.ts';
import type { Environment } from './environment.ts';
import type { Problems } from './problems.ts';

/** Environment variables that win over a key of the file. Each may be in a file: `MORTAR_TOKEN_FILE`. */
const VARIABLES = {
  token: 'MORTAR_TOKEN',
  personKey: 'MORTAR_PERSON_KEY',
  database: 'DATABASE_URL',
  data: 'MORTAR_DATA',
  port: 'PORT',
  host: 'HOST',
} as const;

export interface Overrides {
  values: Partial<Record<keyof typeof VARIABLES, string>>;
  /** By key, the variable that a value came from. */
  origins: ReadonlyMap<string, string>;
}

/** What the environment says in place of the file. */
export function readVariables(variables: Environment, problems: Problems): Overrides {
  const values: Overrides['values'] = {};
  const origins = new Map<string, string>();
  for (const key of Object.keys(VARIABLES) as (keyof typeof VARIABLES)[]) {
    const variable = variables.read(VARIABLES[key]);
    if (!variable) continue;
    origins.set(key, variable.from);
    if ('value' in variable) values[key] = variable.value;
    else {
      const remedy = 'Correct the path, or let this user read the file.';
      problems.add({ where: 'environment', key: variable.from, what: variable.unreadable, remedy });
    }
  }
  return { values, origins };
}

/** Names the variable instead of a place in the file, where a value came from there. */
export function placesOf(document: Places, origins: ReadonlyMap<string, string>): Places {
  const orVariable = (place: (path: Path) => string) => (path: Path) => {
    const origin = origins.get(String(path[0]));
    return origin === undefined ? place(path) : `environment variable ${origin}:`;
  };
  return { valuePlace: orVariable(document.valuePlace), keyPlace: orVariable(document.keyPlace) };
}
