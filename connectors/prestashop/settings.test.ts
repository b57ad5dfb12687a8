import { settingsSchema } from './settings.ts';

describe('the settings of a PrestaShop brick', () => {
  it.each(['http://user:pw@shop.test', 'https://user@shop.test/boutique'])('refuse credentials in %s', (url) => {
    const read = settingsSchema.safeParse({ url, key: 'K' });
    expect(read.error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual([
      ['url', 'must hold no user or password: the key goes into `key`'],
    ]);
  });

  it.each([
    ['https://shop.test', 'https://shop.test/'],
    ['https://shop.test/boutique/api/', 'https://shop.test/boutique/'],
    ['https://shop.test/@promo', 'https://shop.test/@promo/'],
  ])('read %s as %s', (url, address) => {
    expect(settingsSchema.parse({ url, key: 'K' }).url).toBe(address);
  });
});
