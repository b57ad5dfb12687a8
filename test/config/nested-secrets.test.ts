import storeCommander from '../../connectors/store-commander/index.ts';
import { loadConfig, secretsOf } from '../../src/config.ts';
import { redactor } from '../../src/sdk/redact.ts';
import { folder } from './config.double.ts';

let dir: ReturnType<typeof folder>;
beforeEach(() => (dir = folder()));
afterEach(() => dir.remove());

function load(hostKey: string): ReturnType<typeof loadConfig> {
  const box = (side: string): string =>
    `{ kind: sftp, host: h, user: u, hostKey: "${hostKey}", path: /x, password: pass-${side}, privateKey: "key-${side}\\nmore" }`;
  const brick = ['connector: store-commander', `in: ${box('in')}`, `out: ${box('out')}`, 'idBy: pass-in'];
  const sound = hostKey.startsWith('SHA256:') ? brick.slice(0, -1) : brick;
  dir.write('mortar.config.yaml', ['bricks:', '  edits:', ...sound.map((line) => `    ${line}`)].join('\n'));
  return loadConfig({ env: {}, cwd: dir.path, connectors: [storeCommander] });
}

it('cuts secrets below other settings out of what is logged', () => {
  const secrets = secretsOf(load('SHA256:abc'));
  expect(secrets.sort()).toEqual(['key-in\nmore', 'key-out\nmore', 'pass-in', 'pass-out']);
  const logged = redactor(secrets)(JSON.stringify({ in: 'pass-in', out: 'key-out\nmore' }));
  expect(logged).toBe('{"in":"[redacted]","out":"[redacted]"}');
});

it('does not show them in the report of what is wrong, even where they are put by mistake', () => {
  let report = '';
  try {
    load('wrong');
  } catch (error) {
    report = String(error);
  }
  expect(report).toContain('bricks.edits.in.hostKey is wrong');
  expect(report).toContain('bricks.edits.idBy is wrong');
  expect(report).not.toMatch(/pass-|key-/);
});
