/** What vendors said has changed: rows in, rows out. What is made of them is for sync. */
export { addHints, dropHints, listHints } from './hint-rows.ts';
