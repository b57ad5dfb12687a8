import { XMLParser } from 'fast-xml-parser';
import { columnText } from '../column-text.ts';
import { phpWarning, WebserviceFailure } from '../reply.ts';
import { isWellFormed } from './well-formed.ts';

/** A field as sent: one text, or one per language id. */
export type SentValue = string | Map<number, string>;

/** One `<product>` of a request body. */
export interface SentEntity {
  fields: Map<string, SentValue>;
  /** Absent when the body has no `<associations>`. */
  associations: Map<string, Record<string, string>[]> | undefined;
}

/** An ordered XML node as the parser gives it: one key with the children, and `:@` with the attributes. */
type Node = Record<string, unknown>;

const PARSER = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  htmlEntities: true,
});

/** Reads `<prestashop><product>…</product></prestashop>`; the root's and the entity's own names do not matter. */
export function parseBody(body: Uint8Array): SentEntity[] {
  const text = Buffer.from(body).toString('utf8');
  if (!isWellFormed(text)) throw notXml(text);
  const nodes = PARSER.parse(text) as Node[];
  const root = nodes.find((node) => !tagOf(node).startsWith('?'));
  return elements(root).map(toEntity);
}

/** Bodies must be XML, whatever the format of the answer; PHP's own warnings come along. */
function notXml(text: string): WebserviceFailure {
  const file = 'WebserviceRequest.php';
  const [line = ''] = text.split('\n');
  const start = text.trimStart().startsWith('<') ? 'Extra content' : `Start tag expected, '<' not found`;
  const warnings = [`Entity: line 1: parser error : ${start}`, line, '^'].map((part) =>
    phpWarning(`SimpleXMLElement::__construct(): ${part}`, file, 1510),
  );
  const length = Buffer.byteLength(text);
  const message = `XML error : String could not be parsed as XML\nXML length : ${length}\nOriginal XML : ${text}`;
  return new WebserviceFailure(500, ...(text === '' ? [] : warnings), [127, message]);
}

const tagOf = (node: Node): string => Object.keys(node).find((key) => key !== ':@') ?? '';

function children(node: Node | undefined): Node[] {
  const inside = node && node[tagOf(node)];
  return Array.isArray(inside) ? (inside as Node[]) : [];
}

const elements = (node: Node | undefined): Node[] => children(node).filter((child) => !tagOf(child).startsWith('#'));

const textOf = (node: Node): string =>
  children(node)
    .map((child) => columnText(child['#text']))
    .join('');

function toEntity(node: Node): SentEntity {
  const fields = new Map<string, SentValue>();
  let associations: SentEntity['associations'];
  for (const child of elements(node)) {
    if (tagOf(child) === 'associations') associations = toAssociations(child);
    else fields.set(tagOf(child), toValue(child));
  }
  return { fields, associations };
}

function toValue(node: Node): SentValue {
  const languages = elements(node).filter((child) => tagOf(child) === 'language');
  if (languages.length === 0) return textOf(node);
  return new Map(
    languages.map((child) => [Number((child[':@'] as Record<string, string> | undefined)?.['id']), textOf(child)]),
  );
}

function toAssociations(node: Node): Map<string, Record<string, string>[]> {
  return new Map(
    elements(node).map((association) => [
      tagOf(association),
      elements(association).map(
        (item) =>
          Object.fromEntries(elements(item).map((field) => [tagOf(field), textOf(field)])) as Record<string, string>,
      ),
    ]),
  );
}
