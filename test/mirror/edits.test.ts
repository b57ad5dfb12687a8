import type { EditRecord, NewEdit } from '../../src/mirror/index.ts';
import { aMirror, type TestMirror } from './a-mirror.ts';
import { dialects } from './dialects.ts';
import { aMessage, anOrder, deliver, enqueue, kill, lease, minute } from './messages-samples.ts';

const record = (product: string, message: string | null): EditRecord => ({
  ...{ product, variant: null, message },
  changes: [{ field: 'name', locale: 'fr', before: null, after: product }],
});

function anEdit(id: string, changes: Partial<NewEdit> = {}): NewEdit {
  const rest = { name: 'Spring', input: { csv: 'Nom' }, source: null, reverts: null, records: [] };
  return { id, brick: 'one', ...rest, ...changes };
}

describe.each(dialects)('mass edits, on $name', (dialect) => {
  let mirror: TestMirror;

  beforeEach(async () => {
    mirror = await aMirror(dialect);
  });
  afterEach(() => mirror.remove());

  /** An edit of as many messages, and what was left alone. */
  async function commit(id: string, messages: number, changes: Partial<NewEdit> = {}, at = 0): Promise<string[]> {
    const queued = Array.from({ length: messages }, () => aMessage({ origin: `edit:${id}` }));
    const records = queued.map((message, n) => record(`product_${n}`, message.id));
    const edit = anEdit(id, { records: [...records, record('left', null)], ...changes });
    await enqueue(mirror, queued, { edit, at: minute(at), key: { value: id, inputHash: 'h' } });
    return queued.map((message) => message.id);
  }

  it('are kept with their messages, and count how far these are', async () => {
    const [one = '', two = ''] = await commit('e1', 3);
    await lease(mirror, 1);
    await deliver(mirror, one, { at: 1 });
    await kill(mirror, two, { at: 1 });
    expect(await mirror.reader.edits({ first: 10 })).toEqual({
      hasNext: false,
      rows: [
        {
          ...{ id: 'e1', brick: 'one', name: 'Spring', at: minute(0), by: 'ada', source: null, reverts: null },
          ...{ total: 3, conflicts: 1, delivered: 1, refused: 1, waiting: 1, held: 0, superseded: 0, revertedBy: null },
        },
      ],
    });
    expect(await mirror.reader.editInput('e1')).toEqual({ csv: 'Nom' });
    expect(await mirror.reader.editInput('none')).toBeNull();
  });

  it('show their records in order, in parts, apart from what was left alone', async () => {
    const ids = await commit('e1', 200);
    await commit('e2', 1);
    const records = await mirror.reader.editRecords('e1', { left: false, first: 100, skip: 150 });
    expect(records).toEqual(ids.slice(150).map((id, n) => record(`product_${n + 150}`, id)));
    expect(await mirror.reader.editRecords('e1', { left: true, first: 10, skip: 0 })).toEqual([record('left', null)]);
  });

  it('are listed newest first, page by page, by time, file and key', async () => {
    await commit('e1', 1, { source: 'file_a' }, 1);
    await commit('e2', 1, { source: 'file_a' }, 2);
    await commit('e3', 1, { source: 'file_b' }, 3);
    const { edits, editCount } = mirror.reader;
    const ids = async (filter: Parameters<typeof edits>[0]): Promise<string[]> =>
      (await edits(filter)).rows.map(({ id }) => id);
    expect(await ids({ first: 2 })).toEqual(['e3', 'e2']);
    expect(await ids({ first: 2, after: 'e2' })).toEqual(['e1']);
    expect(await ids({ first: 9, from: minute(2), to: minute(3) })).toEqual(['e2']);
    expect(await ids({ first: 9, sources: ['file_a', 'other'] })).toEqual(['e2', 'e1']);
    expect(await ids({ first: 9, ids: ['e3', 'none'] })).toEqual(['e3']);
    expect(await ids({ first: 9, key: { by: 'ada', value: 'e2' } })).toEqual(['e2']);
    expect(await ids({ first: 9, key: { by: 'bob', value: 'e2' } })).toEqual([]);
    expect(await editCount({ from: minute(2) })).toBe(2);
    await expect(edits({ first: 1, after: 'none' })).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
  });

  it('name the newest edit that took anything of them back', async () => {
    await commit('e1', 1);
    await commit('e2', 1, { reverts: 'e1' });
    await commit('e3', 0, { reverts: 'e1' });
    const { rows } = await mirror.reader.edits({ first: 10 });
    expect(rows.map(({ id, revertedBy }) => [id, revertedBy])).toEqual([
      ['e3', null],
      ['e2', null],
      ['e1', 'e2'],
    ]);
  });

  it('are not kept twice for one key, nor without their messages', async () => {
    await commit('e1', 1);
    const key = { value: 'e1', inputHash: 'h' };
    const again = await mirror.writer.enqueue(anOrder([aMessage()], { key, edit: anEdit('e2') }));
    expect(again.outcome).toBe('known');
    const message = aMessage();
    await enqueue(mirror, [message]);
    await expect(mirror.writer.enqueue(anOrder([message], { edit: anEdit('e3') }))).rejects.toThrow();
    expect((await mirror.reader.edits({ first: 10 })).rows.map(({ id }) => id)).toEqual(['e1']);
  });
});
