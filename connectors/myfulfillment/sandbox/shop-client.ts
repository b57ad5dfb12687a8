/** A PrestaShop's webservice as the vendor's link uses it: JSON is read, XML is written. */
export interface ShopClient {
  list(resource: string): Promise<ShopRow[]>;
  patch(resource: string, node: string, fields: Record<string, string | number>): Promise<void>;
  post(resource: string, node: string, fields: Record<string, string | number>): Promise<void>;
}

export type ShopRow = { id: number } & Record<string, unknown>;

const PAGE = 500;

export function shopClient({ url, key }: { url: string; key: string }): ShopClient {
  const base = `${url.replace(/\/+$/, '')}/api/`;
  const headers = { Authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` };

  async function send(method: string, path: string, body?: string): Promise<string> {
    const init: RequestInit = { method, headers, redirect: 'manual', ...(body === undefined ? {} : { body }) };
    const answer = await fetch(base + path, init);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`the shop answered ${answer.status} to ${method} ${path.replace(/\?.*$/, '')}`);
    return text;
  }

  async function write(
    method: string,
    resource: string,
    node: string,
    fields: Record<string, string | number>,
  ): Promise<void> {
    const content = Object.entries(fields).map(([name, value]) => `<${name}>${escaped(String(value))}</${name}>`);
    const xml = `<?xml version="1.0" encoding="UTF-8"?><prestashop><${node}>${content.join('')}</${node}></prestashop>`;
    await send(method, method === 'PATCH' ? `${resource}/${fields['id']}` : resource, xml);
  }

  return {
    async list(resource) {
      const rows: ShopRow[] = [];
      for (;;) {
        const query = `display=full&output_format=JSON&sort=[id_ASC]&limit=${rows.length},${PAGE}`;
        const content = JSON.parse(await send('GET', `${resource}?${query}`)) as Record<string, ShopRow[]> | [];
        const page = Array.isArray(content) ? [] : (content[resource] ?? []);
        rows.push(...page);
        if (page.length < PAGE) return rows;
      }
    },
    patch: (resource, node, fields) => write('PATCH', resource, node, fields),
    post: (resource, node, fields) => write('POST', resource, node, fields),
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
