/**
 * The command line: the same verbs as the schema. Data goes to stdout, talk to stderr; exit codes in exit-codes.ts.
 * A verb runs in the hub of this data folder if one runs, and in this process otherwise.
 */
export { runCli, type Program } from './cli.ts';
export { standardTerminal, type Terminal } from './terminal.ts';
export { progressOn } from './progress.ts';
