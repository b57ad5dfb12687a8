/** Windows-1252 beyond Latin-1, as far as French text needs it. */
const BEYOND: Record<string, number> = {
  '€': 0x80,
  '…': 0x85,
  Œ: 0x8c,
  '‘': 0x91,
  '’': 0x92,
  '–': 0x96,
  œ: 0x9c,
  Ÿ: 0x9f,
};

/** A CSV file as a French till writes it: `;`, CRLF, Windows-1252. */
export function csv(headings: readonly string[], rows: readonly (readonly string[])[]): Buffer {
  const lines = [headings, ...rows].map((cells) => cells.map(cell).join(';'));
  return windows1252(`${lines.join('\r\n')}\r\n`);
}

function cell(text: string): string {
  return /[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function windows1252(text: string): Buffer {
  return Buffer.from([...text].map((one) => BEYOND[one] ?? (one.charCodeAt(0) < 256 ? one.charCodeAt(0) : 0x3f)));
}

/** `1 234,50`: cents with a decimal comma and a blank at the thousands. */
export function euros(cents: number): string {
  const size = Math.abs(cents);
  const whole = String(Math.floor(size / 100)).replace(/\B(?=(\d{3})+$)/g, ' ');
  return `${cents < 0 ? '-' : ''}${whole},${String(size % 100).padStart(2, '0')}`;
}
