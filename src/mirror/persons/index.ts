/**
 * Personal values at rest. Those of one person are sealed under a key of their own (`person_keys`), which is wrapped by a
 * master key that lies outside of the database; whoever destroys the person's key has erased the person from history and
 * from every backup.
 *
 * The *vault* holds the master key and what is derived from it; *person keys* are made and read here; a *sealed body* is a
 * record with blanks where its personal values were, and those values in one sealed piece. Facets, which can be projected
 * again, are sealed by the vault itself; what is looked up by an e-mail address or a name is found by keyed hashes.
 */
export { Bodies } from './bodies.ts';
export {
  lookAtMasterKey,
  masterKeyFile,
  openVault,
  readMasterKey,
  readVault,
  type MasterKeyPlace,
} from './master-key.ts';
export { insertErasure } from './erasure-rows.ts';
export { messageSealer, openMessages } from './message-seal.ts';
export { PersonStore } from './person-store.ts';
export { personReader } from './person-reader.ts';
export { carryPersonKeys, personKeyLines } from './carry-keys.ts';
export { finishRestore } from './after-restore.ts';
export { messageKeyId, personKeyId } from './person-id.ts';
export { PersonKeys } from './person-keys.ts';
export { hashOf, sealBody } from './sealed-body.ts';
export { Vault } from './vault.ts';
