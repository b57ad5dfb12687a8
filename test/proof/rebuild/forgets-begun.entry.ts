/** Sabotage for the counter-proof: what was begun is not kept, so that nobody looks for it before it is written again. */
import { StatementSync } from 'node:sqlite';

type Run = (this: StatementSync, ...parameters: unknown[]) => unknown;

const methods = StatementSync.prototype as unknown as { run: Run };
const { run } = methods;
methods.run = function (...parameters) {
  if (/^\s*insert into "?move_items/i.test(this.sourceSQL) && JSON.stringify(parameters).includes('"begun"'))
    return { changes: 1, lastInsertRowid: 0 };
  return run.apply(this, parameters);
};
