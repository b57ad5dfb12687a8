import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { PrestashopSandbox } from '../../connectors/prestashop/sandbox/index.ts';
import { published } from '../cli/mirrored.ts';
import { openPlace, type ProgramPlace } from '../cli/program.ts';
import { configOf, KEY, startTestShop } from '../cli/test-shop.ts';
import { built } from '../proof/project-root.ts';

const TOKEN = 'T0KENTHATNOBODYMUSTEVERSEE';

let shop: PrestashopSandbox;
/** A hub that serves, and the folder that it holds. */
let place: ProgramPlace;
let hub: Awaited<ReturnType<ProgramPlace['serve']>>;
let whole: Record<string, string>;

beforeAll(async () => {
  shop = await startTestShop({ products: 6, customers: 3, orders: 3 });
  place = openPlace();
  Object.assign(place.env, { PRESTASHOP_KEY: KEY, MORTAR_TOKEN: TOKEN });
  place.configure(configOf(shop));
  hub = await place.serve();
  await hub.says(/shop: run done/);
  whole = published(place.data);
});

afterAll(async () => {
  expect((await hub.stop()).code).toBe(0);
  expect(published(place.data)).toEqual(whole);
  for (const secret of [KEY, TOKEN]) expect(place.said()).not.toContain(secret);
  await place.close();
  await shop.close();
});

const shopIs = (lines: string): string =>
  `bricks:\n  shop:\n    connector: prestashop\n    url: http://x.test\n${lines}`;

describe('an invalid configuration', () => {
  it.each([
    ['an unknown key', shopIs('    key: abc\n    colour: red\n'), /mortar\.config\.yaml:6:5 {2}bricks\.shop\.colour/],
    ['an unknown key at the top', 'brick: {}\n', /mortar\.config\.yaml:1:1 {2}brick is not known.\n.*"bricks"/],
    [
      'a variable that is not set',
      shopIs('    key: "${NOT_SET_AT_ALL}"\n'),
      /mortar\.config\.yaml:5:10 {2}bricks\.shop\.key needs.*NOT_SET_AT_ALL.*\n.*Set NOT_SET_AT_ALL, or NOT_SET_AT_ALL_FILE/,
    ],
    [
      'a wrong schedule',
      shopIs('    key: abc\n    schedule: often\n'),
      /mortar\.config\.yaml:6:15 {2}bricks\.shop\.schedule is no cron expression like "\*\/5/,
    ],
    [
      'an unknown connector',
      'bricks:\n  shop: { connector: prestashpo }\n',
      /mortar\.config\.yaml:2:22 {2}bricks\.shop\.connector names .*"prestashpo".*\n.*Did you mean "prestashop"/,
    ],
    ['no address', 'bricks:\n  shop: { connector: prestashop, key: a }\n', /bricks\.shop\.url is missing/],
    ['no YAML', 'bricks: {shop: [\n', /mortar\.config\.yaml:\d+:\d+ {2}this line is not valid YAML/],
  ])('%s: file, line, key and remedy', async (_name, text, words) => {
    const bad = join(place.folder, 'bad');
    mkdirSync(bad, { recursive: true });
    writeFileSync(join(bad, 'mortar.config.yaml'), text);
    const env = { MORTAR_CONFIG: 'bad/mortar.config.yaml', NO_COLOR: '1' };
    const ended = await place.run(['sync'], env);
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(/^CONFIG_INVALID: /);
    expect(ended.stderr.replaceAll('bad/mortar', 'mortar')).toMatch(words);
    expect(ended.stderr).not.toMatch(/ at .*\.js:\d+/);
  });

  it('a file that is not there', async () => {
    const ended = await place.run(['sync'], { MORTAR_CONFIG: 'nowhere.yaml' });
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(/nowhere\.yaml .*cannot be read \(ENOENT\)/);
  });
});

describe('a hub that cannot start', () => {
  it('because its port is taken: names it, and makes no token that nobody would see', async () => {
    const env = { MORTAR_TOKEN: '', MORTAR_DATA: 'second', PORT: new URL(hub.url).port };
    const ended = await place.run(['serve'], env);
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(/^LISTEN_FAILED: .*port \d+ of 127\.0\.0\.1: another program has it/m);
    expect(ended.stderr).toContain('name another port: PORT, or port: in the configuration');
    const again = place.start(['serve'], { ...env, PORT: '0' });
    await again.says(/token\s+mortar_\S+ {3}\(shown once; keep it\)/);
    again.child.kill('SIGTERM');
    expect((await again.ended).code).toBe(0);
  });

  it('because another hub holds its data folder: exit code 11', async () => {
    const ended = await place.run(['serve'], { PORT: '0' });
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 11, stdout: '' });
    expect(ended.stderr).toMatch(/^MIRROR_LOCKED: [^]*Stop the other hub/);
  });

  it.each([
    ['is a file', 'occupied'],
    ['lies below a file', 'occupied/below'],
  ])('because its data folder %s', async (_name, data) => {
    writeFileSync(join(place.folder, 'occupied'), 'not a folder');
    for (const verb of ['serve', 'sync']) {
      const ended = await place.run([verb], { PORT: '0', MORTAR_DATA: data });
      expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 1, stdout: '' });
      expect(ended.stderr).toMatch(/^DATA_FOLDER_UNUSABLE: The data folder .*occupied.* cannot be made or written/);
      expect(ended.stderr).toContain('MORTAR_DATA');
    }
    expect(readFileSync(join(place.folder, 'occupied'), 'utf8')).toBe('not a folder');
  });

  (isRefusable() ? it : it.skip)('because it may not write its data folder', () => {
    const data = copyOf('read-only');
    chmodSync(place.folder, 0o755);
    chmodSync(data, 0o555);
    const command = [...asNobody(), process.execPath, built('src/main.js'), 'sync'];
    const env = { ...process.env, ...place.env, MORTAR_DATA: data, NODE_OPTIONS: '' };
    const [program = '', ...args] = command;
    const ended = spawnSync(program, args, { cwd: place.folder, env, encoding: 'utf8' });
    chmodSync(data, 0o755);
    expect({ code: ended.status, stdout: ended.stdout }).toEqual({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(/^DATA_FOLDER_UNUSABLE: .*EACCES[^]*Let this user write it/m);
    expect(published(data)).toEqual(whole);
  });

  it.each([
    ['at its head', 0],
    ['in its middle', 4096],
  ])('because its database is damaged %s; put back, it answers', async (_name, from) => {
    const data = copyOf(`damaged-${String(from)}`);
    const file = join(data, 'mortar.db');
    const bytes = readFileSync(file);
    writeFileSync(file, Buffer.from(bytes).fill('garbage ', from, from + 40_960));
    const env = { MORTAR_DATA: data };
    const ended = await place.run(['sync'], env);
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(/MIRROR_CORRUPT: .*damaged[^]*keep it: it holds the history/);
    writeFileSync(file, bytes);
    expect(await place.run(['sync'], env)).toMatchObject({ code: 0 });
    expect(published(data)).toEqual(whole);
  });
});

it('an unknown brick: names those that there are, with a hub running and without', async () => {
  for (const env of [{}, { MORTAR_DATA: 'third' }]) {
    for (const verb of ['sync', 'check', 'reproject']) {
      const ended = await place.run([verb, 'shpo'], env);
      expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 1, stdout: '' });
      expect(ended.stderr).toMatch(/^UNKNOWN_BRICK: There is no brick "shpo".\nKnown bricks: shop\.$/m);
    }
  }
});

it('no brick at all: says so', async () => {
  writeFileSync(join(place.folder, 'empty.yaml'), 'locale: en\n');
  const ended = await place.run(['sync'], { MORTAR_CONFIG: 'empty.yaml', MORTAR_DATA: 'fourth' });
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toMatch(/^NO_BRICK: [^]*Add one below bricks: in the configuration/);
});

/** The hub's database and master key in a folder of their own, whole although the hub is writing it. */
function copyOf(name: string): string {
  const data = join(place.folder, name);
  mkdirSync(data);
  const database = new DatabaseSync(join(place.data, 'mortar.db'), { readOnly: true });
  database.prepare('vacuum into ?').run(join(data, 'mortar.db'));
  database.close();
  copyFileSync(join(place.data, 'person-master.key'), join(data, 'person-master.key'));
  return data;
}

/** Root may write everywhere: the tests then run this one program as somebody else. */
function asNobody(): string[] {
  return process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
}

/** Whether there is a user here who may not write everywhere and who may read the program. */
function isRefusable(): boolean {
  const [program = '', ...args] = [...asNobody(), process.execPath, '-e', 'fs.accessSync(process.argv[1])'];
  return spawnSync(program, [...args, built('src/main.js')]).status === 0;
}
