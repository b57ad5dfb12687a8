import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { PermanentError, type Connector } from '#sdk';
import { loadConfig } from '../config.ts';
import { askFor } from './ask.ts';
import { settingsOf, variableOf } from './settings.ts';

/** As the flags say it. */
export interface InitAnswers {
  into: string;
  /** `shop=prestashop` */
  brick: readonly string[];
  /** `shop.url=https://…` */
  set: readonly string[];
  locale?: string;
  data?: string;
  postgres: boolean;
}

export interface InitOptions {
  /** Ask for what is left open. */
  ask: boolean;
  connectors: readonly Connector[];
  env: NodeJS.ProcessEnv;
  cwd: string;
}

/** What becomes the file. */
export interface Draft {
  locale: string;
  data: string;
  postgres: boolean;
  bricks: Record<string, { connector: string } & Record<string, unknown>>;
}

/** Writes the file. Resolves with its path and with the variables that must be set. */
export async function init(answers: InitAnswers, options: InitOptions): Promise<{ file: string; variables: string[] }> {
  const file = resolve(options.cwd, answers.into);
  if (existsSync(file)) throw exists(file);
  const draft = withSecrets(await complete(draftOf(answers, options.connectors), options), options.connectors);
  const text = textOf(draft);
  const variables = [...text.matchAll(/\$\{([A-Z0-9_]+)\}/g)].map(([, name = '']) => name);
  check(text, dirname(file), variables, options);
  await writeNew(file, text);
  return { file, variables: [...new Set(variables)] };
}

async function complete(draft: Draft, { ask, connectors }: InitOptions): Promise<Draft> {
  if (ask) return askFor(draft, connectors);
  if (Object.keys(draft.bricks).length > 0) return draft;
  throw new PermanentError({
    code: 'INIT_INCOMPLETE',
    message: 'No brick is named.',
    remedy: 'Run mortar init on a terminal, or add --brick shop=prestashop --set shop.url=https://shop.example',
  });
}

function draftOf(
  { brick, set, locale = 'fr', data = './data', postgres }: InitAnswers,
  connectors: readonly Connector[],
): Draft {
  const bricks: Draft['bricks'] = {};
  for (const one of brick) {
    const [name = '', connector = ''] = split(one, '=', '--brick name=connector');
    if (!connectors.some((each) => each.name === connector)) throw unknownConnector(connector, connectors);
    bricks[name] = { connector };
  }
  for (const one of set) {
    const [path, value] = split(one, '=', '--set brick.key=value');
    const [name, key] = split(path, '.', '--set brick.key=value');
    const target = bricks[name];
    if (!target) throw wrongFlag(`--set ${path}`, `Name the brick, too: --brick ${name}=<connector>`);
    put(target, key.split('.'), value);
  }
  return { locale, data, postgres, bricks };
}

/** What must be secret is never written: where a value is given by flag, too, the file names a variable. */
function withSecrets(draft: Draft, connectors: readonly Connector[]): Draft {
  for (const [name, brick] of Object.entries(draft.bricks)) {
    const connector = connectors.find((each) => each.name === brick.connector);
    if (!connector) continue;
    const { required } = settingsOf(connector);
    for (const key of connector.secrets) {
      const given: unknown = key
        .split('.')
        .reduce<unknown>(
          (at, part) => (typeof at === 'object' && at !== null ? Reflect.get(at, part) : undefined),
          brick,
        );
      if (typeof given === 'string' && /^\$\{\w+\}$/.test(given)) continue;
      if (given !== undefined || required.includes(key)) put(brick, key.split('.'), `\${${variableOf(name, key)}}`);
    }
  }
  return draft;
}

function textOf({ locale, data, postgres, bricks }: Draft): string {
  const head =
    '# Checked by mortar init. Secrets come from the environment, or from files: NAME_FILE. Then: mortar doctor\n';
  return head + stringify({ locale, data, ...(postgres && { database: '${DATABASE_URL}' }), bricks }, { lineWidth: 0 });
}

/** As the hub would read it, with stand-ins where a secret is not set yet. */
function check(text: string, folder: string, variables: readonly string[], { connectors, env }: InitOptions): void {
  const scratch = mkdtempSync(join(folder, '.mortar-init-'));
  try {
    const file = join(scratch, 'mortar.config.yaml');
    writeFileSync(file, text, { mode: 0o600 });
    const standIns = Object.fromEntries(
      variables.map((name) => [name, name === 'DATABASE_URL' ? 'postgres://hub@localhost/mortar' : 'X'.repeat(32)]),
    );
    const set = Object.fromEntries(
      Object.entries(env).filter(([name, value]) => value && !/^(MORTAR_|PORT$|HOST$|DATABASE_URL$)/.test(name)),
    );
    loadConfig({ env: { ...standIns, ...set, MORTAR_CONFIG: file }, cwd: scratch, connectors });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

async function writeNew(file: string, text: string): Promise<void> {
  const written = await open(file, 'wx', 0o600).catch((error: unknown) => {
    throw error instanceof Error && 'code' in error && error.code === 'EEXIST' ? exists(file) : error;
  });
  try {
    await written.writeFile(text);
    await written.sync();
  } finally {
    await written.close();
  }
}

function put(target: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (key === '__proto__') throw wrongFlag(key, 'Leave it out.');
  if (rest.length === 0) {
    target[key] = plain(value);
    return;
  }
  const below = target[key];
  const inner = typeof below === 'object' && below !== null ? { ...below } : {};
  put(inner, rest, value);
  target[key] = inner;
}

/** A flag is text; what reads as a number or a truth value is one. */
function plain(value: unknown): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  return typeof value === 'string' && /^\d{1,9}$/.test(value) && !/^0\d/.test(value) ? Number(value) : value;
}

function split(text: string, by: string, form: string): [string, string] {
  const at = text.indexOf(by);
  if (at <= 0 || at === text.length - 1) throw wrongFlag(text, `Write ${form}`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function exists(file: string): PermanentError {
  return new PermanentError({
    code: 'CONFIG_EXISTS',
    message: `${file} is there already and is left as it is.`,
    remedy: 'Move it aside, or name another file: --into other.yaml',
  });
}

function wrongFlag(what: string, remedy: string): PermanentError {
  return new PermanentError({ code: 'INIT_FLAG_WRONG', message: `${what} is not understood.`, remedy });
}

function unknownConnector(name: string, connectors: readonly Connector[]): PermanentError {
  const known = connectors.map((each) => each.name).join(', ');
  return wrongFlag(`the connector "${name}"`, `Known here: ${known}.`);
}
