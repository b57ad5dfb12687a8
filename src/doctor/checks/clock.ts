import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { voiceOf, type DoctorFinding } from '../finding.ts';

const { ok, fail, skipped } = voiceOf('clock');
const LARGEST_MS = 60_000;
const MEND = 'timedatectl set-ntp true   (then: timedatectl status)';

/**
 * Compares this clock with what servers of the bricks say in their Date header. Most of them decide: one wrong clock of
 * a vendor must not be taken for ours.
 */
export async function clockFindings(
  urls: Readonly<Record<string, string>>,
  now: () => Date,
  signal: AbortSignal,
): Promise<DoctorFinding[]> {
  const asked = await Promise.all(
    Object.entries(urls).map(async ([brick, url]) => ({ brick, offset: await offsetFrom(url, now, signal) })),
  );
  const known = asked.flatMap(({ brick, offset }) => (offset === null ? [] : [{ brick, offset }]));
  if (known.length === 0)
    return [
      skipped('this machine', {
        code: 'CLOCK_UNKNOWN',
        message: 'No brick said what time it is.',
        mend: 'timedatectl status',
      }),
    ];
  const wrong = known.filter(({ offset }) => Math.abs(offset) > LARGEST_MS);
  if (wrong.length === 0) return [ok('this machine', 'It agrees with the servers of the bricks.')];
  const names = wrong.map(({ brick, offset }) => `${brick} by ${Math.round(Math.abs(offset) / 1000)} s`).join(', ');
  if (wrong.length * 2 > known.length)
    return [fail('this machine', { code: 'CLOCK_WRONG', message: `It differs from ${names}.`, mend: MEND })];
  const message = `Their clock differs from this one and from the other servers: ${names}.`;
  return [voiceOf('clock').warn('bricks', { code: 'BRICK_CLOCK_WRONG', message, mend: 'Tell whoever runs them.' })];
}

/** Milliseconds by which that server is ahead; null: it does not say. Sends no credentials. */
function offsetFrom(url: string, now: () => Date, signal: AbortSignal): Promise<number | null> {
  const { protocol, origin } = new URL(url);
  const request = protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    const asking = request(origin, { method: 'HEAD', agent: false, signal }, (response) => {
      response.resume();
      const said = Date.parse(response.headers.date ?? '');
      resolve(Number.isNaN(said) ? null : said - now().getTime());
    });
    asking.on('error', () => resolve(null));
    asking.end();
  });
}
