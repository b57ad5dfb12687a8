import { createMeter } from '../../src/sdk/http-meter.ts';

test('two clients of one brick, asked by turns, are waited for all the time, and at once only once', async () => {
  let now = 0;
  const meter = createMeter(() => now);
  const passing = (ms: number) => () => Promise.resolve(void (now += ms));
  await meter.during(passing(100));
  now += 7;
  await meter.during(passing(50));
  expect(meter.total()).toBe(150);
  await meter.during(async () => {
    await meter.during(passing(20));
    await meter.during(passing(20));
  });
  expect(meter.total()).toBe(190);
  meter.reset();
  expect(meter.total()).toBe(0);
});
