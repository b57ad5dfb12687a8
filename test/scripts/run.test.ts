/** The scripts that build at start, with stand-ins for the compiler and the bundler. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const scripts = fileURLToPath(new URL('../../scripts', import.meta.url));

/** Copies each source as it is; a source that says BROKEN does not compile. */
const compiler = `
const { cpSync, readFileSync } = require('node:fs');
if (readFileSync('src/main.ts', 'utf8').includes('BROKEN')) { console.log('main.ts: broken'); process.exit(2); }
for (const file of process.env.SOURCES.split(',')) cpSync(file, 'dist/' + file.replace('.ts', '.js'));
`;
const bundler = `
const { mkdirSync, writeFileSync } = require('node:fs');
mkdirSync('dist/console', { recursive: true });
writeFileSync('dist/console/index.html', '');
`;
const main = `process.stdout.write(JSON.stringify(process.argv.slice(2))); process.exitCode = 3;`;

let root: string;
let sources: string[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mortar-scripts-'));
  sources = ['src/main.ts', 'src/other.ts'];
  cpSync(scripts, join(root, 'scripts'), { recursive: true });
  write('src/main.ts', main);
  write('src/other.ts', '');
  write('console/index.html', '');
  write('package.json', '{ "type": "module" }');
  write('node_modules/typescript/bin/tsc', compiler);
  write('node_modules/vite/bin/vite.js', bundler);
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts/run.mjs'), ...args], {
    env: { SOURCES: sources.join(',') },
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

it('builds, then hands arguments, output and exit code through', () => {
  const first = run('sync', '--json');
  expect(first).toMatchObject({ code: 3, stdout: '["sync","--json"]' });
  expect(first.stderr).toContain('Building typescript and console');
});

it('builds nothing when nothing changed, whatever the dates say', () => {
  run();
  utimesSync(join(root, 'src/main.ts'), new Date(), new Date());
  expect(run()).toEqual({ code: 3, stdout: '[]', stderr: '' });
});

it('builds only what changed', () => {
  run();
  write('console/page.ts', '');
  expect(run().stderr).toContain('Building console …');
  write('src/main.ts', `${main} process.exitCode = 4;`);
  const changed = run();
  expect(changed.stderr).toContain('Building typescript …');
  expect(changed.code).toBe(4);
});

it('starts another entry', () => {
  write('src/other.ts', `process.stdout.write('other ' + process.argv[2])`);
  expect(run('--entry', 'src/other.js', 'x')).toMatchObject({ code: 0, stdout: 'other x' });
});

it('removes the output of a source that is gone', () => {
  run();
  rmSync(join(root, 'src/other.ts'));
  sources = ['src/main.ts'];
  run();
  expect(existsSync(join(root, 'dist/src/other.js'))).toBe(false);
  expect(existsSync(join(root, 'dist/src/main.js'))).toBe(true);
});

it('does not run what does not compile, and tries again at the next start', () => {
  run();
  write('src/main.ts', 'BROKEN');
  for (const attempt of [run(), run()]) {
    expect(attempt).toMatchObject({ code: 1, stdout: '' });
    expect(attempt.stderr).toContain('main.ts: broken');
  }
  write('src/main.ts', main);
  expect(run().code).toBe(3);
});

it('runs a given build where development packages are absent', () => {
  run();
  rmSync(join(root, 'node_modules'), { recursive: true });
  expect(run('serve')).toEqual({ code: 3, stdout: '["serve"]', stderr: '' });
});

it('says what to do where there is neither a build nor what would make it', () => {
  rmSync(join(root, 'node_modules'), { recursive: true });
  expect(run('serve')).toMatchObject({ code: 1, stderr: expect.stringContaining('npm ci') as string });
});

it('takes over the lock of a build that was killed', () => {
  const gone = spawnSync(process.execPath, ['--version']).pid;
  write('dist/.building', String(gone));
  expect(run().code).toBe(3);
});

it('refuses a Node that is too old, and says how to get a newer one', () => {
  const script = `import('${join(root, 'scripts/node-version.mjs')}').then((m) => m.requireNode('20.19.1'))`;
  const { status, stderr } = spawnSync(process.execPath, ['--eval', script], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toContain('this is Node 20.19.1');
  expect(stderr).toContain('npm ci && npm start');
});
