import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { createTableCodec } from '../../src/sdk/table-codec.ts';
import type { TableForm } from '../../src/sdk/table.ts';

const codec = createTableCodec();
const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');

describe('CSV', () => {
  it.each([';', ',', '\t'] as const)('finds the delimiter %j, whatever the quoted headings hold', async (delimiter) => {
    const table = await codec.read(utf8(`"a;,\t;,\tz"${delimiter}b\r\n1${delimiter}" x"" "\r\n`));
    expect(table.headings).toEqual(['a;,\t;,\tz', 'b']);
    expect(table.rows).toEqual([{ row: 2, cells: { 'a;,\t;,\tz': '1', b: 'x"' } }]);
    expect(table.form).toEqual({ format: 'csv', delimiter, encoding: 'utf-8', bom: false });
  });

  it('takes the BOM off and Windows-1252 for what it is', async () => {
    expect((await codec.read(utf8('\ufeffé;b\n1;2'))).form).toMatchObject({ bom: true, encoding: 'utf-8' });
    const table = await codec.read(Buffer.from('Prix \x80;Libell\xe9\n1;\x9cuf', 'latin1'));
    expect(table.headings).toEqual(['Prix €', 'Libellé']);
    expect(table.rows[0]?.cells).toEqual({ 'Prix €': '1', Libellé: 'œuf' });
    expect(table.form.encoding).toBe('windows-1252');
  });

  it.each([
    ['', 'TABLE_EMPTY', /empty/],
    [' \n', 'TABLE_EMPTY', /headings/],
    ['a;b;a\n1;2;3', 'TABLE_HEADINGS_DUPLICATE', /"a" stands in columns 1 and 3/],
    ['a;;b\n1;2;3', 'TABLE_HEADINGS_EMPTY', /column 2/],
    ['a;b;c\n1;2;3\n4;5', 'TABLE_ROW_UNEVEN', /Row 3 ends before column "c"/],
    ['a;b\n1;2;3', 'TABLE_ROW_UNEVEN', /Row 2 has a cell in column 3/],
    ['a;b\n1;2\n3;"open\n4;5\n', 'TABLE_QUOTE_OPEN', /Row 3, column 2/],
    ['a\0b', 'TABLE_ENCODING_WRONG', /UTF-16/],
  ])('refuses %j', async (text, code, message) => {
    await expect(codec.read(utf8(text))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as unknown,
    });
  });

  it('refuses what is not the encoding that was asked for, with the line', async () => {
    const read = codec.read(Buffer.from('a;b\n1;\xe9', 'latin1'), { encoding: 'utf-8' });
    await expect(read).rejects.toMatchObject({
      code: 'TABLE_ENCODING_WRONG',
      message: expect.stringContaining('Row 2') as unknown,
    });
  });

  it.each([
    ['UTF-8 with one bad byte', Buffer.concat([utf8('N° ticket;b\n1;"x\ny"\n2;'), Buffer.of(0xe9, 0x0a)]), 3, /UTF-8/],
    ['Mac Roman: undefined bytes', Buffer.from('N\xa1 ticket;Libell\x8e\n1;cr\x8fme\n', 'latin1'), 2, /0x8F/],
    ['Mac Roman: other letters', Buffer.from('N\xa1 ticket;b\n1;caf\x8e\n', 'latin1'), 1, /"N¡".*Mac Roman/],
    ['CP850 in the headings', Buffer.from('N\xf8 ticket;b\n1;2\n', 'latin1'), 1, /"Nø".*CP850/],
    ['CP850 in the texts', Buffer.from('a;b\n1;caf\x82\n', 'latin1'), 2, /"caf‚".*CP850/],
    ['a byte that Windows-1252 lacks', Buffer.from('Libell\xe9;b\n1;\x81\n', 'latin1'), 2, /0x81/],
  ])('refuses %s with the row, instead of reading other letters', async (_what, bytes, row, message) => {
    await expect(codec.read(bytes)).rejects.toMatchObject({
      code: 'TABLE_ENCODING_WRONG',
      message: expect.stringMatching(message) as unknown,
      row,
    });
  });

  it('takes real Windows-1252 for what it is, whatever signs stand in it', async () => {
    const text = 'N\xb0 ticket;Libell\xe9\n1;K\xf8benhavn \x96 caf\xe9\x85\n2;prix d\x92achat 5\x80 \x93promo\x94\n';
    const table = await codec.read(Buffer.from(text, 'latin1'));
    expect(table.rows.map(({ cells }) => cells['Libellé'])).toEqual(['København – café…', 'prix d’achat 5€ “promo”']);
    const english = await codec.read(Buffer.from('name\nTea \x96 5\xf8\nK\xf8b\n', 'latin1'));
    expect(english.rows.map(({ cells }) => cells['name'])).toEqual(['Tea – 5ø', 'Køb']);
  });

  it('refuses to write what Windows-1252 lacks, with row and column', async () => {
    const form: TableForm = { format: 'csv', encoding: 'windows-1252' };
    const write = codec.write({ headings: ['a', 'b'], rows: [{ a: '€', b: '→' }] }, form);
    await expect(write).rejects.toMatchObject({ message: 'Row 2, column "b": Windows-1252 has no "→".' });
  });

  it('counts empty rows and leaves them out', async () => {
    expect((await codec.read(utf8('a;b\n\n;\n1;2\n'))).rows).toEqual([{ row: 4, cells: { a: '1', b: '2' } }]);
  });

  it('refuses very wide rows, and a row without end', async () => {
    const wide = Array.from({ length: 501 }, (_, at) => `c${at}`).join(';');
    await expect(codec.read(utf8(`${wide}\n`))).rejects.toMatchObject({ code: 'TABLE_TOO_LARGE' });
    await expect(codec.read(utf8(`a;b\n1;2\n${';'.repeat(2 << 20)}`))).rejects.toMatchObject({
      code: 'TABLE_QUOTE_OPEN',
      message: expect.stringMatching(/^Row 3 is longer than/) as unknown,
    });
  });

  it('stops at the limits', async () => {
    await expect(codec.read(utf8('a\n1\n2\n3'), { maxRows: 2 })).rejects.toMatchObject({ code: 'TABLE_TOO_LARGE' });
    await expect(codec.read(utf8('a\n1\n2\n3'), { maxBytes: 5 })).rejects.toMatchObject({ code: 'TABLE_TOO_LARGE' });
  });
});

const headings = fc.uniqueArray(
  fc.stringMatching(/^[a-zé€ ;,"\n]{1,8}$/).filter((text) => text.trim() === text),
  {
    minLength: 1,
    maxLength: 5,
  },
);
const cell = fc.oneof(
  fc.stringMatching(/^[ -~éœ€\n\t]{0,12}$/).map((text) => text.trim()),
  fc.constantFrom('=1+1', '-5', '@x', '0012', '3760123456789', '_x0041_', '<&>'),
);
const tables = headings.chain((names) =>
  fc.record({
    headings: fc.constant(names),
    rows: fc.array(
      fc.tuple(...names.map(() => cell)).filter((cells) => cells.some((text) => text !== '')),
      {
        maxLength: 6,
      },
    ),
  }),
);
const csvForms = fc.record({
  format: fc.constant('csv' as const),
  delimiter: fc.constantFrom(';', ',', '\t'),
  encoding: fc.constantFrom('utf-8', 'windows-1252'),
}) as fc.Arbitrary<TableForm>;

async function survives(table: { headings: string[]; rows: string[][] }, form: TableForm): Promise<void> {
  const rows = table.rows.map((cells) => Object.fromEntries(table.headings.map((name, at) => [name, cells[at] ?? ''])));
  const { format, delimiter, encoding } = form;
  const bytes = await codec.write({ headings: table.headings, rows }, form);
  const read = await codec.read(bytes, { format, ...(delimiter && { delimiter }), ...(encoding && { encoding }) });
  expect(read.headings).toEqual(table.headings);
  expect(read.rows.map(({ cells }) => cells)).toEqual(rows);
}

describe('what was written is read', () => {
  it('as CSV', () => fc.assert(fc.asyncProperty(tables, csvForms, survives), { numRuns: 200 }));
  it('as XLSX', () =>
    fc.assert(
      fc.asyncProperty(tables, (table) => survives(table, { format: 'xlsx' })),
      { numRuns: 20 },
    ));
});

describe('XLSX', () => {
  it('writes texts that JavaScript knows by name', () =>
    survives(
      {
        headings: ['a', 'b'],
        rows: [
          ['__proto__', 'constructor'],
          ['toString', '__proto__'],
        ],
      },
      { format: 'xlsx' },
    ));

  it('keeps long codes, exact numbers and dates', async () => {
    const cells =
      '<c r="A2"><v>3.760123456789E12</v></c><c r="B2"><v>19.899999999999999</v></c><c r="C2" s="1"><v>46349</v></c>' +
      '<c r="D2"><f>1+1</f><v>2</v></c>';
    const table = await codec.read(workbook(cells));
    expect(table.rows[0]?.cells).toEqual({ ean: '3760123456789', price: '19.9', day: '2026-11-23', sum: '2' });
  });

  it('refuses bombs by what they say of themselves', async () => {
    const bomb = workbook(' '.repeat(50_000_000));
    await expect(codec.read(bomb)).rejects.toMatchObject({
      code: 'TABLE_TOO_LARGE',
      message: expect.stringContaining('bomb') as unknown,
    });
    await expect(codec.read(workbook('x'), { maxBytes: 500 })).rejects.toMatchObject({ code: 'TABLE_TOO_LARGE' });
  });

  it('refuses bombs that lie about their size', async () => {
    const bomb = Buffer.from(workbook(' '.repeat(5_000_000)));
    const at = bomb.lastIndexOf(Buffer.from('xl/worksheets/sheet1.xml')) - 46;
    bomb.writeUInt32LE(1000, at + 24);
    await expect(codec.read(bomb)).rejects.toMatchObject({ message: 'The spreadsheet unpacks to more than it says.' });
  });

  it.each([
    ['the last cell of all', '</row><row r="1048576"><c r="XFD1048576"><v>1</v></c>', /row 1048576; 200000 rows/],
    ['single quotes', "</row><row r='99999999'><c r='A99999999'><v>1</v></c>", /beyond the last/],
    ['no cell in the row', "</row><row r='99999999'/><row>", /beyond the last/],
    ['a prefix', '</row><x:row x:r="99999999"><x:c r="A99999999"><v>1</v></x:c></x:row><row>', /beyond the last/],
    ['an exponent', '</row><row r="1e8"><c r="A1"><v>1</v></c>', /no spreadsheet program/],
    ['a character reference', '</row><row r="&#57;9999999"><c r="A1"><v>1</v></c>', /no spreadsheet program/],
    ['a cell in a low row only', '</row><row><c r="A99999999"><v>1</v></c>', /beyond the last/],
    ['a far column', '<c r="XFD2"><v>1</v></c>', /column 16384; 500 columns/],
    ['a column beyond the last', "<c r='ZZZZ2'><v>1</v></c>", /500 columns/],
    ['a large grid', '<c r="SF2"><v>1</v></c></row><row r="150000"><c r="A150000"><v>1</v></c>', /5000000 cells/],
  ])('refuses a sheet of few bytes and many rows: %s', async (_what, cells, message) => {
    const sheet = workbook(cells);
    expect(sheet.length).toBeLessThan(2500);
    await expect(codec.read(sheet)).rejects.toMatchObject({
      code: expect.stringMatching(/^TABLE_(TOO_LARGE|NOT_A_SPREADSHEET)$/) as unknown,
      message: expect.stringMatching(message) as unknown,
    });
  });

  it('reads a sheet whose last row and column only have a style, whose dimension lies, and which merges cells', async () => {
    const cells =
      '<c r="A2"><v>1</v></c><c r="XFD2" s="1"/></row><row r=\'3\'><c r=\'A3\'><v>2</v></c></row><row r="1048576" ht="12.8"/>';
    const merged = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>';
    const table = await codec.read(
      workbook(cells, { before: '<dimension ref="A1:XFD1048576"/>', after: merged, open: false }),
    );
    expect(table.rows.map(({ cells: { ean } }) => ean)).toEqual(['1', '2']);
  });

  it('refuses one long text that very many cells share', async () => {
    const rows = Array.from(
      { length: 2000 },
      (_, at) => `</row><row r="${at + 3}"><c r="A${at + 3}" t="s"><v>0</v></c>`,
    );
    const shared = `<si><t>${'long '.repeat(2000)}</t></si>`;
    const bomb = workbook(rows.join(''), { shared });
    await expect(codec.read(bomb, { maxBytes: 1_000_000 })).rejects.toMatchObject({
      code: 'TABLE_TOO_LARGE',
      message: expect.stringContaining('characters') as unknown,
    });
  });

  it('reads no part that the directory does not name', async () => {
    const bomb = zip({
      'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row r="99999999"/></sheetData></worksheet>',
    });
    const hidden = bomb.subarray(0, Buffer.from(bomb).lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02])));
    const table = await codec.read(behind(hidden, workbook('<c r="A2"><v>1</v></c>')));
    expect(table.rows).toHaveLength(1);
  });

  it('refuses rows beyond the last one, entities, and what is no spreadsheet', async () => {
    const far = workbook('</row><row r="9999999999"><c r="A9999999999"><v>1</v></c>');
    await expect(codec.read(far)).rejects.toMatchObject({ code: 'TABLE_TOO_LARGE' });
    const entities = zip({ 'xl/workbook.xml': '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>' });
    await expect(codec.read(entities)).rejects.toMatchObject({ code: 'TABLE_NOT_A_SPREADSHEET' });
    await expect(codec.read(utf8('PK no zip'))).rejects.toMatchObject({ code: 'TABLE_NOT_A_SPREADSHEET' });
  });
});

interface Around {
  before?: string;
  after?: string;
  /** Whether the second row is still open behind the cells. */
  open?: boolean;
  shared?: string;
}

/** A small workbook, its second row as given. */
function workbook(cells: string, { before = '', after = '', open = true, shared }: Around = {}): Uint8Array {
  const names = ['ean', 'price', 'day', 'sum'];
  const first = names
    .map((name, at) => `<c r="${'ABCD'.charAt(at)}1" t="inlineStr"><is><t>${name}</t></is></c>`)
    .join('');
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const packages = 'http://schemas.openxmlformats.org/package/2006/relationships';
  return zip({
    '_rels/.rels': `<Relationships xmlns="${packages}"><Relationship Id="r1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packages}"><Relationship Id="r1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook ${main} xmlns:r="${relations}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/styles.xml': `<styleSheet ${main}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': `<worksheet ${main}>${before}<sheetData><row r="1">${first}</row><row r="2">${cells}${open ? '</row>' : ''}</sheetData>${after}</worksheet>`,
    ...(shared === undefined ? {} : { 'xl/sharedStrings.xml': `<sst ${main}>${shared}</sst>` }),
  });
}

/** A part that only a reader of the whole stream would meet, before the archive that its directory tells of. */
function behind(hidden: Uint8Array, archive: Uint8Array): Uint8Array {
  const moved = Buffer.from(archive);
  const end = moved.length - 22;
  const start = moved.readUInt32LE(end + 16);
  for (let at = start; at < end; at += 46 + moved.readUInt16LE(at + 28))
    moved.writeUInt32LE(moved.readUInt32LE(at + 42) + hidden.length, at + 42);
  moved.writeUInt32LE(start + hidden.length, end + 16);
  return Buffer.concat([hidden, moved]);
}

function zip(files: Record<string, string>): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const packed = deflateRawSync(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(Buffer.byteLength(text), 22);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    local.copy(central, 6, 4, 30);
    central.writeUInt32LE(offset, 42);
    parts.push(local, Buffer.from(name), packed);
    directory.push(central, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
