import { tableFailure } from './table-failure.ts';

const BOM = Uint8Array.of(0xef, 0xbb, 0xbf);
type Encoding = 'utf-8' | 'windows-1252';

interface Decoded {
  text: string;
  encoding: Encoding;
  bom: boolean;
}

/** UTF-8 when it is valid, else Windows-1252; a given encoding is taken at its word. */
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
    if (!bom && wanted === undefined) return { text: from1252(content), encoding: 'windows-1252', bom };
    const row = rowOfFirstFault(content);
    throw tableFailure('TABLE_ENCODING_WRONG', `The file is not valid UTF-8 (line ${row}).`, cause);
  }
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
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (control) => {
      const character = UPPER_CONTROLS.charAt(control.charCodeAt(0) - 0x80);
      return character === ' ' ? '\ufffd' : character;
    });
}

function rowOfFirstFault(bytes: Uint8Array): number {
  const text = new TextDecoder('utf-8').decode(bytes);
  return text.slice(0, text.indexOf('\ufffd')).split('\n').length;
}
