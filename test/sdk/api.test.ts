/** What `mortar/sdk` promises to connectors: the report is current, and a change of it is called by its right name. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Change {
  breaking: boolean;
  text: string;
}

interface Reports {
  render(declarations: string, version: string): string;
  changesBetween(before: string, after: string): Change[];
  demandOf(before: string, after: string): string | null;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const scripts = join(root, 'scripts');

let reports: Reports;
let reportOf: (root: string) => string;

beforeAll(async () => {
  // Plain scripts have no types: these are the ones that the test relies on.
  reports = (await import(join(scripts, 'sdk-api/changes.mjs'))) as Reports;
  ({ reportOf } = (await import(join(scripts, 'sdk-api.mjs'))) as { reportOf: typeof reportOf });
});

const planted = `
  export type Way = 'cursor' | 'compare';
  export interface Tools { now(): Date; log?: Log }
  export interface Log { info(text: string): void }
  export interface Connector { name: string; title?: string; way: Way; open(tools: Tools): Brick }
  export interface Brick { check(): Promise<string[]>; close?(): Promise<void> }
  export interface Facet { price: string; note?: string }
  declare class Coded extends Error { readonly code: string }
  export declare class Failure extends Coded {}
  export declare function defineConnector(connector: Connector): Connector;
  export declare const LIMIT: 5;
  export { z };
`;

/** The planted API with one text replaced by another, which must be there. */
function changed(from: string, to: string): string {
  if (!planted.includes(from)) throw new Error(`not planted: ${from}`);
  return planted.replace(from, to);
}

const asText = ({ breaking, text }: Change): string => `${breaking ? 'breaking' : 'additive'}: ${text}`;

describe('the SDK of this hub', () => {
  it('is what the report says; otherwise: npm run sdk:api', () => {
    expect(reportOf(root)).toBe(readFileSync(join(root, 'schema/sdk.api.md'), 'utf8'));
  });

  it('is published where the build writes it', () => {
    const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'));
    const { exports } = read('package.json') as { exports: Record<string, Record<string, string>> };
    const { compilerOptions } = read('tsconfig.json') as { compilerOptions: Record<string, unknown> };
    expect(compilerOptions).toMatchObject({ rootDir: '.', outDir: 'dist', declaration: true });
    expect(exports['./sdk']).toEqual({ types: './dist/src/sdk/index.d.ts', default: './dist/src/sdk/index.js' });
    expect(existsSync(join(root, 'src/sdk/index.ts'))).toBe(true);
  });
});

describe('a change of the SDK', () => {
  it.each([
    ['a removed export', 'export { z };', '', 'z is removed'],
    ['an export that is kept inside', 'export interface Log', 'interface Log', 'Log is removed'],
    ['a removed member', 'now(): Date; ', '', 'Tools.now is removed'],
    ['a removed optional member', 'close?(): Promise<void>', '', 'Brick.close is removed'],
    ['another type of a member', 'price: string', 'price: number', 'Facet.price has another type'],
    ['another parameter', 'info(text: string)', 'info(text: object)', 'Log.info has another type'],
    ['another type behind a name', `'compare';`, `'tail';`, 'Way is declared differently'],
    ['another value', 'LIMIT: 5', 'LIMIT: 6', 'LIMIT is declared differently'],
    ['another function', '(connector: Connector)', '(name: string)', 'defineConnector is declared differently'],
    ['another base', 'Failure extends Coded', 'Failure extends Error', 'Failure is declared differently'],
    ['a member less in a base', 'readonly code: string', '', 'Coded.code is removed'],
    ['a duty of the connector', 'name: string;', 'name: string; id: string;', 'Connector.id is added, and required'],
    ['a duty behind another', 'check():', 'ids(): string[]; check():', 'Brick.ids is added, and required'],
    ['a duty in a facet', 'price: string;', 'price: string; tax: string;', 'Facet.tax is added, and required'],
    ['a duty that was a choice', 'title?: string', 'title: string', 'Connector.title became required'],
    ['a loan that may be missing', 'now(): Date', 'now?(): Date', 'Tools.now became optional'],
  ])('breaks connectors: %s', (_, from, to, text) => {
    expect(reports.changesBetween(planted, changed(from, to)).map(asText)).toEqual([`breaking: ${text}`]);
  });

  it.each([
    ['an export', 'export { z };', 'export { z }; export interface Page { id: string }', 'Page is added'],
    ['an optional member', 'name: string;', 'name: string; id?: string;', 'Connector.id is added'],
    ['more that the hub lends', 'now(): Date;', 'now(): Date; brick: string;', 'Tools.brick is added, and required'],
    ['a loan that is always there', 'log?: Log', 'log: Log', 'Tools.log became required'],
    ['a duty that became a choice', 'name: string', 'name?: string', 'Connector.name became optional'],
    ['what was kept inside', 'declare class Coded', 'export declare class Coded', 'Coded is added'],
  ])('only adds: %s', (_, from, to, text) => {
    expect(reports.changesBetween(planted, changed(from, to)).map(asText)).toEqual([`additive: ${text}`]);
  });

  it('is not seen in another order, in blanks or in comments', () => {
    const moved = changed('price: string; note?: string', '/** Unused. */ note?:   string;\n price: string');
    expect(reports.changesBetween(planted, moved)).toEqual([]);
    expect(reports.render(moved, '1.0.0')).toBe(reports.render(planted, '1.0.0'));
  });

  it('is found between reports as between sources', () => {
    const [before, after] = [planted, changed('now(): Date; ', '')].map((text) => reports.render(text, '1.0.0'));
    expect(reports.changesBetween(before!, after!).map(asText)).toEqual(['breaking: Tools.now is removed']);
  });
});

describe('the version', () => {
  const demanded = (to: string, version: string) =>
    reports.demandOf(reports.render(planted, '1.2.3'), reports.render(to, version));

  it.each(['1.2.3', '1.3.0', '0.9.0'])('must grow in its first number for what breaks: not 1.2.3 to %s', (version) => {
    expect(demanded(changed('price: string', 'price: number'), version)).toContain('raise SDK_VERSION to 2.0.0');
  });

  it.each(['1.2.3', '1.2.4', '0.9.0'])('must grow in its second number for additions: not 1.2.3 to %s', (version) => {
    expect(demanded(changed('price: string', 'price: string; a?: string'), version)).toContain('to 1.3.0');
  });

  it('is high enough, or need not grow', () => {
    expect(demanded(changed('price: string', 'price: number'), '2.0.0')).toBeNull();
    expect(demanded(changed('price: string', 'price: string; a?: string'), '1.3.0')).toBeNull();
    expect(demanded(changed('price: string', 'price: string; a?: string'), '2.0.0')).toBeNull();
    expect(demanded(planted, '1.2.3')).toBeNull();
  });
});
