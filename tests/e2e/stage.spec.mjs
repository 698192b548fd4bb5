// The stage: it rests when nobody sees it, and one forest can be seen from near by keys alone.
import { test, expect } from './support/test.mjs';

const clock = async (page) => Number(await page.locator('.app').getAttribute('data-clock'));

test('time stands still while the page is hidden, and goes on when it is back', async ({ app }) => {
  await app.getByRole('button', { name: 'Play' }).click();
  const start = await clock(app);
  await expect.poll(() => clock(app)).toBeGreaterThan(start);
  const hide = (hidden) =>
    app.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await hide(true);
  // What was computed may still be told once.
  await app.waitForTimeout(400);
  const hidden = await clock(app);
  await app.waitForTimeout(700);
  expect(await clock(app), 'the clock of a hidden page').toBe(hidden);
  await hide(false);
  await expect.poll(() => clock(app)).toBeGreaterThan(hidden);
});

test('a forest is seen from near and left again by keys', async ({ app }) => {
  const stage = app.getByTestId('stage');
  await stage.focus();
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight']) await app.keyboard.press(key);
  const near = app.getByTestId('near');
  await expect(near).toHaveText(/^F\d+ from near$/);
  await app.keyboard.press('z');
  await expect(near).toHaveText('Back to all forests');
  await app.keyboard.press('Escape');
  await expect(near).toHaveText(/^F\d+ from near$/);
});
