import type { ConnectorLog } from './connector.ts';
import type { DropBox, DropBoxOptions } from './drop-box.ts';
import { openFolder } from './drop-folder.ts';
import { openSftp } from './drop-sftp.ts';
import { isCoded } from './errors.ts';
import { redactError, redactor } from './redact.ts';

export interface DropBoxDeps {
  now(): Date;
  log: ConnectorLog;
  /** Values that are cut out of every error, beside the box's own password and key. */
  secrets?: readonly string[];
}

/** Makes the hub's way to one place where files are exchanged. */
export function createDropBox(options: DropBoxOptions, { now, log, secrets = [] }: DropBoxDeps): DropBox {
  const box = options.kind === 'folder' ? openFolder(options, now) : openSftp(options, now);
  const own = options.kind === 'sftp' ? [options.password, options.privateKey] : [];
  const redact = redactor([...secrets, ...own.filter((secret) => secret !== undefined)]);

  async function clean<Result>(answer: Promise<Result>): Promise<Result> {
    try {
      return await answer;
    } catch (error) {
      const redacted = redactError(error, redact);
      const code = isCoded(redacted) ? redacted.code : 'unknown';
      if (code !== 'DROP_FILE_CHANGING') log.warn({ code, box: options.kind }, 'the drop box refused or failed');
      throw redacted;
    }
  }

  return {
    list: (below) => clean(box.list(below)),
    read: (name, how) => clean(box.read(name, how)),
    write: (name, bytes, how) => clean(box.write(name, bytes, how)),
    close: () => box.close(),
  };
}
