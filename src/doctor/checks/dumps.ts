import type { AgencyDump } from '../../recovery/index.ts';
import { voiceOf, type DoctorFinding } from '../finding.ts';
import { quoted } from './folder.ts';

const { ok, warn, fail } = voiceOf('dump');

/** What is known of one brick's folder. */
export interface DumpSight extends AgencyDump {
  brick: string;
  isOld: boolean;
}

/** What the hub does not hold must lie somewhere: each brick's folder, filled, new, and below what is backed up. */
export function dumpFindings(dumps: readonly DumpSight[]): DoctorFinding[] {
  return dumps.map((dump) => {
    const { brick, folder, newestAt, isBackedUp, isOld } = dump;
    if (!isBackedUp) {
      const message = `The folder ${folder}, where the copy of ${brick} is left, is not backed up.`;
      const mend = `Write ${folder} below backup.include in the configuration, then: mortar backup`;
      return fail(brick, { code: 'DUMP_NOT_BACKED_UP', message, mend });
    }
    if (newestAt === null) {
      const message = `The folder ${folder} is empty or absent: of ${brick}, nothing is kept that the hub does not hold.`;
      return fail(brick, {
        code: 'DUMP_EMPTY',
        message,
        mend: `Ask the agency for a copy, then: ls ${quoted(folder)}`,
      });
    }
    if (!isOld) return ok(brick, `The newest file in ${folder} is of ${newestAt}.`);
    const message = `The newest file in ${folder} is of ${newestAt}: more than a month old.`;
    return warn(brick, {
      code: 'DUMP_OLD',
      message,
      mend: `Ask the agency for a new copy, then: ls -l ${quoted(folder)}`,
    });
  });
}
