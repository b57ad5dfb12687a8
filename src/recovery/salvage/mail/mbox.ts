import { createReadStream } from 'node:fs';

/** What one mail of a mailbox is: its bytes, or null where it is too large to be one about an order. */
export interface BoxedMail {
  /** From 1. */
  number: number;
  bytes: Buffer | null;
}

/** A confirmation has some pictures in it at most. */
const LARGEST_MAIL = 25 * 1024 * 1024;
const NEWLINE = 0x0a;
/** `From - Mon Jan 01 …`, `From a@b Mon Jan  1 12:00:00 2024`: not a sentence that begins so. */
const SEPARATOR = /^From (?:- |.*\d{1,2}:\d{2}.*\d{4})/;
const QUOTED = /^>+From /;

/**
 * The mails of a mailbox, one after the other, in the memory of one of them, however large the file or a line of it is.
 * `>From ` is given back as `From ` and `>>From ` as `>From ` (mboxrd; the quoting of mboxo is read the same).
 */
export async function* mailsOf(path: string): AsyncGenerator<BoxedMail> {
  const box = new Box();
  let rest: Buffer[] = [];
  let length = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      const line = Buffer.concat([...rest, chunk.subarray(from, at + 1)]);
      [rest, length, from] = [[], 0, at + 1];
      const ended = box.add(line);
      if (ended) yield ended;
    }
    length += chunk.length - from;
    // What is longer than a mail may be is kept as far as it is needed to know that.
    if (length <= LARGEST_MAIL + chunk.length) rest.push(chunk.subarray(from));
  }
  if (length > 0) {
    const ended = box.add(Buffer.concat(rest));
    if (ended) yield ended;
  }
  const last = box.end();
  if (last) yield last;
}

/** Puts lines together to mails. */
class Box {
  #lines: Buffer[] = [];
  #size = 0;
  #number = 0;
  #isBlank = true;

  add(line: Buffer): BoxedMail | null {
    const head = line.subarray(0, 200).toString('latin1');
    if (this.#isBlank && SEPARATOR.test(head)) {
      const ended = this.end();
      this.#number += 1;
      this.#isBlank = false;
      return ended;
    }
    this.#isBlank = head.trim() === '' && line.length < 4;
    this.#size += line.length;
    if (this.#size > LARGEST_MAIL) this.#lines = [];
    else this.#lines.push(QUOTED.test(head) ? line.subarray(1) : line);
    return null;
  }

  end(): BoxedMail | null {
    const [lines, size] = [this.#lines, this.#size];
    [this.#lines, this.#size] = [[], 0];
    if (size === 0 || this.#number === 0) return null;
    return { number: this.#number, bytes: size > LARGEST_MAIL ? null : Buffer.concat(lines) };
  }
}
