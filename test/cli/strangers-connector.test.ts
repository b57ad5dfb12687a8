import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openPlace, type ProgramPlace } from './program.ts';

const TOKEN = 'mortar_a-token-of-this-test';
let place: ProgramPlace;
beforeEach(() => {
  place = openPlace();
});
afterEach(() => place.close());

const read = (file: string): string => readFileSync(join(place.folder, file), 'utf8');

async function ask(url: string, token: string, query: string): Promise<unknown> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return answer.json();
}

it.each(['shop', 'fulfilment', 'till', 'mass-edit'])(
  'a %s made from the scaffold is judged green at once',
  async (role) => {
    const made = await place.run(['connector', 'new', 'acme', '--role', role, '--into', 'acme']);
    expect({ code: made.code, files: made.stdout.split('\n').filter(Boolean) }).toEqual({
      code: 0,
      files: expect.arrayContaining(['README.md', 'connector.test.ts', 'index.ts', 'mapper.ts']) as unknown,
    });
    const judged = await place.run(['connector', 'test', 'acme']);
    expect(judged.stderr).not.toContain('NOT OK');
    expect({ code: judged.code, stdout: judged.stdout }).toMatchObject({ code: 0 });
    expect(judged.stdout).toMatch(/^\d+ passed, 0 failed$/m);
  },
);

it('a connector that breaks a rule is judged so, with the reason', async () => {
  await place.run(['connector', 'new', 'acme', '--role', 'till', '--into', 'acme']);
  const streams = read('acme/streams.ts');
  writeFileSync(
    join(place.folder, 'acme/streams.ts'),
    streams.replace('if (Array.isArray(data))', 'return []; if (Array.isArray(data))'),
  );
  const judged = await place.run(['connector', 'test', 'acme']);
  expect(judged.code).toBe(1);
  expect(judged.stderr).toMatch(/NOT OK {2}two first reads are equal/);
});

it('a running hub serves the new brick: no core file knows of it', async () => {
  await place.run(['connector', 'new', 'acme', '--role', 'till', '--into', 'acme']);
  writeFileSync(
    join(place.folder, 'acme/mapper.ts'),
    read('acme/mapper.ts').replace('    till,\n', '    till: `Boutique ${till}`,\n'),
  );
  const sandbox = place.start(['connector', 'dev', 'acme', '--once'], { PORT: '0' });
  const [, url = ''] = await sandbox.says(/GraphQL\s+(http\S+)\/graphql/);
  const [, token = ''] = await sandbox.says(/token\s+(mortar_\S+)/);
  await sandbox.says(/till: run done/);
  expect(
    await ask(url, token, '{ bricks { name connector } sales(first: 5) { nodes { number till } } }'),
  ).toMatchObject({
    data: {
      bricks: [{ name: 'till', connector: 'acme' }],
      sales: { nodes: expect.arrayContaining([{ number: 'T-1', till: 'Boutique A' }]) as unknown },
    },
  });
  sandbox.child.kill('SIGTERM');
  expect((await sandbox.ended).code).toBe(0);
});

it('while it is being developed, what its mapper cannot understand is said', async () => {
  await place.run(['connector', 'new', 'acme', '--role', 'till', '--into', 'acme']);
  const mapper = read('acme/mapper.ts').replace(
    '  return {\n',
    "  if (number === 'T-1') throw new Error('no T-1');\n  return {\n",
  );
  writeFileSync(join(place.folder, 'acme/mapper.ts'), mapper);
  const sandbox = place.start(['connector', 'dev', 'acme', '--once'], { PORT: '0' });
  await sandbox.says(/till: 1 of tickets could not be understood: no T-1/);
  sandbox.child.kill('SIGTERM');
  expect((await sandbox.ended).code).toBe(0);
});

it('what an edited mapper says is served after a restart, though the brick says nothing new', async () => {
  await place.run(['connector', 'new', 'acme', '--role', 'till', '--into', 'acme']);
  const { rows, url, close } = await serveRecording('acme/fixtures/tickets.json');
  place.configure({ connectors: ['./acme'], bricks: { caisse: { connector: 'acme', url, key: 'k' } } });
  const tills = async (): Promise<unknown> => {
    const hub = await place.serve({ MORTAR_TOKEN: TOKEN });
    await hub.says(/caisse: run done/);
    const said = await ask(hub.url, TOKEN, '{ sales(first: 9) { nodes { till } } }');
    expect((await hub.stop()).code).toBe(0);
    return said;
  };
  const served = (till: string) => ({ data: { sales: { nodes: Array.from({ length: rows }, () => ({ till })) } } });
  expect(await tills()).toMatchObject(served('A'));
  writeFileSync(join(place.folder, 'acme/names.ts'), 'export const nameOf = (till: string) => `Boutique ${till}`;\n');
  const mapper = read('acme/mapper.ts').replace('    till,\n', '    till: nameOf(till),\n');
  writeFileSync(join(place.folder, 'acme/mapper.ts'), `import { nameOf } from './names.ts';\n${mapper}`);
  expect(await tills()).toMatchObject(served('Boutique A'));
  writeFileSync(join(place.folder, 'acme/names.ts'), 'export const nameOf = (till: string) => `Caisse ${till}`;\n');
  expect(await tills()).toMatchObject(served('Caisse A'));
  await close();
});

it('a save is served with the same token', async () => {
  await place.run(['connector', 'new', 'acme', '--role', 'till', '--into', 'acme']);
  const loop = place.start(['connector', 'dev', 'acme'], { PORT: '0' });
  const [, token = ''] = await loop.says(/The token, .*: (mortar_\S+)/);
  await loop.says(/GraphQL\s+(http\S+)\/graphql/);
  await loop.says(/till: run done/);
  writeFileSync(
    join(place.folder, 'acme/mapper.ts'),
    read('acme/mapper.ts').replace('    till,\n', '    till: `Boutique ${till}`,\n'),
  );
  await loop.says(/till: run done[^]*till: run done/);
  const [, url = ''] = await loop.says(/GraphQL[^]*GraphQL\s+(http\S+)\/graphql/);
  expect(await ask(url, token, '{ sales(first: 1) { nodes { till } } }')).toMatchObject({
    data: { sales: { nodes: [{ till: 'Boutique A' }] } },
  });
  loop.child.kill('SIGINT');
  await loop.ended;
});

it('a connector that the configuration names and that cannot be loaded is refused with what to do', async () => {
  const config = { connectors: ['./nowhere'], bricks: {} };
  place.configure(config);
  expect(await place.run(['sync'])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^CONNECTOR_NOT_FOUND/) as unknown,
  });
  writeFileSync(join(place.folder, 'broken.ts'), "export default { name: 'broken' };\n");
  place.configure({ ...config, connectors: ['./broken.ts'] });
  const broken = await place.run(['sync']);
  expect(broken.stderr).toMatch(/^CONNECTOR_INVALID: .*broken\.ts exports no connector \(title: /);
});

/** Answers what was recorded, once; then there is no more. */
async function serveRecording(file: string): Promise<{ rows: number; url: string; close(): Promise<void> }> {
  const { response } = JSON.parse(read(file)) as { response: { body: string } };
  const server = createServer(({ url = '' }, answer) => {
    answer.writeHead(200, { 'content-type': 'application/json' });
    answer.end(/after=.+/.test(url) ? '{"data":[]}' : response.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    rows: (JSON.parse(response.body) as { data: object[] }).data.length,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
