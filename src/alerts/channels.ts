import type { AlertSettings, Config } from '../config.ts';
import { mailChannel } from './mail.ts';
import type { Notice } from './state.ts';
import { webhookChannel } from './webhook.ts';

/** A way to tell a person. Throws a coded error when it could not; it is then tried again. */
export interface Channel {
  name: 'mail' | 'webhook';
  /** All that is due, at once: one outage must not become fifty mails. */
  send(notices: readonly Notice[], signal: AbortSignal): Promise<void>;
}

export function channelsOf(
  settings: AlertSettings,
  { locale, now }: { locale: Config['locale']; now(): Date },
): Channel[] {
  const { mail, webhook, name } = settings;
  return [
    ...(mail ? [mailChannel(mail, { locale, name })] : []),
    ...(webhook ? [webhookChannel(webhook, { locale, name, now })] : []),
  ];
}
