import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { auditedOperations, auditTools, keepForLater, openTrail, type AuditTrail } from '../../src/audit/index.ts';
import type { Operations } from '../../src/control/index.ts';
import { openMirror, type OpenedMirror } from '../../src/mirror/index.ts';
import { anEntry, AT } from './samples.ts';

const registry = new URL('../stories/memory-registry.ts', import.meta.url).href;

let data: string;
let mirror: OpenedMirror;
let logged: string[];
let now: Date;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'mortar-trail-'));
  mirror = await openMirror({ data, registry, bricks: [] });
  logged = [];
  now = new Date(AT);
});
afterEach(async () => {
  await mirror.close();
  await rm(data, { recursive: true });
});

const open = (keepDays = 1_096): Promise<AuditTrail> =>
  openTrail({
    ...{ store: mirror.audit, data, keepDays, now: () => now, after: () => () => undefined },
    log: pino({ level: 'info' }, { write: (line: string) => void logged.push(line) }),
  });
const { at: _at, ...entry } = anEntry();
const anchor = async (): Promise<unknown> => JSON.parse(await readFile(join(data, 'audit-anchor.json'), 'utf8'));
const verify = () => auditTools({ reader: mirror.audit, data, backedUp: () => Promise.resolve([]) }, null).verify([]);

it('writes its head down beside the database, and into the log', async () => {
  const trail = await open();
  await trail.enter(entry, { lasting: true });
  await trail.flush();
  const [first] = await mirror.audit.page({ first: 1 });
  expect(await anchor()).toEqual({ seq: 1, hash: first?.hash, at: AT });
  await trail.note(entry);
  await trail.close();
  expect(await anchor()).toMatchObject({ seq: 2 });
  expect(logged.join('')).toContain('audit: head');
  expect(await verify()).toMatchObject({ entries: 2, anchors: 1, broken: null });
});

it('keeps the evidence when what was written down is not in the table', async () => {
  await writeFile(join(data, 'audit-anchor.json'), JSON.stringify({ seq: 9, hash: 'a'.repeat(64), at: AT }));
  const trail = await open();
  expect(logged.join('')).toContain('lacks what was written down');
  await trail.enter(entry, { lasting: true });
  await trail.close();
  expect(await anchor()).toMatchObject({ seq: 9 });
  expect((await verify()).broken).toMatchObject({ seq: 2, reason: 'head' });
});

it('an anchor that nobody can read is told, not passed by', async () => {
  await writeFile(join(data, 'audit-anchor.json'), '{');
  await (await open()).close();
  expect(logged.join('')).toContain('AUDIT_ANCHOR_UNREADABLE');
  await expect(verify()).rejects.toMatchObject({ code: 'AUDIT_ANCHOR_UNREADABLE' });
});

it('enters what was done while no hub ran, once', async () => {
  await keepForLater(data, { at: AT, verb: 'backup', outcome: 'ok', code: null, detail: { full: true } });
  await (await open()).close();
  await (await open()).close();
  const entries = await mirror.audit.page({ first: 10 });
  expect(entries).toMatchObject([{ kind: 'staff', who: 'cli', operation: 'backup', at: AT, detail: { full: true } }]);
});

it('lets go of what is too old', async () => {
  const trail = await open(30);
  await trail.enter(entry, { lasting: true });
  now = new Date('2027-01-15T12:00:00Z');
  trail.start();
  await trail.enter({ ...entry, operation: 'later' }, { lasting: true });
  const left = await mirror.audit.page({ first: 10 });
  expect(left.map(({ kind, operation }) => [kind, operation])).toEqual([
    ['read', 'later'],
    ['cut', 'cut'],
  ]);
  await trail.close();
  expect(await verify()).toMatchObject({ first: 2, broken: null });
});

it('enters the verbs of the command line before and after they are done, and never a token', async () => {
  const trail = await open();
  const operations = auditedOperations(
    {
      sync: () => Promise.reject(Object.assign(new Error('no'), { code: 'SYNC_RUNNING', remedy: 'Wait.' })),
      reproject: async () => 3,
      check: async () => [],
      tokens: {
        create: async () => ({ name: 'till', token: 'mortar_secret' }) as never,
        list: async () => [],
        revoke: async () => ({}) as never,
      },
    } satisfies Operations,
    trail,
  );
  await operations.tokens?.create({ name: 'till', scopes: [], presets: ['till'], expires: '90d' });
  await operations.tokens?.list();
  await expect(operations.sync(null, { full: false }, () => undefined)).rejects.toThrow('no');
  const entries = (await mirror.audit.page({ first: 10 })).toReversed();
  expect(entries.map(({ operation, outcome, begun }) => [operation, outcome, begun])).toEqual([
    ['token create', 'begun', null],
    ['token create', 'ok', 1],
    ['sync', 'begun', null],
    ['sync', 'failed', 3],
  ]);
  expect(JSON.stringify(entries)).not.toContain('mortar_secret');
  await trail.close();
});

it('is taken along as JSON lines or CSV, of any span', async () => {
  const trail = await open();
  await trail.enter({ ...entry, detail: { words: 'a "b", c' } }, { lasting: true });
  now = new Date('2026-12-15T12:00:00Z');
  await trail.enter(entry, { lasting: true });
  const tools = auditTools({ reader: mirror.audit, data, backedUp: () => Promise.resolve([]) }, trail);
  const taken = async (span: Parameters<typeof tools.export>[0]): Promise<string> => {
    const pages: string[] = [];
    await tools.export(span, (text) => void pages.push(text));
    return pages.join('');
  };
  const lines = (await taken({ format: 'jsonl' })).trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual([1, 2]);
  const csv = (await taken({ format: 'csv', to: '2026-12-01T00:00:00.000Z' })).trimEnd().split('\n');
  expect(csv).toHaveLength(2);
  expect(csv[1]).toContain('"{""words"":""a \\""b\\"", c""}"');
  await trail.close();
});
