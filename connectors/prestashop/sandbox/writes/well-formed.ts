const MARKUP =
  /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<!DOCTYPE[^>]*>|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/g;

/** Whether a text is one XML element, all of whose tags are closed in order. */
export function isWellFormed(text: string): boolean {
  const open: string[] = [];
  let roots = 0;
  let end = 0;
  for (const match of text.matchAll(MARKUP)) {
    const between = text.slice(end, match.index);
    end = match.index + match[0].length;
    if (!isText(between, open.length > 0)) return false;
    const [, closing, name, , empty] = match;
    if (name === undefined) continue;
    if (closing) {
      if (open.pop() !== name) return false;
      continue;
    }
    if (open.length === 0) roots++;
    if (!empty) open.push(name);
  }
  return roots === 1 && open.length === 0 && isText(text.slice(end), false);
}

/** No stray `<` or `&`, and nothing but space outside the root. */
function isText(text: string, inside: boolean): boolean {
  if (!inside) return text.replace('\uFEFF', '').trim() === '';
  return !text.includes('<') && !/&(?!#?\w+;)/.test(text);
}
