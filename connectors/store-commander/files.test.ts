import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PermanentError } from '#sdk';
import type { BrickTools, DropBox, ReadContext, RawRecord } from '#sdk';
import { createDropBox } from '../../src/sdk/open-drop-box.ts';
import { createTableCodec } from '../../src/sdk/table-codec.ts';
import storeCommander from './index.ts';

let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'store-commander-'))));
afterEach(() => rm(folder, { recursive: true }));

it('keeps what can be read and sends the rest back in the same form, once', async () => {
  await writeFile(join(folder, 'prix.csv'), '\ufeffRéférence;Prix HT\r\na;1,5\r\nb;cher\r\n');
  const known = new Map<string, RawRecord>();
  const first = await sync(known);
  expect(first).toMatchObject([
    {
      name: 'prix.csv',
      lines: [{ line: 2, values: { price: '1.5' } }],
      failures: [{ line: 3 }],
      todo: 'prix.csv.TODO.csv',
      headings: ['Référence', 'Prix HT'],
      unread: [{ line: 3, cells: ['b', 'cher'] }],
    },
  ]);
  const todo = await readFile(join(folder, 'prix.csv.TODO.csv'), 'utf8');
  expect(todo).toBe('\ufeffRéférence;Prix HT;mortar_reason\r\nb;cher;"Line 3: Prix HT: ""cher"" is no number."\r\n');
  expect(await sync(known)).toEqual([]);
});

it('says what the tool exported, and leaves nothing over of it', async () => {
  await writeFile(join(folder, 'catalogue.csv'), 'reference,name\na,Tasse\n,Sac');
  const [body] = await sync(new Map(), 'exports');
  expect(body).toMatchObject({
    direction: 'export',
    lines: [{ key: { sku: 'a' } }],
    failures: [{ line: 3 }],
    todo: null,
  });
  expect(body).not.toHaveProperty('unread');
  expect(await readdir(folder)).toEqual(['catalogue.csv']);
});

it.each([
  ['in a cell', 'Référence;Prix HT\na;1\nb;12', 'EDIT_FILE_CUT'],
  ['in a line', 'Référence;Prix HT\na;1\nb', 'EDIT_FILE_CUT|TABLE_ROW_UNEVEN'],
  ['in a quotation', 'Référence;Prix HT\na;1\n"b;', 'TABLE_QUOTE_OPEN'],
])('takes no line of a file that was cut %s', async (_where, text, code) => {
  await writeFile(join(folder, 'prix.csv'), text);
  const [body] = (await sync(new Map())) as { lines: object[]; failures: { code: string }[] }[];
  expect(body?.lines).toEqual([]);
  expect(body?.failures).toHaveLength(1);
  expect(body?.failures[0]?.code).toMatch(new RegExp(`^(${code})$`));
});

it.each([
  [
    'a line that ends early',
    'a;b\n1;2\n3\n',
    'Référence;Prix HT',
    { line: 3, column: 'Prix HT', code: 'TABLE_ROW_UNEVEN' },
  ],
  ['an unknown heading', 'zut\n1\n', 'zut', { line: 1, column: 'zut', code: 'EDIT_HEADING_UNKNOWN' }],
  ['a cut', 'a;b\n1;2\n3;4', 'Référence;Prix HT', { line: 3, column: null, code: 'EDIT_FILE_CUT' }],
])('tells the row and the column of a file that is refused: %s', async (_what, text, headings, failure) => {
  await writeFile(join(folder, 'prix.csv'), text.replace(/^[^\n]*/, headings));
  expect(await sync(new Map())).toMatchObject([{ lines: [], failures: [failure] }]);
});

it('keeps a file that it may not read as a failed edit, once, and reads the files after it', async () => {
  await writeFile(join(folder, 'b.csv'), 'Référence;Prix HT\nb;2\n');
  const known = new Map<string, RawRecord>();
  const denied = { name: 'a.csv', code: 'DROP_ACCESS_DENIED' };
  const large = { name: 'aa.csv', code: 'DROP_FILE_TOO_LARGE' };
  const said = await sync(known, 'imports', undefined, [denied, large]);
  expect(said).toMatchObject([
    { name: 'a.csv', lines: [], failures: [{ line: 1, code: 'DROP_ACCESS_DENIED', message: 'No.' }], todo: null },
    { name: 'aa.csv', lines: [], failures: [{ code: 'DROP_FILE_TOO_LARGE' }] },
    { name: 'b.csv', lines: [{ key: { sku: 'b' } }], failures: [] },
  ]);
  expect(await sync(known, 'imports', undefined, [denied, large])).toEqual([]);
});

it('waits for a file that is still being written', async () => {
  const path = join(folder, 'prix.csv');
  const now = new Date('2026-03-02T06:00:00Z');
  await writeFile(path, 'Référence;Prix HT\na;1\n');
  await utimes(path, now, new Date(now.getTime() - 500));
  const known = new Map<string, RawRecord>();
  expect(await sync(known, 'imports', now)).toEqual([]);
  expect(await sync(known, 'imports', new Date(now.getTime() + 10_000))).toHaveLength(1);
});

it('is one bulk edit for each file and content', async () => {
  await writeFile(join(folder, 'prix.csv'), 'Référence;Prix HT\na;1\n');
  const known = new Map<string, RawRecord>();
  await sync(known);
  await utimes(join(folder, 'prix.csv'), new Date(0), new Date(0));
  expect(await sync(known)).toEqual([]);
  const [record] = [...known.values()];
  const facets = storeCommander.aggregates[0]!.project(record!, undefined as never);
  expect(facets).toMatchObject([
    {
      type: 'BulkEdit',
      externalId: `imports/${record!.id}`,
      facet: { name: 'prix.csv', direction: 'import', idBy: 'prodref' },
    },
  ]);
  expect(facets[0]?.facet).not.toHaveProperty('sha256');
  const [exported] = storeCommander.aggregates[1]!.project(record!, undefined as never);
  expect(exported?.externalId).not.toBe(facets[0]?.externalId);
});

async function sync(
  known: Map<string, RawRecord>,
  kind: 'imports' | 'exports' = 'imports',
  at = new Date(Date.now() + 60_000),
  refusing: readonly { name: string; code: string }[] = [],
): Promise<object[]> {
  const now = () => at;
  const log = { info: () => undefined, warn: () => undefined };
  const tools = {
    tables: createTableCodec(),
    drop: (options) => refusingBox(createDropBox(options, { now, log }), refusing),
  } as Partial<BrickTools>;
  const box = { kind: 'folder', path: folder };
  const brick = storeCommander.open(storeCommander.settings.parse({ in: box, out: box }), tools as BrickTools);
  const mirror = { missing: async (_kind: string, ids: string[]) => ids.filter((id) => !known.has(id)) };
  const stream = brick.streams.find((one) => one.kind === kind)!;
  const bodies: object[] = [];
  for await (const { records } of stream.read({ mirror } as unknown as ReadContext))
    for (const record of records) {
      known.set(record.id, record);
      bodies.push(record.body);
    }
  await brick.close?.();
  return bodies;
}

/** Lists these files, too, and refuses to read them. */
function refusingBox(box: DropBox, refusing: readonly { name: string; code: string }[]): DropBox {
  return {
    ...box,
    list: async () => [
      ...refusing.map(({ name }) => ({ name, size: 9, modifiedAt: '2026-03-02T06:00:00.000Z' })),
      ...(await box.list()),
    ],
    read(name, options) {
      const refused = refusing.find((one) => one.name === name);
      if (!refused) return box.read(name, options);
      return Promise.reject(new PermanentError({ code: refused.code, message: 'No.', remedy: 'None.' }));
    },
  };
}
