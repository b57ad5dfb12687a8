/**
 * How answers look: the vendor's JSON and XML, quirks included. Reads records and the resource table, changes nothing,
 * knows no HTTP.
 */
export { apiRootXml } from './api-root.ts';
export { errorsJson, listJson, oneJson, phpJson } from './json.ts';
export { schemaXml } from './schema.ts';
export type { Display, Shape } from './shape.ts';
export { errorsXml, listXml, oneXml, xmlDocument } from './xml.ts';
