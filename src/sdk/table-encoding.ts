import { tableFailure } from './table-failure.ts';

const BOM = Uint8Array.of(0xef, 0xbb, 0xbf);
type Encoding = 'utf-8' | 'windows-1252';

interface Decoded {
  text: string;
  encoding: Encoding;
  bom: boolean;
}

/**
 * UTF-8 when it is valid, else Windows-1252; a given encoding is taken at its word. Of what is neither, many letters
 * would be others, and headings would not be found: it is refused with the row.
 */
export function decodeText(bytes: Uint8Array, wanted?: Encoding): Decoded {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff) || bytes.includes(0))
    throw tableFailure('TABLE_ENCODING_WRONG', 'The file is UTF-16 or holds zero bytes, not text in UTF-8.');
  const bom = BOM.every((byte, index) => bytes[index] === byte);
  const content = bom ? bytes.subarray(BOM.length) : bytes;
  if (wanted === 'windows-1252' && !bom) return { text: from1252(content), encoding: wanted, bom };
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    return { text, encoding: 'utf-8', bom };
  } catch (cause) {
    refuseBrokenUtf8(content, bom || wanted === 'utf-8', cause);
  }
  const text = from1252(content);
  refuseForeign(text);
  return { text, encoding: 'windows-1252', bom };
}

/** Text of another encoding is no UTF-8 almost everywhere; broken UTF-8 is at most half of the time. */
function refuseBrokenUtf8(content: Uint8Array, isSaidToBe: boolean, cause: unknown): void {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
  const broken = text.split('\ufffd').length - 1;
  const whole = text.match(/[^\0-\x7f\ufffd]/gu)?.length ?? 0;
  if (!isSaidToBe && whole < broken) return;
  const row = rowAt(text, text.indexOf('\ufffd'));
  const message = `Row ${row}: the file is UTF-8 with a broken byte in this row.`;
  throw tableFailure('TABLE_ENCODING_WRONG', message, { cause, at: { row } });
}

/** What French letters of Mac Roman or of DOS (CP850) become when they are taken for Windows-1252. */
const FOREIGN = /[a-zà-ÿ][‚ƒ†ˆ‰Š‹ŽŸ]|[a-z][„…“”•–—˜™š›ž][a-z]|\b[Nn][¡ø](?=[\s;,"]|$)/g;
const OURS = /[àâäçéèêëîïôöùûüœæÀÂÇÉÈÊÔ°€’]/g;

function refuseForeign(text: string): void {
  const [first, ...more] = text.matchAll(FOREIGN);
  if (!first || more.length + 1 <= (text.match(OURS)?.length ?? 0)) return;
  const row = rowAt(text, first.index);
  const shown = /[^\s;,"]*$/.exec(text.slice(0, first.index))?.[0] ?? '';
  const word = `${shown}${/^[^\s;,"]*/.exec(text.slice(first.index))?.[0] ?? ''}`.slice(0, 40);
  const message = `Row ${row} would read "${word}": the file seems to be in Mac Roman or CP850 (DOS).`;
  throw tableFailure('TABLE_ENCODING_WRONG', message, { at: { row } });
}

/** Line breaks inside of quotation marks belong to a cell. */
function rowAt(text: string, index: number): number {
  const before = text.slice(0, index).replace(/"(?:[^"]|"")*"/g, '');
  return before.split(/\r\n|\n|\r/).length;
}

/** Bytes of a text; `where` names the place of a character that Windows-1252 does not have. */
export function encodeText(text: string, encoding: Encoding, bom: boolean): Uint8Array {
  if (encoding === 'utf-8') return Buffer.concat([bom ? BOM : new Uint8Array(), Buffer.from(text, 'utf8')]);
  return Uint8Array.from(text, (character) => byteOf(character) ?? 0x3f);
}

/** The first character of a text that Windows-1252 does not have. */
export function missingIn1252(text: string): string | undefined {
  for (const character of text) if (byteOf(character) === undefined) return character;
  return undefined;
}

/** Bytes 0x80 to 0x9f of Windows-1252; a space where it has nothing. The other bytes are their own code point. */
const UPPER_CONTROLS = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

function byteOf(character: string): number | undefined {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code;
  const index = UPPER_CONTROLS.indexOf(character);
  return index < 0 ? undefined : 0x80 + index;
}

function from1252(bytes: Uint8Array): string {
  const latin = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return latin.replace(/[\x80-\x9f]/g, (control, index: number) => {
    const character = UPPER_CONTROLS.charAt(control.charCodeAt(0) - 0x80);
    if (character !== ' ') return character;
    const row = rowAt(latin, index);
    const byte = control.charCodeAt(0).toString(16).toUpperCase();
    const message = `Row ${row}: the byte 0x${byte} is neither UTF-8 nor Windows-1252; Mac Roman and CP850 (DOS) have it.`;
    throw tableFailure('TABLE_ENCODING_WRONG', message, { at: { row } });
  });
}
