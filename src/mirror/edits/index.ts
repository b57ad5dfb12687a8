/**
 * Mass edits: what one of them changed, record by record, before and after, so that it can be shown and taken back.
 * How far it is, its messages tell. Stored with them in one transaction; never changed afterwards.
 */
export { insertEdit } from './insert-edit.ts';
export { editReader } from './edit-reader.ts';
