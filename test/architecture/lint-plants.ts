const lines = (count: number, line: string): string => `${line}\n`.repeat(count);

/** Code that keeps every rule, so that what is reported is the plant. */
export const soundCode: Record<string, string> = {
  'src/config.ts': `export const port = process.env['PORT'];\n`,
  'src/sound.ts': `export function double(value: number): number {\n  return value * 2;\n}\n`,
  'test/sound.test.ts': `it('works', () => {\n  expect(1).toBe(1);\n});\n`,
};

/** Rule to code that breaks it. */
export const lintPlants: Record<string, string> = {
  eqeqeq: `export const same = (a: number, b: number): boolean => a == b;`,
  'max-depth': `export function deep(a: boolean): void { if (a) { while (a) { for (;;) { if (a) { if (a) return; } } } } }`,
  'max-lines': lines(401, '// long'),
  'max-lines-per-function': `export function long(): void {\n${lines(80, '// long')}}`,
  'mortar/field-names': `export const orderManager = 1;`,
  'no-warning-comments': `// TODO later\nexport const open = 1;`,
  'no-console': `console.log('hello');`,
  'no-restricted-imports': `import { env } from 'node:process';\nexport const home = env['HOME'];`,
  'no-restricted-syntax': `export const home = process.env['HOME'];`,
  '@typescript-eslint/ban-ts-comment': `// @ts-ignore\nexport const wrong: number = 'text';`,
  '@typescript-eslint/consistent-type-exports': `import type { Buffer } from 'node:buffer';\ninterface Own { a: Buffer }\nexport { Own };`,
  '@typescript-eslint/consistent-type-imports': `import { Buffer } from 'node:buffer';\nexport type Bytes = Buffer;`,
  '@typescript-eslint/no-deprecated': `/** @deprecated gone soon */\nconst old = 1;\nexport const now = old;`,
  '@typescript-eslint/no-explicit-any': `export const loose = (value: any): boolean => value === 1;`,
  '@typescript-eslint/no-floating-promises': `export function forget(): void { Promise.resolve(1); }`,
  '@typescript-eslint/no-misused-promises': `export const odd = (value: Promise<number>): number => (value ? 1 : 2);`,
  '@typescript-eslint/no-non-null-assertion': `export const first = (values: number[]): number => values[0]!;`,
  '@typescript-eslint/no-unnecessary-condition': `export const size = (text: string): number => text?.length;`,
  '@typescript-eslint/no-unnecessary-type-assertion': `export const same = (text: string): string => text as string;`,
  '@typescript-eslint/no-unsafe-argument': `export const number = (text: string): number => Number.parseInt(JSON.parse(text));`,
  '@typescript-eslint/no-unsafe-assignment': `export function body(text: string): void { const value = JSON.parse(text); void value; }`,
  '@typescript-eslint/no-unsafe-call': `export function call(text: string): void { JSON.parse(text)(); }`,
  '@typescript-eslint/no-unsafe-member-access': `export const name = (text: string): unknown => JSON.parse(text).name as unknown;`,
  '@typescript-eslint/no-unsafe-return': `export const parsed = (text: string): string => JSON.parse(text);`,
  '@typescript-eslint/only-throw-error': `export function fail(): never { throw 'text'; }`,
  '@typescript-eslint/prefer-nullish-coalescing': `export const or = (value: object | null): object => value || {};`,
  '@typescript-eslint/restrict-template-expressions': `export const text = (value: object): string => \`\${value}\`;`,
  '@typescript-eslint/return-await': `export async function late(run: () => Promise<void>): Promise<void> { try { return run(); } catch { return; } }`,
  '@typescript-eslint/switch-exhaustiveness-check': `export function say(state: 'a' | 'b'): string { switch (state) { case 'a': return 'A'; } return ''; }`,
  '@typescript-eslint/use-unknown-in-catch-callback-variable': `export const tried = Promise.resolve().catch((error) => String(error));`,
};

/** Files that are refused for their name. */
export const misnamed = ['src/order-utils.ts', 'src/common/handle-order.ts', 'src/OrderStore.ts'];

/** Further forms of code that are refused. */
export const restrictedSyntax = [
  { file: 'test/focus.test.ts', text: `it.only('hides others', () => {\n  expect(1).toBe(1);\n});` },
  { file: 'src/default-import.ts', text: `export default { load: () => import('./sound.ts') };` },
];
