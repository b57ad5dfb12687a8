import { createTokenAuth, hashToken } from '../../src/gateway/index.ts';

describe('tokens', () => {
  const auth = createTokenAuth(() => [
    { name: 'broken', sha256: 'not hex' },
    { name: 'staff', sha256: hashToken('one'), admin: false },
    { name: 'admin', sha256: hashToken('two') },
  ]);

  it('are known by their hash', async () => {
    expect(await auth.verify('one')).toEqual({ name: 'staff', admin: false });
    expect(await auth.verify('two')).toEqual({ name: 'admin', admin: true });
  });

  it('that nobody has are nobody', async () => {
    for (const token of ['', 'three', 'one ', hashToken('one')]) expect(await auth.verify(token)).toBeNull();
  });
});
