import { strict as assert } from 'node:assert';
import { isCoded } from '#sdk';

/** Whether a read ended well. One that fails must say with a code what happened, and what to do. */
export async function isDone(read: () => Promise<unknown>): Promise<boolean> {
  try {
    await read();
    return true;
  } catch (error) {
    assert.ok(isCoded(error), `It failed without a code: ${String(error)}`);
    assert.match(error.code, /^[A-Z][A-Z0-9_]+$/);
    assert.ok(error.message.length > 0 && error.remedy.length > 0, `${error.code} says too little.`);
    return false;
  }
}
