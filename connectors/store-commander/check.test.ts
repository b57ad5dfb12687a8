import { PermanentError, type DropBox } from '#sdk';
import { createDropBox } from '../../src/sdk/open-drop-box.ts';
import { checkExports, checkImports } from './check.ts';

const denied = new PermanentError({ code: 'DROP_ACCESS_DENIED', message: 'No access.', remedy: 'Give the right.' });

function box(write: DropBox['write']): DropBox {
  return { list: async () => [], read: () => Promise.reject(denied), write, close: async () => undefined };
}

it('says that a folder of imports cannot be written, and does not write exports', async () => {
  const closed = box(() => Promise.reject(denied));
  expect(await checkImports(closed)).toEqual({
    ...{ subject: 'in', state: 'error' },
    ...{ message: 'No access.', remedy: 'Give the right.' },
  });
  expect(await checkExports(closed)).toMatchObject({ subject: 'out', state: 'ok' });
});

it('tries with a name that no list shows', async () => {
  const names: string[] = [];
  expect(await checkImports(box(async (name) => void names.push(name)))).toMatchObject({ state: 'ok' });
  expect(names).toEqual([expect.stringMatching(/\.tmp$/)]);
});

it('says of a folder that is missing what to do, without its path', async () => {
  const log = { info: () => undefined, warn: () => undefined };
  const missing = createDropBox({ kind: 'folder', path: '/no-such/folder-of-edits' }, { now: () => new Date(0), log });
  const found = await checkImports(missing);
  expect(found).toMatchObject({ state: 'error', remedy: expect.stringMatching(/./) as string });
  expect(JSON.stringify(found)).not.toContain('folder-of-edits');
});
