import { appendFile, open, writeFile } from 'node:fs/promises';

/** Personal data: nobody else of this machine reads it. */
const MODE = 0o600;
const CHUNK = 1 << 18;

/** A text file of the kit, written in slices. */
export interface TextFile {
  write(text: string): Promise<void>;
  /** It is on disk when this resolves. */
  end(): Promise<void>;
}

/** Between slices it is closed: a kit that fails leaves nothing open. */
export async function createTextFile(path: string): Promise<TextFile> {
  await writeFile(path, '', { flag: 'wx', mode: MODE });
  let waiting: string[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    const text = waiting.join('');
    waiting = [];
    length = 0;
    await appendFile(path, text);
  };
  return {
    async write(text) {
      waiting.push(text);
      length += text.length;
      if (length > CHUNK) await flush();
    },
    async end() {
      await flush();
      await sync(path);
    },
  };
}

/** A file whose content is there as a whole or comes as a stream. */
export async function writeContent(path: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
  await writeFile(path, content, { flag: 'wx', mode: MODE });
  await sync(path);
}

/** A file or a folder outlives a power cut. */
export async function sync(path: string): Promise<void> {
  const opened = await open(path, 'r');
  await opened.sync().finally(() => opened.close());
}
