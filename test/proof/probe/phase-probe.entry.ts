/**
 * Loaded into the program under test by `node --import`, in every one of its threads: says in which phase the program
 * is, and kills it there when it is told to. The program itself knows nothing of it.
 */
import { watchBlobs } from './watch-blobs.ts';
import { watchHttp } from './watch-http.ts';
import { watchPostgres } from './watch-postgres.ts';
import { watchSqlite } from './watch-sqlite.ts';

watchSqlite();
watchPostgres();
watchHttp();
watchBlobs();
