import { columnText } from '../column-text.ts';
import type { WebserviceError } from '../reply.ts';
import type { Association, AssociationField, Field } from '../resources/index.ts';
import type { WebserviceRecord } from '../state.ts';
import { isLocalized, shownAssociation, showsField, textIn, valueOf, type Shape } from './shape.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<prestashop xmlns:xlink="http://www.w3.org/1999/xlink">\n';

export const xmlDocument = (content: string): string => `${HEAD}${content}</prestashop>\n`;

export function errorsXml(errors: readonly WebserviceError[]): string {
  const items = errors.map(
    ({ code, message }) => `<error>\n${cdataNode('code', code)}${cdataNode('message', message)}</error>\n`,
  );
  return xmlDocument(`<errors>\n${items.join('')}</errors>\n`);
}

const cdataNode = (name: string, value: unknown): string => `<${name}><![CDATA[${String(value)}]]></${name}>\n`;

export function listXml(records: readonly WebserviceRecord[], shape: Shape): string {
  const { name } = shape.resource;
  return xmlDocument(`<${name}>\n${records.map((record) => recordXml(record, shape)).join('')}</${name}>\n`);
}

export function oneXml(record: WebserviceRecord, shape: Shape): string {
  return xmlDocument(recordXml(record, shape));
}

function recordXml(record: WebserviceRecord, shape: Shape): string {
  const { resource, display, base, languages } = shape;
  const { node } = resource;
  if (display === 'ids') {
    return `<${node} id="${record.id}" xlink:href="${base}${resource.name}/${record.id}"/>\n`;
  }
  const fields = resource.fields
    .filter((field) => showsField(display, field.name))
    .map((field) => fieldXml(record, field, valueOf(record, field, languages), shape));
  const id = showsField(display, 'id') ? `\t${cdataNode('id', record.id)}` : '';
  return `<${node}>\n${id}${fields.join('')}${associationsXml(record, shape)}</${node}>\n`;
}

function fieldXml(record: WebserviceRecord, field: Field, value: unknown, shape: Shape): string {
  if (field.kind === 'lang') return `\t<${field.name}>${languagesXml(value, shape)}</${field.name}>\n`;
  const text = columnText(value);
  const link = linkOf(record, field, text, shape.base);
  const mark = field.computed ? ' notFilterable="true"' : '';
  return `\t<${field.name}${link}${mark}><![CDATA[${text}]]></${field.name}>\n`;
}

/** No link for an id that points nowhere; a field not named `id_…` keeps its link even then. */
function linkOf(record: WebserviceRecord, field: Field, text: string, base: string): string {
  if (field.link === undefined) return '';
  if (field.name.startsWith('id_') && (text === '' || text === '0')) return '';
  const path = field.link.startsWith('images/') ? `${field.link}/${record.id}` : field.link;
  return ` xlink:href="${base}${path}/${text}"`;
}

/** Texts never set in this request have no link to their language. */
function languagesXml(value: unknown, { languages, base }: Shape): string {
  const texts = isLocalized(value) ? value : undefined;
  return languages.ids
    .map((id) => {
      const link = texts ? ` xlink:href="${base}languages/${id}"` : '';
      const text = texts ? textIn(texts, id) : columnText(value);
      return `<language id="${id}"${link}><![CDATA[${text}]]></language>`;
    })
    .join('');
}

function associationsXml(record: WebserviceRecord, shape: Shape): string {
  const shown = shape.resource.associations
    .map((association) => shownAssociation(shape.display, association))
    .filter((association) => association !== undefined);
  if (shown.length === 0) return '';
  const nodes = shown.map((association) => associationXml(record, association, shape));
  return `<associations>\n${nodes.join('')}</associations>\n`;
}

function associationXml(record: WebserviceRecord, association: Association, shape: Shape): string {
  const { name, node, api } = association;
  const kind = api === undefined ? 'virtualEntity="true"' : `api="${api}"`;
  const items = record.associations?.[name] ?? [];
  const open = `<${name} nodeType="${node}" ${kind}`;
  if (items.length === 0) return `${open}/>\n`;
  const rows = items.map((item) => itemXml(record, association, item, shape));
  return `${open}>\n${rows.join('')}</${name}>\n`;
}

function itemXml(
  record: WebserviceRecord,
  association: Association,
  item: Record<string, unknown>,
  shape: Shape,
): string {
  const { node, fields } = association;
  const link = association.api === undefined ? '' : ` xlink:href="${shape.base}${itemPath(record, association, item)}"`;
  const nodes = fields.map((field) => itemFieldXml(field, item, shape.base));
  return `\t<${node}${link}>\n${nodes.join('')}\t</${node}>\n`;
}

function itemPath(record: WebserviceRecord, { api = '' }: Association, item: Record<string, unknown>): string {
  const id = columnText(item['id']);
  if (api === 'images') return `images/products/${record.id}/${id}`;
  if (api === 'images/products') return `images/products/${columnText(record['id_product'])}/${id}`;
  return `${api}/${id}`;
}

function itemFieldXml({ name, link }: AssociationField, item: Record<string, unknown>, base: string): string {
  const text = columnText(item[name]);
  const href = link === undefined ? '' : ` xlink:href="${base}${link}/${text}"`;
  return `\t<${name}${href}><![CDATA[${text}]]></${name}>\n`;
}
