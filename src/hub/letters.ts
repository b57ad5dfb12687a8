import { PermanentError } from '#sdk';
import type { AlertSettings } from '../config.ts';
import type { Deliver, Letter } from '../recovery/index.ts';

type MailSettings = AlertSettings['mail'];

/** Codes of nodemailer for what ends before the mail server has the text: nothing was sent. */
const BEFORE_THE_TEXT = new Set(['EAUTH', 'ECONNECTION', 'EDNS', 'EENVELOPE', 'ETLS', 'ECONNREFUSED']);

/** Sends letters through the mail server that alerts use. */
export function letterDelivery(settings: MailSettings): Deliver {
  return async (letter) => {
    if (!settings) throw noServer();
    // Loaded when the first letter is sent.
    const { failureCode, mailTransport } = await import('../alerts/index.ts');
    const transport = mailTransport(settings);
    try {
      await transport.sendMail(mailOf(letter, settings.from));
    } catch (error) {
      const code = failureCode(error);
      // An answer of the server is a refusal; a connection that broke while the text was sent is none.
      const isAnswered = typeof error === 'object' && error !== null && 'responseCode' in error;
      if (BEFORE_THE_TEXT.has(code) || isAnswered) throw refused(code);
      throw error;
    } finally {
      transport.close();
    }
  };
}

function mailOf({ to, subject, text, messageId }: Letter, from: string) {
  const headers = { 'Auto-Submitted': 'auto-generated' };
  return { from, to: { name: '', address: to }, subject, text, messageId, headers };
}

function refused(code: string): PermanentError {
  return new PermanentError({
    code: 'SALVAGE_LETTER_REFUSED',
    message: `The mail server did not take a letter (${code}); nothing was sent.`,
    remedy: 'Check alerts.mail in the configuration, and the address of this buyer. Run it again: it goes on there.',
  });
}

/** Nowhere to send letters to. */
export function noServer(): PermanentError {
  return new PermanentError({
    code: 'SALVAGE_MAIL_SERVER_MISSING',
    message: 'No mail server is configured.',
    remedy: 'Write alerts: { mail: { host: …, from: …, to: … } } in the configuration: letters go the same way.',
  });
}
