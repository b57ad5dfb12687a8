import { earlier, shopText, toUtc } from './shop-time.ts';

describe("the shop's wall clock", () => {
  it.each([
    ['2026-11-23 05:26:51', 'Europe/Paris', '2026-11-23T04:26:51Z'],
    ['2026-07-01 00:30:00', 'Europe/Paris', '2026-06-30T22:30:00Z'],
    ['2026-10-25 01:59:59', 'Europe/Paris', '2026-10-24T23:59:59Z'],
    ['2026-10-25 02:30:00', 'Europe/Paris', '2026-10-25T00:30:00Z'],
    ['2026-10-25 03:00:00', 'Europe/Paris', '2026-10-25T02:00:00Z'],
    ['2026-03-29 02:30:00', 'Europe/Paris', '2026-03-29T01:30:00Z'],
    ['2026-03-29 03:30:00', 'Europe/Paris', '2026-03-29T01:30:00Z'],
    ['2026-11-01 01:30:00', 'America/New_York', '2026-11-01T05:30:00Z'],
    ['2026-01-05', 'America/New_York', '2026-01-05T05:00:00Z'],
    ['2026-01-05 12:00:00', 'Asia/Kolkata', '2026-01-05T06:30:00Z'],
    ['1970-01-15 00:00:00', 'Europe/Paris', '1970-01-14T23:00:00Z'],
  ])('%s in %s is %s', (wall, zone, utc) => {
    expect(toUtc(wall, zone)).toBe(utc);
  });

  it.each(['0000-00-00 00:00:00', '0000-00-00', '', '2026-00-10', 'soon', null, undefined])('%p is no date', (wall) => {
    expect(toUtc(wall, 'Europe/Paris')).toBeNull();
  });

  it('shows an instant as the shop would', () => {
    expect(shopText(new Date('2026-11-23T04:26:51.900Z'), 'Europe/Paris')).toBe('2026-11-23 05:26:51');
    expect(shopText(new Date('2026-06-30T22:30:00Z'), 'Europe/Paris')).toBe('2026-07-01 00:30:00');
  });

  it.each([
    ['2026-11-23 00:05:00', 'Europe/Paris', '2026-11-22 23:55:00'],
    // The clocks go back at 03:00: what is changed in the second 02:xx is still above the bound.
    ['2026-10-25 02:59:59', 'Europe/Paris', '2026-10-25 01:49:59'],
    ['2026-11-01 01:40:00', 'America/New_York', '2026-11-01 00:30:00'],
    // They go forward: nothing comes twice.
    ['2026-03-29 03:05:00', 'Europe/Paris', '2026-03-29 02:55:00'],
  ])('reaches back ten minutes from %s in %s to %s', (wall, zone, bound) => {
    expect(earlier(wall, 600_000, zone)).toBe(bound);
  });
});
