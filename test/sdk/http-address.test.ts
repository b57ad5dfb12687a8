import { lookupBeyondLink } from '../../src/sdk/http-address.ts';

function lookUp(hostname: string, all: boolean): Promise<unknown> {
  return new Promise((resolve, reject) => {
    lookupBeyondLink(hostname, { all }, (error, address) => (error ? reject(error) : resolve(address)));
  });
}

describe('name resolution', () => {
  it.each(['169.254.169.254', 'fe80::1'])('refuses a name that leads only to %s', async (address) => {
    await expect(lookUp(address, true)).rejects.toMatchObject({ code: 'ELINKLOCAL' });
    await expect(lookUp(address, false)).rejects.toMatchObject({ code: 'ELINKLOCAL' });
  });

  it('lets loopback and private addresses through, in both shapes that Node asks for', async () => {
    await expect(lookUp('127.0.0.1', true)).resolves.toEqual([{ address: '127.0.0.1', family: 4 }]);
    await expect(lookUp('10.0.0.7', false)).resolves.toBe('10.0.0.7');
  });
});
