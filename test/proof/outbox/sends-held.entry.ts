/** Sabotage for the counter-proof: what was set aside is taken as if nothing had been said against it. */
import { StatementSync } from 'node:sqlite';

type Run = (this: StatementSync, ...parameters: unknown[]) => unknown;

const methods = StatementSync.prototype as unknown as { run: Run };
const { run } = methods;
methods.run = function (...parameters) {
  const isNew = /^\s*insert into messages/i.test(this.sourceSQL);
  return run.apply(this, isNew ? parameters.map((value) => (value === 'held' ? 'queued' : value)) : parameters);
};
