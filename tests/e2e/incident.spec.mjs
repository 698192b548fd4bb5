// The incident as the page replays it: the backlog grows after the onset and falls once the change
// is flighted, and every headline lever moves the numbers it should.
import { test, expect } from './support/test.mjs';

const number = async (locator) => Number(await locator.getAttribute('data-value'));
const held = (app) => number(app.getByTestId('held'));
const minute = async (app) => (await number(app.getByTestId('clock'))) / 60;
const reply = (app, code) => number(app.getByTestId(`replies-${code}`));

/** Plays at a speed until the clock has reached a minute of the run, then pauses. */
async function playTo(app, until, speed = '3600') {
  await app.getByTestId('speed-select').selectOption(speed);
  await app.getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => minute(app), { timeout: 60_000, intervals: [100] }).toBeGreaterThanOrEqual(until);
  await app.getByRole('button', { name: 'Pause' }).click();
  await expect(app.locator('.app')).toHaveAttribute('data-playing', 'false');
}

/** Goes to about a minute of the run by the tape. */
async function seek(app, to) {
  const tape = app.getByTestId('scrubber');
  const box = await tape.boundingBox();
  const last = Number(await tape.getAttribute('aria-valuemax'));
  await app.mouse.click(box.x + (box.width * to) / last, box.y + box.height / 2);
  await expect.poll(async () => Math.abs((await minute(app)) - to)).toBeLessThan(6);
  await expect(app.locator('.transport__state')).not.toContainText('seeking');
}

/** Sets a lever by its number box. */
async function pull(app, label, value) {
  const box = app.getByRole('textbox', { name: label });
  await box.fill(String(value));
  await box.press('Enter');
}

test('the story starts by itself', async ({ page }) => {
  await page.goto('./');
  const before = await number(page.getByTestId('clock'));
  await expect.poll(() => number(page.getByTestId('clock'))).toBeGreaterThan(before);
});

test('the backlog grows after the onset and falls after flighting', async ({ app }) => {
  test.slow();
  expect(await held(app)).toBeLessThan(5000);
  await expect(app.getByTestId('sentence')).toContainText('Mail reaches its forest');
  await playTo(app, 75, '300');
  const early = await held(app);
  expect(early).toBeGreaterThan(100_000);
  await playTo(app, 6 * 60);
  expect(await held(app)).toBeGreaterThan(5 * early);
  await seek(app, 24 * 60 - 5);
  const peak = await held(app);
  expect(peak).toBeGreaterThan(5_000_000);
  await playTo(app, 25.5 * 60);
  const falling = await held(app);
  expect(falling).toBeLessThan(0.9 * peak);
  await seek(app, 35.9 * 60);
  expect(await held(app)).toBeLessThan(0.01 * peak);
  await expect(app.getByTestId('end-card')).toContainText('0 bounced');
});

test('raising the limit refuses less and cuts more', async ({ app }) => {
  test.slow();
  await app.getByTestId('tab-replies').click();
  await seek(app, 80);
  const branch = await minute(app);
  const [refusedBefore, droppedBefore] = [await reply(app, 421), await reply(app, 'dropped')];
  await playTo(app, branch + 30);
  const plain = [(await reply(app, 421)) - refusedBefore, (await reply(app, 'dropped')) - droppedBefore];
  await seek(app, branch);
  const [refused, dropped] = [await reply(app, 421), await reply(app, 'dropped')];
  await pull(app, 'Limit per forest', 400);
  await expect(app.getByTestId('lever-limit')).toHaveAttribute('data-value', '400');
  await playTo(app, branch + 30);
  expect((await reply(app, 421)) - refused).toBeLessThan(0.5 * plain[0]);
  expect((await reply(app, 'dropped')) - dropped).toBeGreaterThan(2 * plain[1]);
});

test('flighting the whole fleet turns the queue', async ({ app }) => {
  test.slow();
  await seek(app, 150);
  const before = await held(app);
  await pull(app, 'Flighted', 100);
  await expect(app.getByTestId('lever-flighted')).toContainText('12 of 12 forests · 30 of 30 servers');
  await playTo(app, 300);
  expect(await held(app)).toBeLessThan(0.8 * before);
});

test('a gateway takes charge of its tenants’ mail', async ({ app }) => {
  test.slow();
  await seek(app, 90);
  await pull(app, 'Behind a gateway', 50);
  await playTo(app, 150);
  const held = app.getByTestId('lever-gateway');
  await expect(held).toContainText(/holds \d/);
  await expect(held).not.toContainText('holds 0 mails');
});

test('without motion the story is a row of stills', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./');
  const next = page.getByTestId('next-still');
  await expect(page.locator('.app')).toHaveAttribute('data-playing', 'false');
  const seen = [];
  while (await next.isVisible()) {
    seen.push(await page.getByTestId('sentence').textContent());
    const before = await number(page.getByTestId('clock'));
    await next.click();
    await expect.poll(() => number(page.getByTestId('clock'))).toBeGreaterThan(before);
    await expect(page.locator('.transport__state')).not.toContainText('seeking');
  }
  expect(seen.length).toBe(7);
  expect(new Set(seen).size).toBe(7);
  await expect(page.getByTestId('end-card')).toBeVisible();
});
