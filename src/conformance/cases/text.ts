import { strict as assert } from 'node:assert';
import { DatabaseSync } from 'node:sqlite';
import { createTableCodec } from '../../sdk/table-codec.ts';
import type { SubjectCase } from '../conformance.ts';
import { MemoryMirror } from '../memory-mirror.ts';
import { NotApplicable } from '../not-applicable.ts';
import { project } from '../projection.ts';
import { withRows } from '../rows.ts';
import type { Subject } from '../subject.ts';
import { isFreeText, textsIn, withTexts } from '../texts.ts';

/** A picture of four bytes, an accent of its own, a Chinese sign beyond the first plane, three pictures joined to one. */
const PARTS = ['\u{1FABF}', 'w\u0302', '\u{2A6A5}', '\u{1F9DC}\u200D\u{1F9DA}\u200D\u{1F9DE}'] as const;
const HARD = PARTS.join('');

export const textCases: readonly SubjectCase[] = [
  {
    name: 'text beyond the first plane arrives byte for byte',
    async run(subject) {
      const sent = hardened(subject);
      const mirror = new MemoryMirror();
      const brick = subject.open();
      await mirror.run(brick, subject.clock);
      if (sent.size === 0) throw new NotApplicable('None of its answers or files holds a text that people write.');
      const records = storedIn(Object.entries(mirror.snapshot()));
      const held = new Set(records.flatMap((body) => textsIn(JSON.parse(body))));
      assert.deepEqual(
        [...sent].filter((text) => !held.has(text)),
        [],
        'No record has these texts as they were sent.',
      );
      const facets = project(mirror, brick.streams, subject.connector.aggregates);
      const stored = storedIn(facets.map(({ type, externalId, facet }) => [type + externalId, JSON.stringify(facet)]));
      const touched = stored.flatMap((facet) => textsIn(JSON.parse(facet))).filter(isTouched);
      assert.ok(touched.length > 0, 'No facet shows any of the texts.');
      assert.deepEqual(
        touched.filter((text) => !text.includes(HARD)),
        [],
        'These texts of facets are not as they were sent.',
      );
    },
  },
];

const isTouched = (text: string): boolean => PARTS.some((part) => text.includes(part)) || text.includes('\uFFFD');

/** Puts the hard text behind every text that people write, in answers and files; returns what was sent. */
function hardened({ proxy, drops }: Subject): Set<string> {
  const sent = new Set<string>();
  const harden = (text: string): string => {
    const hard = `${text.trim()} ${HARD}`;
    sent.add(hard);
    return hard;
  };
  if (proxy) proxy.reword = (body) => withRows(body, (rows) => rows.map((row) => withTexts(row, harden)));
  drops.reword = (bytes) => hardFile(bytes, harden);
  return sent;
}

/** Files are written anew in their own form, but in UTF-8: no other encoding has these signs. */
async function hardFile(bytes: Uint8Array, harden: (text: string) => string): Promise<Uint8Array> {
  const tables = createTableCodec();
  const { headings, rows, form } = await tables.read(bytes);
  const hard = rows.map(({ cells }) =>
    Object.fromEntries(Object.entries(cells).map(([key, cell]) => [key, isFreeText(key, cell) ? harden(cell) : cell])),
  );
  return tables.write({ headings, rows: hard }, { ...form, ...(form.format === 'csv' && { encoding: 'utf-8' }) });
}

/** What SQLite gives back of these texts. */
function storedIn(texts: readonly (readonly [key: string, text: string])[]): string[] {
  const database = new DatabaseSync(':memory:');
  try {
    database.exec('create table stored (key text primary key, body text not null) strict');
    const insert = database.prepare('insert into stored values (?, ?)');
    for (const [key, body] of texts) insert.run(key, body);
    const rows = database.prepare('select body from stored order by rowid').all();
    const stored = Array.from(rows, ({ body }) => String(body));
    const lost = texts.filter(([, body], at) => stored[at] !== body).map(([key]) => key);
    assert.deepEqual(lost, [], 'The texts of these do not survive being stored.');
    return stored;
  } finally {
    database.close();
  }
}
