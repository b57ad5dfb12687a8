import { PermanentError } from '#sdk';
import type { Config } from '../config.ts';
import type { Gateway } from '../gateway/index.ts';

/** Starts the gateway where it is configured; says what to do where that cannot be. Resolves with its address. */
export async function listen(gateway: Gateway, { port, host }: Config): Promise<string> {
  try {
    return (await gateway.start(port, host)).url;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const remedy = REMEDIES[code];
    if (remedy === undefined) throw error;
    const message = `The hub cannot listen on port ${port} of ${host}: ${remedy.why} (${code}).`;
    throw new PermanentError({ code: 'LISTEN_FAILED', message, remedy: remedy.then }, { cause: error });
  }
}

const REMEDIES: Record<string, { why: string; then: string }> = {
  EADDRINUSE: {
    why: 'another program has it',
    then: 'Stop that program, or name another port: PORT, or port: in the configuration.',
  },
  EACCES: {
    why: 'this user may not take it',
    then: 'Name a port above 1023: PORT, or port: in the configuration; put a proxy in front of it for 80 and 443.',
  },
  EADDRNOTAVAIL: {
    why: 'this machine has no such address',
    then: 'Name an address of this machine: HOST, or host: in the configuration; 127.0.0.1 is always there.',
  },
  ENOTFOUND: {
    why: 'this name is unknown',
    then: 'Name an address of this machine: HOST, or host: in the configuration; 127.0.0.1 is always there.',
  },
};
