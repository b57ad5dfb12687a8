/** Makes one backup of the plan on its standard input, as `mortar backup` does: to be killed while it does. */
import { text } from 'node:stream/consumers';
import { makeBackup, type BackupPlan } from '../../src/recovery/backup/index.ts';

const plan = JSON.parse(await text(process.stdin)) as BackupPlan;
await makeBackup(plan, { trustClock: true });
