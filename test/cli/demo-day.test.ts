import { openPlace, summaryOf, type ProgramPlace } from './program.ts';

let place: ProgramPlace;
beforeEach(() => {
  place = openPlace();
});
afterEach(() => place.close());

it('a day passes in the running demo, and the next run reads what it brought', async () => {
  const hub = await place.serve();
  await hub.says(/till: run done/);
  const day = await place.run(['demo', 'day']);
  expect(day).toMatchObject({ code: 0, stdout: expect.stringMatching(/^A day passed in: .*till/) as unknown });
  const read = await place.run(['sync', 'till', '--json']);
  expect(summaryOf(read)['revisions']).toBeGreaterThan(0);
  expect((await hub.stop()).code).toBe(0);
});

it('where no demo runs, no day passes', async () => {
  place.configure({ bricks: {} });
  expect(await place.run(['demo', 'day'])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^DEMO_NOT_RUNNING/) as unknown,
  });
});
