import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPlace, type ProgramPlace } from './program.ts';

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
