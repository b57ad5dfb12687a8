import { createHmac } from 'node:crypto';
import { Axios } from 'axios';
import { RetryableError } from '#sdk';
import type { AlertSettings } from '../config.ts';
import type { Channel } from './channels.ts';
import { failureCode } from './failure-code.ts';
import { mailOf, textOf } from './texts.ts';

type WebhookSettings = NonNullable<AlertSettings['webhook']>;

const TIMEOUT_MS = 20_000;
const LARGEST_ANSWER = 65_536;

/** Calls one configured address and no other. The body has `text` as chats take it, and each alert for programs. */
export function webhookChannel(
  { url, secret }: WebhookSettings,
  { locale, name, now }: { locale: 'fr' | 'en'; name: string; now(): Date },
): Channel {
  const axios = new Axios({
    adapter: 'http',
    timeout: TIMEOUT_MS,
    // An answer that sends elsewhere would take the alert, and its signature, to whoever wrote it.
    maxRedirects: 0,
    maxContentLength: LARGEST_ANSWER,
    proxy: false,
    responseType: 'text',
  });
  return {
    name: 'webhook',
    async send(notices, signal) {
      const { subject, text } = mailOf(notices, locale, name);
      const alerts = notices.map((notice) => {
        const { id, kind, since, at, finding } = notice;
        return { id, kind, since, at, ...finding, ...textOf(notice, locale) };
      });
      const body = JSON.stringify({ hub: name, text: `${subject}\n\n${text}`, alerts });
      const time = String(Math.floor(now().getTime() / 1000));
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'mortar',
        ...(secret !== undefined && { 'mortar-signature': `t=${time},v1=${signed(secret, `${time}.${body}`)}` }),
      };
      const status = await axios.post(url, body, { headers, signal, validateStatus: null }).then(
        (answer) => answer.status,
        (error: unknown) => {
          throw failed(failureCode(error), url);
        },
      );
      if (status < 200 || status > 299) throw failed(String(status), url);
    },
  };
}

function signed(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

/** Without the path: to some services it is the key. */
function failed(what: string, url: string): RetryableError {
  const redirected = /^3\d\d$/.test(what);
  return new RetryableError({
    code: 'ALERT_WEBHOOK_FAILED',
    message: `${new URL(url).origin} did not take an alert (${what}).`,
    remedy: redirected
      ? 'Write the address to which it redirects as alerts.webhook.url; redirects are not followed.'
      : 'Check alerts.webhook.url, and that it answers from here.',
  });
}
