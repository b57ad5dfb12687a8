/** Sabotage for the counter-proof: the hub forgets that it was asked something, as if it kept no idempotency keys. */
import { StatementSync } from 'node:sqlite';

type Run = (this: StatementSync, ...parameters: unknown[]) => unknown;

const methods = StatementSync.prototype as unknown as { run: Run };
const { run } = methods;
methods.run = function (...parameters) {
  if (/^\s*insert into command_keys/i.test(this.sourceSQL)) return { changes: 1, lastInsertRowid: 0 };
  return run.apply(this, parameters);
};
