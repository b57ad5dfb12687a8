import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root as projectRoot } from '../proof/project-root.ts';

let folder = '';
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'mortar-packed-')));
  const installed = join(folder, 'node_modules/mortar');
  mkdirSync(installed, { recursive: true });
  mkdirSync(join(folder, 'node_modules/.bin'));
  run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], projectRoot);
  const packed = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  run('tar', ['-xzf', packed, '-C', installed, '--strip-components=1'], folder);
  // What npm would install beside it.
  symlinkSync(join(projectRoot, 'node_modules'), join(installed, 'node_modules'));
  symlinkSync(join(projectRoot, 'node_modules/@types'), join(folder, 'node_modules/@types'));
  symlinkSync(process.execPath, join(folder, 'node_modules/.bin/node'));
  symlinkSync('../mortar/scripts/run.mjs', join(folder, 'node_modules/.bin/mortar'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`);
  return stdout;
}

const mortar = (...args: string[]) => run('npx', ['--no', '--', 'mortar', ...args], folder);

it.each(['till', 'shop', 'fulfilment', 'mass-edit'])(
  'an installed package makes a %s whose types are right',
  (role) => {
    const into = `acme-${role}`;
    mortar('connector', 'new', into, '--role', role, '--into', into);
    run(process.execPath, [join(projectRoot, 'node_modules/typescript/bin/tsc'), '-p', into], folder);
    const manifest = JSON.parse(readFileSync(join(folder, into, 'package.json'), 'utf8')) as object;
    const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string };
    expect(manifest).toMatchObject({ peerDependencies: { mortar: `^${version}` } });
    expect(manifest).not.toHaveProperty('devDependencies.mortar');
    for (const file of ['package.json', 'tsconfig.json'])
      expect(readFileSync(join(folder, into, file), 'utf8')).not.toContain(projectRoot);
  },
);

it('an installed package makes a connector that is green at once', () => {
  mortar('connector', 'new', 'acme', '--role', 'till', '--into', 'acme');
  expect(mortar('connector', 'test', 'acme')).toMatch(/^\d+ passed, 0 failed$/m);
});

it('paths are those of the folder in which npm was called, wherever the clone lies', () => {
  const elsewhere = realpathSync(mkdtempSync(join(tmpdir(), 'mortar-elsewhere-')));
  const asked = { INIT_CWD: elsewhere, npm_lifecycle_event: 'mortar' };
  const args = ['scripts/run.mjs', 'connector', 'new', 'acme', '--role', 'till', '--into', 'acme'];
  run(process.execPath, args, projectRoot, asked);
  const manifest = JSON.parse(readFileSync(join(elsewhere, 'acme/package.json'), 'utf8')) as {
    devDependencies: { mortar: string };
  };
  const [, path = ''] = /^file:(.*)$/.exec(manifest.devDependencies.mortar) ?? [];
  expect(realpathSync(join(elsewhere, 'acme', path))).toBe(realpathSync(projectRoot));
  rmSync(elsewhere, { recursive: true });
});
