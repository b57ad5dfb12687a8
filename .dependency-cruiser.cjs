/** The import rules of the architecture. `test/architecture.test.ts` proves each of them by a planted violation. */

/** Files inside a folder that others may import beside its index.ts. */
const doors = [
  'index\\.ts$',
  // What one role says of its entities: read by connectors (through #sdk), by the mirror and by tests.
  'facets\\.ts$',
  'facet-types?\\.ts$',
  // What a role can tell a brick: read by connectors (through #sdk).
  'commands\\.ts$',
  'config\\.ts$',
  // What the hub lends to connectors: kept out of the SDK's index, so that the mirror's writer loads no HTTP client.
  'http-client\\.ts$',
  'open-drop-box\\.ts$',
  'table-codec\\.ts$',
  'redact\\.ts$',
  // Asked for by what must answer before the schema library of the SDK is loaded.
  'errors\\.ts$',
  // Connectors from outside: loaded by the program and by the mirror's writer.
  'external-connector\\.ts$',
  // A connector that is no vendor's: loaded by the registry without the rest of its folder.
  'salvage-connector\\.ts$',
  // Entries of worker threads, named by their address.
  '[^/]*\\.worker\\.ts$',
];

const tests = '^test/|\\.test\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'connectors-import-only-the-sdk',
      comment: 'A connector may use #sdk, packages, Node and its own folder: deleting its folder deletes it.',
      severity: 'error',
      from: { path: '^connectors/([^/]+)/', pathNot: tests },
      to: { path: '^(src|connectors|test|console)/', pathNot: ['^src/sdk/index\\.ts$', '^connectors/$1/'] },
    },
    {
      name: 'connector-tests-stay-outside-the-hub',
      comment: 'Tests of a connector may use its own folder, #sdk and the conformance suites.',
      severity: 'error',
      from: { path: '^connectors/([^/]+)/.*\\.test\\.ts$' },
      to: { path: '^(src|connectors|test|console)/', pathNot: ['^src/sdk/', '^connectors/$1/', '^test/'] },
    },
    {
      name: 'hub-knows-no-vendor',
      comment: 'Only main.ts and registry.ts know both the hub and the vendors.',
      severity: 'error',
      from: { path: '^(src|console)/', pathNot: ['^src/(main|registry)\\.ts$', tests] },
      to: { path: '^connectors/' },
    },
    {
      name: 'roles-never-import-one-another',
      comment: 'Roles meet in the supergraph through @key; scalars that all of them need live in src/roles/graph.',
      severity: 'error',
      from: { path: '^src/roles/([^/]+)/', pathNot: tests },
      to: { path: '^src/roles/', pathNot: ['^src/roles/$1/', '^src/roles/graph/'] },
    },
    {
      name: 'graph-is-neutral',
      comment: 'What all roles share knows none of them.',
      severity: 'error',
      from: { path: '^src/roles/graph/', pathNot: tests },
      to: { path: '^src/', pathNot: ['^src/roles/graph/', '^src/sdk/', '^src/mirror/index\\.ts$'] },
    },
    {
      name: 'sync-and-outbox-meet-only-in-the-mirror',
      comment: 'What a brick said and what we tell it never call one another.',
      severity: 'error',
      from: { path: '^src/(sync|outbox)/', pathNot: tests },
      to: { path: '^src/(sync|outbox)/', pathNot: '^src/$1/' },
    },
    {
      name: 'sdk-stands-alone',
      comment: 'The SDK is published: it takes from the hub nothing but the types of the roles.',
      severity: 'error',
      from: { path: '^src/sdk/', pathNot: tests },
      to: {
        path: '^(src|connectors|test|console)/',
        pathNot: ['^src/sdk/', '^src/roles/[^/]+/(facets|port|commands)\\.ts$'],
      },
    },
    {
      name: 'sdk-takes-only-types-of-roles',
      comment: "A connector that loads the SDK must not load a role's code.",
      severity: 'error',
      from: { path: '^src/sdk/', pathNot: tests },
      to: { path: '^src/roles/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'mirror-knows-nobody-above-it',
      comment: 'Everything reads the mirror; the mirror reads nothing but the SDK and declarations of facets.',
      severity: 'error',
      from: { path: '^src/mirror/', pathNot: tests },
      to: { path: '^src/', pathNot: ['^src/(mirror|sdk)/', '^src/registry\\.ts$', '^src/config'] },
    },
    {
      name: 'queries-never-reach-bricks',
      comment:
        'A query is answered from the mirror: a role knows neither sync nor gateway (hub shows and starts runs).',
      severity: 'error',
      from: { path: '^src/roles/', pathNot: [tests, '^src/roles/hub/'] },
      to: { path: '^src/(sync|gateway|cli)/' },
    },
    {
      name: 'folders-are-entered-by-their-index',
      comment: 'What a folder does not export by its index.ts is its own affair.',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: [tests, '^src/roles/'] },
      to: {
        path: '^src/(?:roles/)?[^/]+/.+',
        pathNot: ['^src/$1/', ...doors.map((door) => `^src/(?:roles/)?[^/]+/${door}`), '^src/roles/graph/'],
      },
    },
    {
      name: 'role-folders-enter-others-by-their-index',
      comment: 'As folders-are-entered-by-their-index, for roles.',
      severity: 'error',
      from: { path: '^src/roles/([^/]+)/', pathNot: tests },
      to: {
        path: '^src/(?!roles/)[^/]+/.+',
        pathNot: doors.map((door) => `^src/[^/]+/${door}`),
      },
    },
    {
      name: 'entries-enter-folders-by-their-index',
      comment:
        'The composition root joins folders; it does not reach into them. A file may own the folder of its name.',
      severity: 'error',
      from: { path: '^src/([^/]+)\\.ts$', pathNot: tests },
      to: {
        path: '^(src/roles/[^/]+|src/(?!roles/)[^/]+|connectors/[^/]+)/.+',
        pathNot: [
          ...doors.map((door) => `^(src/roles/[^/]+|src/[^/]+|connectors/[^/]+)/${door}`),
          '^connectors/[^/]+/sandbox/index\\.ts$',
          '^src/$1/',
        ],
      },
    },
    {
      name: 'only-entries-load-the-registry',
      comment:
        'Who takes the list of built-in connectors as a value, instead of loading it, can be tested without them.',
      severity: 'error',
      from: { path: '^src/', pathNot: [tests, '^src/main\\.ts$', '\\.worker\\.ts$'] },
      to: { path: '^src/(main|registry)\\.ts$' },
    },
    {
      name: 'production-never-imports-tests',
      comment: 'Test doubles and fixtures are not shipped.',
      severity: 'error',
      from: { path: '^(src|connectors|console)/', pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'no-development-packages-in-production',
      comment: 'The hub runs from `npm ci --omit=dev`.',
      severity: 'error',
      from: { path: '^(src|connectors)/', pathNot: tests },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'A package that only another package brings may be gone tomorrow.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need one another are one thing, or need a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nothing imports and that imports nothing is left over.',
      severity: 'error',
      from: { orphan: true, pathNot: [tests, '^src/(main|registry)\\.ts$', '\\.worker\\.ts$', '\\.d\\.ts$'] },
      to: {},
    },
    {
      name: 'everything-resolves',
      comment: 'An import that resolves to nothing is checked by no rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|connectors/[^/]+/fixtures)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Types count: a type that a connector takes from the mirror ties it to the mirror as well.
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['mortar-source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
