const value = 'export const value = 1;\n';
const load = (...paths: string[]): string => paths.map((path) => `import '${path}';\n`).join('');

/** A small hub that keeps every rule, so that what is reported is the plant. */
export const soundHub: Record<string, string> = {
  'src/main.ts': load('./registry.ts', './config.ts', './sync/index.ts', './outbox/index.ts', './gateway/index.ts'),
  'src/registry.ts': load('../connectors/vendor/index.ts', './roles/shop/facet-types.ts', './roles/till/index.ts'),
  'src/config.ts': load('zod', './config/environment.ts'),
  'src/config/environment.ts': value,
  'src/sdk/index.ts': `export type * from '../roles/shop/facets.ts';\nexport * from './errors.ts';\n`,
  'src/sdk/errors.ts': value,
  'src/mirror/index.ts': load('#sdk', './rows.ts', './facet-type.ts'),
  'src/mirror/rows.ts': value,
  'src/mirror/facet-type.ts': value,
  'src/mirror/writer.worker.ts': load('../registry.ts', './rows.ts'),
  'src/sync/index.ts': load('../mirror/index.ts', './pages.ts'),
  'src/sync/pages.ts': load('#sdk', 'node:fs'),
  'src/outbox/index.ts': load('../mirror/index.ts', './relay.ts'),
  'src/outbox/relay.ts': value,
  'src/gateway/index.ts': load('../roles/shop/index.ts', '../mirror/index.ts', './server.ts'),
  'src/gateway/server.ts': load('node:http'),
  'src/roles/graph/index.ts': load('graphql'),
  'src/roles/shop/index.ts': load('../graph/index.ts', './facets.ts', './deep/resolver.ts', '../../mirror/index.ts'),
  'src/roles/shop/facets.ts': 'export interface Facet { id: string }\n',
  'src/roles/shop/facet-types.ts': load('../../mirror/facet-type.ts'),
  'src/roles/shop/deep/resolver.ts': load('../facets.ts'),
  'src/roles/till/index.ts': load('../graph/index.ts'),
  'connectors/vendor/index.ts': load('#sdk', './mapper.ts'),
  'connectors/vendor/mapper.ts': load('#sdk', 'zod', 'node:crypto'),
  'connectors/vendor/mapper.test.ts': load('./mapper.ts', 'nock', '../../test/double.ts'),
  'test/double.ts': load('../src/sync/pages.ts'),
};

export interface ImportPlant {
  file: string;
  text: string;
  /** Where the violation is reported, if it is not in the planted file. */
  reportedIn?: string;
}

/** Rule to a file that breaks it. */
export const importPlants: Record<string, ImportPlant> = {
  'connectors-import-only-the-sdk': { file: 'connectors/vendor/p1.ts', text: load('../../src/mirror/index.ts') },
  'connector-tests-stay-outside-the-hub': {
    file: 'connectors/vendor/p2.test.ts',
    text: load('../../src/sync/index.ts'),
  },
  'hub-knows-no-vendor': { file: 'src/sync/p3.ts', text: load('../../connectors/vendor/index.ts') },
  'roles-never-import-one-another': { file: 'src/roles/shop/p4.ts', text: load('../till/index.ts') },
  'graph-is-neutral': { file: 'src/roles/graph/p5.ts', text: load('../../gateway/index.ts') },
  'sync-and-outbox-meet-only-in-the-mirror': { file: 'src/sync/p6.ts', text: load('../outbox/index.ts') },
  'sdk-stands-alone': { file: 'src/sdk/p7.ts', text: load('../mirror/index.ts') },
  'sdk-takes-only-types-of-roles': { file: 'src/sdk/p8.ts', text: load('../roles/shop/facets.ts') },
  'mirror-knows-nobody-above-it': { file: 'src/mirror/p9.ts', text: load('../gateway/index.ts') },
  'queries-never-reach-bricks': { file: 'src/roles/till/p10.ts', text: load('../../sync/index.ts') },
  'folders-are-entered-by-their-index': { file: 'src/gateway/p11.ts', text: load('../roles/shop/deep/resolver.ts') },
  'role-folders-enter-others-by-their-index': { file: 'src/roles/till/p12.ts', text: load('../../mirror/rows.ts') },
  'entries-enter-folders-by-their-index': { file: 'src/p13.ts', text: load('./sync/pages.ts') },
  'only-entries-load-the-registry': { file: 'src/gateway/p14.ts', text: load('../registry.ts') },
  'production-never-imports-tests': { file: 'src/gateway/p15.ts', text: load('../../test/double.ts') },
  'no-development-packages-in-production': { file: 'src/gateway/p16.ts', text: load('nock') },
  'no-undeclared-packages': { file: 'src/gateway/p17.ts', text: load('acorn') },
  'no-cycles': { file: 'src/gateway/server.ts', text: load('./index.ts'), reportedIn: 'src/gateway/index.ts' },
  'no-orphans': { file: 'src/gateway/p19.ts', text: value },
  'everything-resolves': { file: 'src/gateway/p20.ts', text: load('./nowhere.ts') },
};
