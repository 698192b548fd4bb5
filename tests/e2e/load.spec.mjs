// The page starts, in every window, and says so when it cannot.
import { test, expect, hasStarted, WINDOWS } from './support/test.mjs';

for (const [name, viewport] of Object.entries(WINDOWS)) {
  test.describe(`in a ${name} window`, () => {
    test.use({ viewport });

    test('the page loads and is not wider than the window', async ({ app }) => {
      await expect(app).toHaveTitle(/^Mailflow/);
      await expect(app.locator('#app')).not.toBeEmpty();
      const overflow = await app.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, 'px that stick out to the right').toBeLessThanOrEqual(0);
    });
  });
}

// A desk's window at 200 %, and the narrowest that is no phone's.
for (const [width, height] of [[720, 450], [600, 450]]) {
  test(`all of the bar is in a window of ${width} x ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto('./');
    await hasStarted(page);
    const ends = await page.locator('.bar').evaluate((bar) =>
      [...bar.querySelectorAll(':scope > *')].map((part) => part.getBoundingClientRect().right));
    expect(Math.max(...ends), 'right end of the last button').toBeLessThanOrEqual(width - 8);
  });
}

test('every file is asked for once', async ({ page }) => {
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto('./');
  await hasStarted(page);
  expect(asked.filter((url) => /\.wasm$/.test(url))).toHaveLength(1);
});

test('a chosen theme is there before the page starts', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('mailflow-theme', 'dark'));
  await page.route('**/*.wasm', () => {}); // Never answered: the page stays at its first moment.
  await page.goto('./', { waitUntil: 'domcontentloaded' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByText('Loading Mailflow')).toBeVisible();
});

test.describe('when the page cannot start', () => {
  test.use({ expectedTrouble: /\.wasm|\.js\b|Failed to fetch|Failed to load/ });

  test('a missing WebAssembly file shows a message, and trying again helps', async ({ page }) => {
    await page.route('**/*.wasm', (route) => route.abort());
    await page.goto('./');
    const panel = page.getByRole('alertdialog', { name: 'Mailflow could not be loaded' });
    await expect(panel).toBeVisible();
    const again = panel.getByRole('button', { name: 'Try again' });
    await expect(again).toBeFocused();
    await page.unroute('**/*.wasm');
    await again.click();
    await hasStarted(page);
    await expect(panel).toHaveCount(0);
  });

  test('a WebAssembly file that the host does not have shows a message', async ({ page }) => {
    await page.route('**/*.wasm', (route) => route.fulfill({ status: 404, body: 'not here' }));
    await page.goto('./');
    await expect(page.getByRole('alertdialog')).toContainText('could not be loaded');
  });

  test('a missing script shows a message', async ({ page }) => {
    await page.route('**/*.js', (route) => route.abort());
    await page.goto('./');
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  });
});

test.describe('when the running page stops', () => {
  test.use({ expectedTrouble: /stopped on purpose/ });

  test('a panic shows a message with Restart', async ({ app }) => {
    await app.evaluate(() => window.mailflowFailed('stopped on purpose'));
    const panel = app.getByRole('alertdialog', { name: 'Mailflow has stopped' });
    await expect(panel).toBeVisible();
    await panel.getByRole('button', { name: 'Restart' }).click();
    await hasStarted(app);
    await expect(panel).toHaveCount(0);
  });

  test('harmless errors leave the running page alone', async ({ app }) => {
    await app.evaluate(() => {
      setTimeout(() => {
        throw new Error('stopped on purpose');
      });
    });
    await app.waitForTimeout(200);
    await expect(app.getByRole('alertdialog')).toHaveCount(0);
  });
});
