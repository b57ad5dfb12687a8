import { Vault } from '../../src/mirror/persons/index.ts';

const MASTER = Buffer.alloc(32, 7);

/** A vault whose master key is no secret. */
export const testVault = new Vault(MASTER);

/** Where its master key is. */
export const testKeyIn = { data: '', personKey: MASTER.toString('base64') };
