import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../proof/project-root.ts';
import { readDockerfile } from './dockerfile.ts';

/**
 * The steps of the Dockerfile in a clean folder, with the packages that are installed here in place of `npm ci` and
 * `npm prune`, which need a registry, and with what was built here in place of another build of the same sources.
 */
const instructions = readDockerfile(readFileSync(join(root, 'deploy/Dockerfile'), 'utf8'));
let folder: string;
let image: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mortar-image-'));
  const build = join(folder, 'build');
  image = join(folder, 'opt/mortar');
  mkdirSync(build);
  mkdirSync(image, { recursive: true });
  for (const path of ['package.json', 'package-lock.json', 'scripts', 'dist'])
    cpSync(join(root, path), join(build, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(build, 'node_modules'));
  for (const { stage, name, words } of instructions) {
    if (stage === 0 && name === 'RUN') runLocally(words, build);
    if (stage !== 1 || name !== 'COPY') continue;
    const [, from = '', to = ''] = /^--from=build \/build\/(\S+) (\S+)$/.exec(words) ?? [];
    expect(from).not.toBe('');
    if (from === 'node_modules') symlinkSync(join(root, 'node_modules'), join(image, 'node_modules'));
    else cpSync(join(build, from), join(image, to.endsWith('/') ? join(to, from) : to), { recursive: true });
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Only what neither asks a registry nor touches the packages of this clone. */
function runLocally(words: string, cwd: string): void {
  for (const step of words.split('&&').map((one) => one.trim())) {
    if (/\bnpm (ci|prune)\b|node_modules|build\.mjs/.test(step)) continue;
    const { status, stderr } = spawnSync('sh', ['-c', step], { cwd, encoding: 'utf8' });
    expect({ step, status, stderr }).toEqual({ step, status: 0, stderr: '' });
  }
}

it('ship no sources, tests or secrets', () => {
  expect(readdirSync(image).sort()).toEqual(['dist', 'node_modules', 'package.json', 'scripts']);
  expect(existsSync(join(image, 'dist/test'))).toBe(false);
});

it('make a program that serves and is healthy, and stops when it is told to', async () => {
  const setting = instructions.find(({ stage, name }) => stage === 1 && name === 'ENV')?.words ?? '';
  const declared = Object.fromEntries(setting.split(/\s+/).map((pair) => pair.split('=') as [string, string]));
  expect(declared).toMatchObject({ HOST: '0.0.0.0', MORTAR_DATA: '/var/lib/mortar' });
  const config = join(folder, 'mortar.config.yaml');
  const data = join(folder, 'data');
  const env = {
    ...declared,
    PATH: process.env['PATH'],
    HOST: '127.0.0.1',
    PORT: '0',
    MORTAR_DATA: data,
    MORTAR_CONFIG: config,
  };
  // What mortar init writes is what the image runs on.
  const flags = ['init', '--into', config, '--brick', 'shop=prestashop', '--set', 'shop.url=http://127.0.0.1:1'];
  const written = spawnSync(process.execPath, [join(image, 'scripts/run.mjs'), ...flags], {
    cwd: image,
    env,
    encoding: 'utf8',
  });
  expect({ status: written.status, said: written.stderr }).toMatchObject({ status: 0 });
  const hub = spawn(process.execPath, [join(image, 'scripts/run.mjs'), 'serve'], {
    cwd: image,
    env: { ...env, SHOP_KEY: 'K'.repeat(32), MORTAR_TOKEN: 't'.repeat(32) },
  });
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    hub.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const [, found] = /health\s+(\S+)\/health/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
    hub.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    hub.on('close', () => reject(new Error(`It ended: ${said}`)));
  });
  expect((await fetch(`${url}/health`)).status).toBe(200);
  const ended = new Promise((resolve) => hub.on('close', resolve));
  hub.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(existsSync(join(data, 'mortar.db'))).toBe(true);
});
