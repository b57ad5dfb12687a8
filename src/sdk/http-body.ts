import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { PermanentError } from './errors.ts';

/** What is asked for; decoded here, because axios takes a compressed answer that was cut off for a whole one. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

export interface BodyLimit {
  maxBytes: number;
  /** `fail` for answers; `cut` for errors, whose status matters more than their last megabyte. */
  beyond: 'fail' | 'cut';
}

/** Reads an answer to its end, decompressed, holding no more of it than the limit. */
export async function readBody(source: Readable, encoding: string | undefined, limit: BodyLimit): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop early destroys the stream, and with it the connection.
  for await (const chunk of decompressed(source, encoding) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit.maxBytes) chunks.push(chunk);
    else if (limit.beyond === 'cut') break;
    else throw tooLarge(limit.maxBytes);
  }
  const [only] = chunks;
  return only && chunks.length === 1 ? only : Buffer.concat(chunks);
}

function decompressed(source: Readable, encoding: string | undefined): Readable {
  const decoder = decoderFor(source, encoding);
  // Errors arrive at the reader of the last stream; the callback only has to exist.
  return decoder ? pipeline(source, decoder, () => undefined) : source;
}

function decoderFor(source: Readable, encoding: string | undefined) {
  switch (encoding?.trim().toLowerCase() ?? '') {
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      source.destroy();
      throw new PermanentError({
        code: 'BRICK_ANSWER_UNREADABLE',
        message: `The brick answered in the encoding "${encoding}", which nobody asked for.`,
        remedy: `Make the brick's server compress with one of: ${ACCEPTED_ENCODINGS}.`,
      });
  }
}

function tooLarge(maxBytes: number): PermanentError {
  return new PermanentError({
    code: 'BRICK_ANSWER_TOO_LARGE',
    message: `The brick's answer is larger than ${maxBytes} bytes.`,
    remedy: 'Ask for smaller pages, or allow larger answers for this brick.',
  });
}

const utf8 = new TextDecoder();

/** Text in the charset that the answer names; UTF-8 when it names none, or one that nobody knows. */
export function decodeText(body: Buffer, contentType: string | undefined): string {
  const label = /charset="?([^";\s]+)/i.exec(contentType ?? '')?.[1]?.toLowerCase();
  if (label === undefined || label === 'utf-8' || label === 'utf8') return utf8.decode(body);
  try {
    return new TextDecoder(label).decode(body);
  } catch {
    return utf8.decode(body);
  }
}
