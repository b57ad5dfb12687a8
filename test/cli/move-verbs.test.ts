/** What the verbs of moves say and with which code they end, whatever the hub answers. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PermanentError } from '#sdk';
import { runCli, type Program } from '../../src/cli/index.ts';
import type { MoveOperations } from '../../src/control/index.ts';
import { nothingYet } from '../../src/recovery/move/trial/outcome.ts';

const ID = 'plan_aaaaaaaaaaaaaaaaaaaa';
const TRIAL = nothingYet('2026-11-01T08:00:00Z', 'sandbox');
const PASSED = { ...TRIAL, outcome: 'passed', total: 9, done: 9, compared: 7, estimatedSeconds: 40 } as const;
const LETTERS = { letters: [], unknown: [], stopped: null, before: 2, page: 'https://x/', list: 'email\r\nlea@x\r\n' };

const folder = mkdtempSync(join(tmpdir(), 'mortar-verbs-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(moves: Partial<MoveOperations>, ...args: string[]): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  const terminal = { out: say, talk: say, interactive: false, hide: () => undefined };
  const program = { withOperations: (use: (operations: { moves: typeof moves }) => unknown) => use({ moves }) };
  const host = { version: '0', terminal, program: () => Promise.resolve(program as unknown as Program) };
  const code = await runCli(args, host);
  return { code, said: lines.join('\n') };
}

test.each([
  ['all is well', PASSED, 0, /passed in a sandbox: 9 of 9 .*40 s/s],
  [
    'something differs',
    { ...PASSED, outcome: 'failed', findings: 2, examples: ['different Product.name'] },
    2,
    /differs: different Product\.name/,
  ],
  [
    'something was refused',
    { ...PASSED, outcome: 'failed', failed: 1, refusals: ['orders X (1)'] },
    3,
    /refused: orders X/,
  ],
  [
    'it could not be done',
    { ...TRIAL, problem: { code: 'X', message: 'No shop.', remedy: 'Start it.' } },
    1,
    /No shop\. Start it\./,
  ],
  [
    'things stay in the target',
    { ...PASSED, created: [{ kind: 'products', count: 3 }] },
    0,
    /left in the target: products: 3/,
  ],
] as const)('a rehearsal where %s', async (_what, outcome, code, said) => {
  const rehearse = (): Promise<never> => Promise.resolve(outcome as never);
  expect(await run({ rehearse }, 'rehearse', ID)).toMatchObject({ code, said: expect.stringMatching(said) as string });
});

test('a drill says how long it took, and where another one is under way it ends with 11', async () => {
  const row = {
    id: 'd',
    brick: 'shop',
    startedAt: '',
    endedAt: '',
    outcome: 'passed',
    rto: 12,
    rpo: 90,
    report: PASSED,
  } as const;
  const drill = (): Promise<never> => Promise.resolve(row as never);
  expect((await run({ drill }, 'drill', 'shop')).said).toMatch(/Recovery time 12 s, recovery point 90 s/);
  const last = (await run({ drill }, 'drill', 'shop', '--json')).said.split('\n').at(-1) ?? '';
  expect(JSON.parse(last)).toMatchObject({ brick: 'shop', outcome: 'passed', rto: 12, rpo: 90 });
  const busy = new PermanentError({ code: 'TRIAL_RUNNING', message: 'Another one.', remedy: 'Wait.' });
  expect(await run({ drill: () => Promise.reject(busy) }, 'drill', 'shop')).toMatchObject({ code: 11 });
});

test('redirects go to a new file, and what is not known is said', async () => {
  const into = join(folder, 'redirects.conf');
  const asked: unknown[] = [];
  const redirects: MoveOperations['redirects'] = (order) => {
    asked.push(order);
    return Promise.resolve({ content: 'map {}\n', count: 5, unknown: [{ type: 'Category', count: 2 }] });
  };
  const args = ['redirects', ID, '--format', 'nginx', '--into', into, '--site', 'https://www.example.com'];
  expect(await run({ redirects }, ...args)).toMatchObject({
    code: 3,
    said: expect.stringMatching(/5 addresses.*2 of Category/s) as string,
  });
  expect(asked).toEqual([{ id: ID, format: 'nginx', site: 'https://www.example.com' }]);
  expect(readFileSync(into, 'utf8')).toBe('map {}\n');
  expect(await run({ redirects }, ...args)).toMatchObject({
    code: 1,
    said: expect.stringMatching(/cannot be made/) as string,
  });
  for (const site of ['javascript:alert(1)', 'https://a/b', 'www.example.com'])
    expect((await run({ redirects }, 'redirects', ID, '--site', site)).code).toBe(1);
});

test('the list of passwords is for nobody else, and an own text must name the page', async () => {
  const into = join(folder, 'list.csv');
  const passwords = (): Promise<never> => Promise.resolve(LETTERS as never);
  const { code, said } = await run({ passwords }, 'passwords', ID, '--into', into);
  expect([code, statSync(into).mode & 0o077]).toEqual([0, 0]);
  expect(said).toMatch(/2 were written to before.*Nothing was sent/s);
  expect(said).not.toContain('lea@x');
  const text = join(folder, 'text');
  writeFileSync(text, 'Subject\nNo page here.');
  expect(await run({ passwords }, 'passwords', ID, '--text', text)).toMatchObject({ code: 1 });
});

test.each([
  ['is not there', null, 'PLAN_UNREADABLE'],
  ['is none', '{}', 'PLAN_INVALID'],
])('a plan file that %s is refused before anything is asked', async (_what, content, code) => {
  const file = join(folder, 'some.json');
  if (content !== null) writeFileSync(file, content);
  else rmSync(file, { force: true });
  for (const verb of ['apply', 'rehearse', 'verify', 'redirects', 'idmap', 'passwords'])
    expect(await run({}, verb, file)).toMatchObject({ code: 1, said: expect.stringContaining(code) as string });
});
