import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { fieldNames } from './scripts/lint/field-names.mjs';

const nodeGlobals = ['process', 'module', 'URL', 'setTimeout', 'setInterval', 'clearInterval'];

const project = { plugins: { mortar: { rules: { 'field-names': fieldNames } } } };

/** Proven, too. */
export const jestFocus = ['describe', 'it', 'test'].flatMap((name) =>
  ['only', 'skip', 'todo'].map((property) => ({
    // A suite that needs a database which is not there may step aside: `url ? describe : describe.skip`.
    selector: `:not(ConditionalExpression) > MemberExpression[object.name="${name}"][property.name="${property}"]`,
    message: `${name}.${property} hides tests: a test runs, or it is deleted with the reason in the commit.`,
  })),
);

const environment = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]',
  message: 'Only src/config reads the environment: take the value from the configuration.',
};

/** TypeScript 6.0 leaves the `.ts` of such an import as it is, and the built file then imports what is not there. */
const importInDefaultExport = {
  selector: 'ExportDefaultDeclaration ImportExpression',
  message: 'The compiler does not rewrite an import() inside of `export default …`: give the value a name first.',
};

/** Rules for every language of the project. Each one is proven by a planted violation in test/architecture. */
export const chosen = {
  eqeqeq: ['error', 'always'],
  'max-depth': ['error', 4],
  'max-lines': ['error', { max: 400 }],
  'max-lines-per-function': ['error', { max: 80, IIFEs: true }],
  'mortar/field-names': 'error',
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'anywhere' }],
};

/** Rules for TypeScript, beside typescript-eslint's recommended type-checked ones. Each one is proven, too. */
export const chosenTyped = {
  '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true, minimumDescriptionLength: 10 }],
  '@typescript-eslint/consistent-type-exports': 'error',
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
  '@typescript-eslint/no-deprecated': 'error',
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false, attributes: false } }],
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
  '@typescript-eslint/no-unnecessary-type-assertion': 'error',
  '@typescript-eslint/no-unsafe-argument': 'error',
  '@typescript-eslint/no-unsafe-assignment': 'error',
  '@typescript-eslint/no-unsafe-call': 'error',
  '@typescript-eslint/no-unsafe-member-access': 'error',
  '@typescript-eslint/no-unsafe-return': 'error',
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { boolean: true, string: true } }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  '@typescript-eslint/return-await': ['error', 'in-try-catch'],
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
  ],
  '@typescript-eslint/use-unknown-in-catch-callback-variable': 'error',
};

/** Rules for what ships. Each one is proven, too. */
export const chosenForProduction = {
  'no-console': 'error',
  'no-restricted-imports': [
    'error',
    {
      paths: [
        { name: 'node:process', importNames: ['env'], message: environment.message },
        { name: 'process', importNames: ['env'], message: environment.message },
      ],
    },
  ],
  'no-restricted-syntax': ['error', environment, importInDefaultExport],
};

export default defineConfig(
  globalIgnores(['dist/', 'data/', 'schema/', 'coverage/', 'connectors/*/fixtures/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  { ...project, rules: chosen },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...chosenTyped,
      // The compiler knows which names exist, and reports unused ones.
      'no-undef': 'off',
      '@typescript-eslint/no-unused-vars': 'off',
      // Ports and services here are interfaces whose methods are closures: taking one out of its object is safe.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['src/**/*.ts', 'connectors/**/*.ts', 'console/**/*.{ts,tsx}'],
    ignores: ['**/*.test.ts'],
    rules: chosenForProduction,
  },
  {
    // main.ts hands the environment to the configuration, unread.
    files: ['src/main.ts', 'src/config.ts', 'src/config/**'],
    rules: { 'no-restricted-syntax': ['error', importInDefaultExport], 'no-restricted-imports': 'off' },
  },
  {
    files: ['**/*.test.ts', 'test/**/*.ts'],
    rules: {
      // A suite's function grows with its cases; test/architecture.test.ts measures each case.
      'max-lines-per-function': 'off',
      'no-restricted-syntax': ['error', ...jestFocus],
      // In a test the assertion that follows says it better.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: Object.fromEntries(nodeGlobals.map((name) => [name, 'readonly'])),
    },
  },
);
