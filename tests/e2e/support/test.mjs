// The `test` of every file here. It opens the page from a sub-folder and fails a test whose page
// complains: console errors and warnings, uncaught errors, failed requests, requests elsewhere.
//
//   import { test, expect, PHONE } from './support/test.mjs';
//   test.use({ viewport: PHONE });                            // DESKTOP is the default
//   test('the clock runs', async ({ app }) => {               // `app`: a page that has started, paused
//     await expect(app.getByRole('button', { name: 'Play' })).toBeVisible();
//   });
//
// A test that causes trouble on purpose says which: test.use({ expectedTrouble: /\.wasm/ }).
import { test as base, expect } from '@playwright/test';
import { startHost } from './host.mjs';

export { expect };

/** The three windows that the page is laid out for. */
export const DESKTOP = { width: 1440, height: 900 };
export const TABLET = { width: 1024, height: 768 };
export const PHONE = { width: 390, height: 844 };
export const WINDOWS = { desktop: DESKTOP, tablet: TABLET, phone: PHONE };

/** Waits until the page has started: its root has content and no longer says that it loads. */
export async function hasStarted(page) {
  await expect(page.locator('#app > *').first()).toBeVisible();
  await expect(page.locator('#app > .loading')).toHaveCount(0);
}

export const test = base.extend({
  viewport: DESKTOP,

  expectedTrouble: [null, { option: true }],

  host: [
    async ({}, use) => {
      const host = await startHost();
      await use(host);
      await host.stop();
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ host }, use) => use(host.url),

  trouble: [
    async ({ page, baseURL, expectedTrouble }, use) => {
      const seen = [];
      let over = false;
      const report = (what) => {
        // What a closing page breaks off is nobody's trouble.
        if (!over && !expectedTrouble?.test(what)) seen.push(what);
      };
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) {
          report(`console ${message.type()}: ${message.text()} (${message.location().url})`);
        }
      });
      page.on('pageerror', (error) => report(`uncaught: ${error.stack ?? error}`));
      page.on('requestfailed', (request) => {
        report(`request failed: ${request.url()} ${request.failure()?.errorText}`);
      });
      page.on('response', (response) => {
        if (response.status() >= 400) report(`status ${response.status()}: ${response.url()}`);
      });
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(baseURL) && !/^(data|blob):/.test(url)) report(`request elsewhere: ${url}`);
      });
      await use(seen);
      over = true;
      expect(seen, 'the page has nothing to complain about').toEqual([]);
    },
    { auto: true },
  ],

  app: async ({ page }, use) => {
    await page.goto('./');
    await hasStarted(page);
    // The story begins by itself; a test says when time runs.
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect(page.locator('.app')).toHaveAttribute('data-playing', 'false');
    await use(page);
  },
});
