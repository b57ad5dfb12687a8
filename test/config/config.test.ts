import { join } from 'node:path';
import { loadConfig, secretsOf, type Config } from '../../src/config.ts';
import { PermanentError } from '../../src/sdk/errors.ts';
import { folder, shopware } from './config.double.ts';

let dir: ReturnType<typeof folder>;
beforeEach(() => (dir = folder()));
afterEach(() => dir.remove());

function load(yaml?: string, env: NodeJS.ProcessEnv = {}): Config {
  if (yaml !== undefined) dir.write('mortar.config.yaml', yaml);
  return loadConfig({ env, cwd: dir.path, connectors: [shopware] });
}

/** The whole report of a configuration that must not be accepted. */
function report(yaml?: string, env: NodeJS.ProcessEnv = {}): string {
  try {
    load(yaml, env);
  } catch (error) {
    expect(error).toBeInstanceOf(PermanentError);
    expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
    return (error as PermanentError).message;
  }
  throw new Error('was accepted');
}

const SHOP = 'connector: shopware, url: "https://shop.example", key: "${SHOP_KEY}"';
const env = { SHOP_KEY: 'key-1234' };

describe('defaults', () => {
  it('is the demo without a file', () => {
    const { path } = dir;
    expect(load()).toEqual({
      source: 'demo',
      data: join(path, 'data'),
      port: 4000,
      host: '127.0.0.1',
      locale: 'fr',
      roles: {},
      stock: { oversell: 'refuse' },
      flows: [],
      bricks: [],
      interpolated: [],
    });
  });

  it('takes an empty file for a file', () => {
    expect(load('')).toMatchObject({ source: 'file', bricks: [], port: 4000 });
  });

  it('fills in what a brick does not say', () => {
    const [brick] = load(`bricks:\n  shop: { ${SHOP} }\n`, env).bricks;
    expect(brick).toEqual({
      name: 'shop',
      connector: shopware,
      settings: { url: 'https://shop.example', key: 'key-1234', pageSize: 50 },
      schedule: '*/5 * * * *',
      holds: { percent: 10, records: 50, windowHours: 24, streams: {} },
      roles: ['shop', 'till'],
    });
  });
});

describe('the file', () => {
  it('says it all', () => {
    const config = load(
      [
        'data: ../elsewhere',
        'port: ${WEB_PORT}',
        'host: 0.0.0.0',
        'locale: en',
        'database: postgres://hub:pass%20word@db.example/mortar',
        'roles: { shop: { primary: shop-fr } }',
        'stock: { owner: shop-fr, oversell: backorder }',
        'bricks:',
        '  shop-fr:',
        `    { ${SHOP}, schedule: "0 3 * * *", roles: [shop], holds: { percent: 5, streams: { products: { records: 9 } } } }`,
      ].join('\n'),
      { ...env, WEB_PORT: '8080' },
    );
    expect(config).toMatchObject({
      port: 8080,
      host: '0.0.0.0',
      locale: 'en',
      roles: { shop: { primary: 'shop-fr' } },
      stock: { owner: 'shop-fr', oversell: 'backorder' },
    });
    expect(config.data).toBe(join(dir.path, '../elsewhere'));
    expect(config.bricks[0]).toMatchObject({
      schedule: '0 3 * * *',
      roles: ['shop'],
      holds: { percent: 5, records: 50, windowHours: 24, streams: { products: { percent: 10, records: 9 } } },
    });
  });

  it('may be elsewhere, and then its relative paths too', () => {
    const other = folder();
    const file = other.write('hub.yaml', 'data: ./store');
    const config = load(undefined, { MORTAR_CONFIG: file });
    expect(config).toMatchObject({ source: 'file', file, data: join(other.path, 'store') });
    other.remove();
  });

  it('must exist when it is named', () => {
    expect(report(undefined, { MORTAR_CONFIG: 'missing.yaml' })).toMatch(/missing\.yaml {2}the file cannot be read/);
  });

  it('may share settings between bricks by anchors', () => {
    const { bricks } = load(`bricks:\n  one: &shop { ${SHOP} }\n  two: *shop\n`, env);
    expect(bricks.map(({ name }) => name)).toEqual(['one', 'two']);
  });
});

describe('the environment', () => {
  it('wins over the file', () => {
    const yaml = 'data: ./a\nport: 1\nhost: a\ndatabase: postgres://a/b\n';
    const config = load(yaml, {
      MORTAR_DATA: 'b',
      PORT: '2',
      HOST: 'b',
      DATABASE_URL: 'postgres://b/c',
      MORTAR_TOKEN: 'token-from-env',
    });
    const { path } = dir;
    expect(config).toMatchObject({ data: join(path, 'b'), port: 2, host: 'b', token: 'token-from-env' });
    expect(config.database).toBe('postgres://b/c');
  });

  it('may give secrets in files, without the line break at their end', () => {
    const token = dir.write('token', 'token-from-file\n');
    const key = dir.write('key', 'key-from-file\r\n');
    const config = load(`bricks:\n  shop: { ${SHOP} }\n`, { MORTAR_TOKEN_FILE: token, SHOP_KEY_FILE: key });
    expect(config.token).toBe('token-from-file');
    expect(config.bricks[0]?.settings).toMatchObject({ key: 'key-from-file' });
  });

  it('is named when a value from it is wrong', () => {
    const text = report(undefined, { PORT: 'four thousand', MORTAR_TOKEN_FILE: '/nowhere/token' });
    expect(text).toMatch(/environment variable PORT: {2}port is wrong/);
    expect(text).toMatch(/MORTAR_TOKEN_FILE names the file \/nowhere\/token, which cannot be read/);
  });
});

describe('${NAME}', () => {
  it('is put in, inside longer texts too, and escaped by $${', () => {
    const yaml = `bricks:\n  shop: { connector: shopware, url: "https://\${SUB}.example", key: "$\${x} \${A}-\${B}" }\n`;
    const [brick] = load(yaml, { SUB: 'shop', A: '1', B: '2' }).bricks;
    expect(brick?.settings).toMatchObject({ url: 'https://shop.example', key: '${x} 1-2' });
  });

  it('is not looked for inside of what it brought', () => {
    const [brick] = load(`bricks:\n  shop: { ${SHOP} }\n`, { SHOP_KEY: '${OTHER}' }).bricks;
    expect(brick?.settings).toMatchObject({ key: '${OTHER}' });
  });

  it('must be set, closed and a name', () => {
    const text = report('host: "${NOT_SET} ${ALSO_NOT}"\ndata: "${a-b}"\nlocale: "${open"\n');
    expect(text).toMatch(/4 problems/);
    expect(text).toMatch(/yaml:1:7 {2}host needs the environment variable NOT_SET, which is not set/);
    expect(text).toMatch(/ALSO_NOT/);
    expect(text).toMatch(/yaml:2:7 {2}data has \$\{a-b\}, which names no variable/);
    expect(text).toMatch(/yaml:3:9 {2}locale has a \$\{ without its \}/);
  });
});

describe('what is wrong is named with its place and its remedy', () => {
  it('all at once', () => {
    const text = report(
      [
        'prot: 80',
        'locale: de',
        'bricks:',
        '  shop:',
        '    conector: shopware',
        '  Till_1:',
        '    connector: shopwear',
        '  till:',
        '    connector: shopware',
        '    url: nowhere',
        '    pagesize: 500',
        '    pageSize: 500',
        '    key: "${MISSING}"',
        '    schedule: "61 * * * *"',
        '    roles: [fulfilment]',
        '    holds: { percent: 500, record: 1 }',
        'roles: { shop: { primary: shup } }',
      ].join('\n'),
    );
    expect(text.split('\n').slice(1).join('\n')).toMatchSnapshot();
  });

  it('also in YAML that cannot be read', () => {
    expect(report('bricks:\n\tshop: 1\n')).toMatch(/mortar\.config\.yaml:2:1 {2}this line is not valid YAML/);
    expect(report('port: 1\nport: 2\n')).toMatch(/yaml:2:1 .*Map keys must be unique/);
    expect(report('host: *star\n')).toMatch(/yaml:1:7 .*refers to &star/);
    expect(report('- a\n- b\n')).toMatch(/yaml:1:1 {2}the file is wrong/);
  });

  it('also for schedules that never repeat', () => {
    const yaml = `bricks:\n  shop: { ${SHOP}, schedule: "0 0 31 2 *" }\n`;
    expect(report(yaml, env)).toMatch(/bricks\.shop\.schedule is a schedule that does not repeat/);
  });

  it('also for a primary that cannot be one', () => {
    const yaml = `bricks:\n  till: { ${SHOP}, roles: [till] }\nroles: { shop: { primary: till } }\n`;
    expect(report(yaml, env)).toMatch(/yaml:3:27 {2}roles\.shop\.primary names the brick till, which does not play/);
  });

  it('also for an owner of stock that is no brick', () => {
    const yaml = `bricks:\n  warehouse: { ${SHOP} }\nstock: { owner: warehose, oversell: sometimes }\n`;
    const text = report(yaml, env);
    expect(text).toMatch(/yaml:3:37 {2}stock\.oversell is wrong/);
    expect(report(yaml.replace('sometimes', 'accept'), env)).toMatch(
      /yaml:3:17 {2}stock\.owner names "warehose", no brick\.\n.*Did you mean "warehouse"/,
    );
  });

  it('without showing secrets, even when a connector quotes them', () => {
    const yaml = `database: "\${LEAKY}"\nbricks:\n  shop: { connector: shopware, url: "https://a.example", key: "abc" }\n`;
    const text = report(yaml, { LEAKY: 'leaky-value' });
    expect(text).toContain('database is wrong');
    expect(text).not.toContain('leaky-value');
    expect(text).toContain('"[redacted]" is too short');
  });
});

describe('secretsOf', () => {
  it('knows all that must never be shown', () => {
    const yaml = [
      'database: postgres://hub:pass%20word@db.example/mortar',
      'host: ${HOSTNAME}',
      'bricks:',
      '  shop:',
      '    connector: shopware',
      '    url: https://jane:basic-pass@${SHOP_HOST}/',
      '    key: literal-key',
      '    oauth: { id: "${OAUTH_ID}", secret: literal-secret }',
    ].join('\n');
    const config = load(yaml, {
      MORTAR_TOKEN: 'token-1234',
      HOSTNAME: 'localhost',
      SHOP_HOST: 'shop.example',
      OAUTH_ID: 'oauth-id',
    });
    expect(secretsOf(config).sort()).toEqual([
      'basic-pass',
      'literal-key',
      'literal-secret',
      'oauth-id',
      'pass word',
      'pass%20word',
      'token-1234',
    ]);
  });
});
