import { RetryableError } from '#sdk';
import type { AlertSettings } from '../config.ts';
import type { Channel } from './channels.ts';
import { failureCode } from './failure-code.ts';
import { mailOf } from './texts.ts';
import { mailTransport } from './transport.ts';

type MailSettings = NonNullable<AlertSettings['mail']>;

/** By e-mail. */
export function mailChannel(settings: MailSettings, { locale, name }: { locale: 'fr' | 'en'; name: string }): Channel {
  const { host, port, from, to } = settings;
  return {
    name: 'mail',
    async send(notices, signal) {
      // Alerts are rare, and a pool would keep the process.
      const transport = mailTransport(settings);
      const close = (): void => transport.close();
      signal.addEventListener('abort', close, { once: true });
      try {
        await transport.sendMail({
          from,
          to,
          ...mailOf(notices, locale, name),
          messageId: `<${notices[0]?.id ?? 'none'}.${notices.length}@mortar.invalid>`,
          // Absences must not answer it: https://www.rfc-editor.org/rfc/rfc3834
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
      } catch (error) {
        throw refused(error, `${host}:${port}`);
      } finally {
        signal.removeEventListener('abort', close);
        transport.close();
      }
    },
  };
}

/** Not what the server said: a refusal may quote the credentials. */
function refused(cause: unknown, server: string): RetryableError {
  const code = failureCode(cause);
  const remedy =
    code === 'EAUTH'
      ? 'Correct alerts.mail.user and alerts.mail.password.'
      : 'Check alerts.mail (host, port, tls, from, to) and that the mail server answers from here.';
  return new RetryableError({
    code: 'ALERT_MAIL_FAILED',
    message: `The mail server ${server} did not take an alert (${code}).`,
    remedy,
  });
}
