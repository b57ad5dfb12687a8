import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import type { Config } from '../../config.ts';
import { voiceOf, type DoctorFinding } from '../finding.ts';

const MB = 1_048_576;
const LEAST_FREE = { mb: 5_000, percent: 10 };

/** Whether the data folder can be written by this user and read by nobody else, and whether the disk has room. */
export async function folderFindings({ data, file, alerts }: Config): Promise<DoctorFinding[]> {
  const { ok, warn, fail } = voiceOf('folder');
  const findings = [...(file === undefined ? [] : configRights(file))];
  if (!existsSync(data))
    return [...findings, ok(data, 'It is made at the first start.'), ...(await disk(nearest(data), alerts))];
  const user = userInfo().username;
  if (!isUsable(data)) {
    const message = `${user} cannot write the data folder.`;
    findings.push(fail(data, { code: 'DATA_FOLDER_UNUSABLE', message, mend: `sudo chown -R ${user} ${quoted(data)}` }));
  } else if ((statSync(data).mode & 0o077) !== 0) {
    const message = 'Other users of this machine may look into the data folder.';
    findings.push(warn(data, { code: 'DATA_FOLDER_OPEN', message, mend: `chmod 700 ${quoted(data)}` }));
  } else findings.push(ok(data, 'Only this user reads and writes it.'));
  return [...findings, ...(await disk(data, alerts))];
}

async function disk(folder: string, alerts: Config['alerts']): Promise<DoctorFinding[]> {
  const { ok, fail } = voiceOf('disk');
  const { bavail, blocks, bsize } = await statfs(folder);
  const { freeMb, freePercent } = alerts?.disk ?? { freeMb: LEAST_FREE.mb, freePercent: LEAST_FREE.percent };
  const free = Math.floor((bavail * bsize) / MB);
  const least = Math.ceil(Math.min(freeMb, (blocks * bsize * freePercent) / 100 / MB));
  if (free >= least) return [ok(folder, `${free} MB are free.`)];
  const message = `${free} MB are free; ${least} MB should be.`;
  return [
    fail(folder, { code: 'DISK_FILLING', message, mend: `du -xh --max-depth=2 ${quoted(folder)} | sort -h | tail` }),
  ];
}

function configRights(file: string): DoctorFinding[] {
  const { ok, warn } = voiceOf('folder');
  if ((statSync(file).mode & 0o077) === 0) return [ok(file, 'Only this user reads it.')];
  const message = 'Other users of this machine may read the configuration.';
  return [warn(file, { code: 'CONFIG_OPEN', message, mend: `chmod 600 ${quoted(file)}` })];
}

function isUsable(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

function nearest(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearest(dirname(path));
}

/** As a shell takes it. */
export function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
