import { RESOURCES, WITHOUT_SCHEMA } from '../resources/index.ts';
import { xmlDocument } from './xml.ts';

/** `GET /api/`: what the key may do with what. */
export function apiRootXml(base: string, shopName: string, allowed: (resource: string) => readonly string[]): string {
  const entries = [...RESOURCES.values()].map(({ name, description }) => {
    const methods = allowed(name);
    if (methods.length === 0) return '';
    const rights = ['get', 'put', 'post', 'patch', 'delete', 'head']
      .map((method) => `${method}="${methods.includes(method.toUpperCase())}"`)
      .join(' ');
    const link = `xlink:href="${base}${name}"`;
    const schemas = WITHOUT_SCHEMA.has(name)
      ? ''
      : schemaLink('blank', base, name) + schemaLink('synopsis', base, name);
    return `<${name} ${link} ${rights}>\n<description ${link} ${rights}>\n${description}</description>\n${schemas}</${name}>\n`;
  });
  return xmlDocument(`<api shopName="${shopName}">\n${entries.join('')}</api>\n`);
}

const schemaLink = (kind: string, base: string, name: string): string =>
  `<schema xlink:href="${base}${name}?schema=${kind}" type="${kind}"/>\n`;
