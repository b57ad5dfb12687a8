/**
 * Alerts: what a person must know of while nobody looks. A *finding* is one thing that is wrong now; its *alert* is told
 * once, reminded daily, and told to be over. Words in French and English, each with what to do next. Channels: e-mail
 * and webhook. It only looks: it never waits on a brick, writes nothing to the mirror, and no failure of a channel
 * reaches the hub.
 */
export type { BackupSight, BrickSight, DrillSight, FlowSight, JournalSight, ReaderSight } from './sights.ts';
export { channelsOf } from './channels.ts';
export { knownBackups, knownJournal } from './known-backups.ts';
export { watchAlerts, type AlertSources, type AlertWatch } from './watch.ts';
export { failureCode } from './failure-code.ts';
export { mailTransport } from './transport.ts';
