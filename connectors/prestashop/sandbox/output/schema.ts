import type { Association, AssociationField, Field } from '../resources/index.ts';
import { xmlDocument } from './xml.ts';
import type { Shape } from './shape.ts';

export type SchemaKind = 'synopsis' | 'blank';

const EMPTY = '<![CDATA[]]>';

/** `?schema=synopsis` says which fields there are and what they must look like, `blank` is a form to fill in. */
export function schemaXml(kind: SchemaKind, shape: Shape): string {
  const { resource, languages, base } = shape;
  const id = kind === 'blank' ? `\t<id>${EMPTY}</id>\n` : '';
  const fields = resource.fields.map((field) => {
    const inside = field.kind === 'lang' ? languages.ids.map((one) => languageXml(kind, one, base)).join('') : EMPTY;
    return `\t<${field.name}${kind === 'synopsis' ? marks(field) : ''}>${inside}</${field.name}>\n`;
  });
  const associations = resource.associations.map((association) => associationXml(kind, association, base));
  const tail = associations.length === 0 ? '' : `<associations>\n${associations.join('')}</associations>\n`;
  return xmlDocument(`<${resource.node}>\n${id}${fields.join('')}${tail}</${resource.node}>\n`);
}

function languageXml(kind: SchemaKind, id: number, base: string): string {
  const marked = kind === 'synopsis' ? ` xlink:href="${base}languages/${id}" format="isUnsignedId" ` : '';
  return `<language id="${id}"${marked}>${EMPTY}</language>`;
}

function marks(field: Field): string {
  const list = [
    field.computed && 'notFilterable="true"',
    field.readonly && 'read_only="true"',
    field.required && 'required="true"',
    field.maxSize !== undefined && `maxSize="${field.maxSize}"`,
    field.format !== undefined && `format="${field.format}"`,
    field.readonly && 'readOnly="true"',
  ];
  return list
    .filter((mark) => mark !== false)
    .map((mark) => ` ${mark}`)
    .join('');
}

function associationXml(kind: SchemaKind, { name, node, api, fields }: Association, base: string): string {
  const target = api === undefined ? 'virtualEntity="true"' : `api="${api}"`;
  const rows = fields.map((field) => itemFieldXml(kind, field, base));
  return `<${name} nodeType="${node}" ${target}>\n\t<${node}>\n${rows.join('')}\t</${node}>\n</${name}>\n`;
}

function itemFieldXml(kind: SchemaKind, field: AssociationField, base: string): string {
  const list = [
    field.link !== undefined && `xlink:href="${base}${field.link}/"`,
    field.readonly && 'read_only="true"',
    field.required && 'required="true"',
    field.readonly && 'readOnly="true"',
  ];
  const marked = kind === 'synopsis' ? list.filter((mark) => mark !== false).map((mark) => ` ${mark}`) : [];
  return `\t<${field.name}${marked.join('')}>${EMPTY}</${field.name}>\n`;
}
