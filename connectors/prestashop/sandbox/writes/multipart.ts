/** The bytes of one field of a `multipart/form-data` body. */
export function multipartField(
  body: Uint8Array,
  contentType: string | undefined,
  field: string,
): Uint8Array | undefined {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType ?? '')?.[1];
  if (boundary === undefined) return undefined;
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const mark = Buffer.from(`--${boundary}`);
  for (let start = buffer.indexOf(mark); start >= 0;) {
    const next = buffer.indexOf(mark, start + mark.length);
    if (next < 0) return undefined;
    const head = buffer.indexOf('\r\n\r\n', start);
    const names = buffer.subarray(start, head).toString('latin1');
    if (head >= 0 && head < next && names.includes(`name="${field}"`)) return buffer.subarray(head + 4, next - 2);
    start = next;
  }
  return undefined;
}
