import { existsSync, readFileSync, statSync } from 'node:fs';
import { findPackageJSON, registerHooks } from 'node:module';
import { dirname, extname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Connector } from './connector.ts';
import { isCoded, PermanentError } from './errors.ts';
import { noteImport } from './external-code.ts';
import { SDK_VERSION } from './version.ts';

export { codeOf } from './external-code.ts';

const ENTRIES = ['index.ts', 'index.js', 'index.mjs'];

/** What must be there before anything of a stranger's connector is called. */
const shape = z.object({
  name: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'must be in lower case, such as "acme"'),
  title: z.object({ en: z.string().min(1), fr: z.string().min(1) }),
  roles: z.array(z.enum(['shop', 'fulfilment', 'mass-edit', 'till'])).min(1),
  settings: z.custom<z.ZodType>(hasSafeParse, 'must be a zod schema'),
  secrets: z.array(z.string()),
  aggregates: z.array(
    z.object({ root: z.string(), reads: z.array(z.object({ kind: z.string() })), project: aFunction() }),
  ),
  open: aFunction(),
  sandbox: aFunction().optional(),
  sdk: z.number().int().optional(),
});

/**
 * Where a connector that is named in the configuration lies, as a file address: a folder (`./acme`, with an index.ts or
 * index.js) or an installed npm package. `from` is the folder of the configuration. Throws CONNECTOR_NOT_FOUND.
 */
export function connectorAddress(named: string, from: string): string {
  if (/^\.{1,2}(\/|$)/.test(named) || isAbsolute(named))
    return pathToFileURL(entryOf(resolve(from, named), named)).href;
  let manifest: string | undefined;
  try {
    manifest = findPackageJSON(named, pathToFileURL(join(from, 'mortar.config.yaml')));
  } catch {
    manifest = undefined;
  }
  if (manifest === undefined) throw notFound(named, `npm install ${named}`);
  return pathToFileURL(join(dirname(manifest), mainOf(manifest))).href;
}

/**
 * Loads a stranger's connector and looks at its form. `mortar/sdk` leads to this hub's own, wherever the connector
 * lies. Throws CONNECTOR_BROKEN, CONNECTOR_INVALID, CONNECTOR_SDK_DIFFERS.
 */
export async function loadExternalConnector(address: string): Promise<Connector> {
  leadToSdk();
  const shown = fileURLToPath(address);
  const module = await load(address, shown);
  const found = shape.safeParse(module.default);
  if (!found.success) {
    const faults = found.error.issues.map(({ path, message }) => `${path.join('.') || 'default export'}: ${message}`);
    throw new PermanentError({
      code: 'CONNECTOR_INVALID',
      message: `${shown} exports no connector (${faults.join('; ')}).`,
      remedy: 'Export `defineConnector({…})` as the default; connectors/README.md shows the smallest one.',
    });
  }
  const major = Number.parseInt(SDK_VERSION, 10);
  if (found.data.sdk !== undefined && found.data.sdk !== major) {
    throw new PermanentError({
      code: 'CONNECTOR_SDK_DIFFERS',
      message: `The connector ${found.data.name} was written for version ${found.data.sdk} of mortar/sdk; this hub has ${SDK_VERSION}.`,
      remedy: 'Install a version of the connector for this hub, or a hub for this connector.',
    });
  }
  return module.default as Connector;
}

/** Loads several; two of one name, or one with a built-in's name, are refused: CONNECTOR_NAME_TAKEN. */
export async function loadExternalConnectors(
  addresses: readonly string[],
  builtIn: readonly Connector[],
): Promise<Connector[]> {
  const all = [...builtIn];
  for (const address of addresses) {
    const connector = await loadExternalConnector(address);
    if (all.some(({ name }) => name === connector.name)) {
      throw new PermanentError({
        code: 'CONNECTOR_NAME_TAKEN',
        message: `Two connectors are called ${connector.name}.`,
        remedy: 'Give the one from outside another name.',
      });
    }
    all.push(connector);
  }
  return all;
}

let leads = false;

/** Makes `mortar/sdk` mean this hub's SDK for every module of this thread: a folder anywhere needs no installation. */
export function leadToSdk(): void {
  if (leads) return;
  leads = true;
  const sdk = new URL(`./index${extname(import.meta.url)}`, import.meta.url).href;
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === 'mortar/sdk') return { url: sdk, shortCircuit: true };
      const found = next(specifier, context);
      noteImport(context.parentURL, found.url);
      return found;
    },
  });
}

async function load(address: string, shown: string): Promise<{ default?: unknown }> {
  try {
    return (await import(address)) as { default?: unknown };
  } catch (cause) {
    if (isCoded(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PermanentError(
      {
        code: 'CONNECTOR_BROKEN',
        message: `The connector ${shown} cannot be loaded: ${reason}`,
        remedy: 'Mend it, or take it out of `connectors:` in the configuration.',
      },
      { cause },
    );
  }
}

function entryOf(path: string, named: string): string {
  if (existsSync(path) && statSync(path).isFile()) return path;
  const manifest = join(path, 'package.json');
  const candidates = existsSync(manifest) ? [mainOf(manifest), ...ENTRIES] : ENTRIES;
  const entry = candidates.map((name) => join(path, name)).find((file) => existsSync(file));
  if (entry !== undefined) return entry;
  throw notFound(named, `mortar connector new NAME --role ROLE --into ${named}`);
}

function mainOf(manifest: string): string {
  const { exports, main } = JSON.parse(readFileSync(manifest, 'utf8')) as { exports?: unknown; main?: unknown };
  const root = isRecord(exports) && '.' in exports ? exports['.'] : exports;
  const target = isRecord(root) ? (root['import'] ?? root['default']) : root;
  if (typeof target === 'string') return target;
  return typeof main === 'string' ? main : 'index.js';
}

function notFound(named: string, command: string): PermanentError {
  return new PermanentError({
    code: 'CONNECTOR_NOT_FOUND',
    message: `There is no connector at ${named}.`,
    remedy: `Correct connectors: in the configuration, or make it: ${command}`,
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasSafeParse(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'safeParse' in value && typeof value.safeParse === 'function';
}

function aFunction() {
  return z.custom<(...given: never[]) => unknown>((value) => typeof value === 'function', 'must be a function');
}
