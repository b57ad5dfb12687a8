import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRecorder, type Recorder } from '../../src/extend/recorder.ts';

const KEY = 'K3Y-THAT-NOBODY-MUST-SEE';
const BODY = {
  id: 7,
  email: 'lea@real.example',
  first_name: 'Léa',
  note: `from lea@real.example with ${KEY}`,
  total: '9.90',
};

let server: Server;
let recorder: Recorder;
let into: string;
const said: string[] = [];

async function start(keepPersonal: boolean): Promise<void> {
  server = createServer((request, response) => {
    response.writeHead(request.url?.startsWith('/shop/missing') ? 404 : 200, {
      'content-type': 'application/json',
      'set-cookie': `session=${KEY}`,
    });
    response.end(JSON.stringify(BODY));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  into = await mkdtemp(join(tmpdir(), 'mortar-recorder-'));
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}/shop`;
  recorder = await startRecorder({ target, into, secrets: [KEY], keepPersonal, say: (line) => said.push(line) });
}

/** What was written down, once the recorder has said so. */
async function recordings(count: number): Promise<string[]> {
  while (recorder.count() < count) await new Promise((resolve) => setImmediate(resolve));
  const names = (await readdir(into)).sort();
  while (said.length < count) await new Promise((resolve) => setImmediate(resolve));
  return Promise.all(names.map((name) => readFile(join(into, name), 'utf8')));
}

afterEach(async () => {
  said.length = 0;
  await recorder.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(into, { recursive: true });
});

it('passes everything on, and writes it down without secrets and personal data', async () => {
  await start(false);
  const headers = { authorization: `Basic ${Buffer.from(`${KEY}:`).toString('base64')}`, 'x-request': 'kept' };
  const answer = await fetch(`${recorder.url}/api/customers?ws_key=${KEY}&display=full`, { headers });
  expect(await answer.json()).toEqual(BODY);
  await fetch(`${recorder.url}/missing`, { method: 'POST', body: `password=${KEY}&user=lea@real.example` });
  const written = await recordings(2);
  expect(said).toEqual(['0001.get.api-customers.200.json', '0002.post.missing.404.json']);
  for (const text of written) {
    expect(text).not.toContain(KEY);
    expect(text).not.toContain(Buffer.from(`${KEY}:`).toString('base64'));
    expect(text).not.toContain('lea@real.example');
    expect(text).not.toContain('Léa');
  }
  expect(JSON.parse(written[0] ?? '')).toMatchObject({
    request: { method: 'GET', path: '/api/customers?ws_key=REDACTED&display=full', headers: { 'x-request': 'kept' } },
    response: { status: 200, body: expect.stringContaining('"total":"9.90"') as unknown },
  });
});

it('keeps personal data only when it is told to, and secrets never', async () => {
  await start(true);
  await fetch(`${recorder.url}/api/customers`);
  const [written = ''] = await recordings(1);
  expect(written).toContain('lea@real.example');
  expect(written).not.toContain(KEY);
});
