import { createTransport, type Transporter } from 'nodemailer';
import type { AlertSettings } from '../config.ts';

const TIMEOUT_MS = 20_000;

/** A connection of its own to the configured mail server: https://nodemailer.com/smtp */
export function mailTransport(settings: NonNullable<AlertSettings['mail']>): Transporter {
  const { host, port, tls, user, password } = settings;
  return createTransport({
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    // What is sent is ours alone: nothing of it may name a file or an address to be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(user !== undefined && { auth: { user, pass: password ?? '' } }),
  });
}
