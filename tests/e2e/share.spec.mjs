// The page's address, the dialogs Share and Embed, and the page as one file from a disk.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { test, expect, hasStarted } from './support/test.mjs';
import { expectNoViolations } from './support/axe.mjs';

// A file is not on the test's host.
test.use({ expectedTrouble: /^request elsewhere: file:/ });

const SINGLE = fileURLToPath(new URL('../../dist/mailflow.html', import.meta.url));
const root = (page) => page.locator('.app');
const clock = (page) => expect.poll(async () => Number(await root(page).getAttribute('data-clock')), { timeout: 30_000 });

async function open(page, baseURL, asked) {
  await page.goto(`${baseURL}${asked}`);
  await hasStarted(page);
}

async function share(page) {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  return page.getByRole('dialog', { name: 'Share' });
}

test.describe('the address', () => {
  test('opens what it says, in the fragment or the query, and stands still at its moment', async ({ page, baseURL }) => {
    for (const sign of ['#', '?']) {
      await open(page, baseURL, `${sign}v=1&s=ex1331830&limit=40&flighting=50&seed=7&t=2h10m&b.limit=60`);
      await clock(page).toBe(7800);
      await expect(root(page)).toHaveAttribute('data-playing', 'false');
      await expect(page.getByTestId('compare')).toHaveAttribute('aria-pressed', 'true');
      await expect(page.getByTestId('link-note')).toHaveCount(0);
    }
  });

  test('follows what is done, and opens it again', async ({ app, baseURL }) => {
    await app.getByTestId('number-limit').fill('60');
    await app.getByTestId('number-limit').press('Enter');
    await expect.poll(() => app.url()).toMatch(/#v=1&s=ex1331830&limit=60@[\dhms.]+&t=[\dhms.]+$/);
    const [url, at] = [app.url(), Number(await root(app).getAttribute('data-clock'))];
    await app.goto('about:blank');
    await open(app, '', url);
    await clock(app).toBe(at);
    await expect(app.getByTestId('number-limit')).toHaveValue('60');
    expect(app.url()).toBe(url);
  });

  test('is left bare while nothing differs', async ({ page, baseURL }) => {
    await open(page, baseURL, '');
    await page.waitForTimeout(1200);
    expect(page.url()).toBe(baseURL);
  });

  test('what cannot be taken is said until it is put away', async ({ page, baseURL }) => {
    await open(page, baseURL, '#s=ex1331830&limit=5000&colour=red&t=1h');
    const note = page.getByTestId('link-note');
    await expect(note).toContainText('colour: this page knows no such key');
    await expect(note).toContainText('limit: 5000');
    await expect(note).toContainText('used: 2000');
    await expectNoViolations(page);
    await note.getByRole('button', { name: 'Put away' }).click();
    await expect(note).toHaveCount(0);
    await expect(page.getByTestId('number-limit')).toHaveValue('2000');
  });

  test('back and forward go through scenarios and links', async ({ page, baseURL }) => {
    await open(page, baseURL, '#s=ex1331830&limit=40&t=1h');
    await page.getByLabel('Scenario').selectOption('healthy-tuesday');
    await expect.poll(() => page.url()).toContain('s=healthy-tuesday');
    await page.goBack();
    await expect(page.getByLabel('Scenario')).toHaveValue('ex1331830');
    await expect(page.getByTestId('number-limit')).toHaveValue('40');
    await clock(page).toBe(3600);
    await page.goForward();
    await expect(page.getByLabel('Scenario')).toHaveValue('healthy-tuesday');
    await page.evaluate(() => (location.hash = '#s=mo1221364&t=30m'));
    await expect(page.getByLabel('Scenario')).toHaveValue('mo1221364');
    await page.goBack();
    await expect(page.getByLabel('Scenario')).toHaveValue('healthy-tuesday');
  });
});

test.describe('Share', () => {
  test('copies a link to this moment or to the set-up', async ({ page, baseURL }) => {
    await open(page, baseURL, '#s=ex1331830&limit=40&t=2h10m');
    await clock(page).toBe(7800);
    const dialog = await share(page);
    const link = dialog.getByRole('textbox', { name: 'link' });
    await expect(link).toHaveValue(`${baseURL}#v=1&s=ex1331830&limit=40&t=2h10m`);
    await dialog.getByRole('button', { name: 'Copy link' }).click();
    await expect(dialog.getByText('Copied.')).toBeVisible();
    await dialog.getByRole('button', { name: 'The set-up' }).click();
    await expect(link).toHaveValue(`${baseURL}#v=1&s=ex1331830&limit=40`);
    await expect(dialog.getByText('Copied.')).toHaveCount(0);
    await expectNoViolations(page);
  });

  /** Saves the page as one file; gives where. */
  async function save(page, info, name) {
    const dialog = await share(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Save This page as one file' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^mailflow-[\w-]+-seed\d+-2026-06-0\dT\d{4}Z-page\.html$/);
    const path = join(info.outputDir, name);
    await download.saveAs(path);
    return path;
  }

  test('the page as one file carries the run, opens from a disk, and makes itself again', async ({ page, baseURL, context }, info) => {
    await open(page, baseURL, '#s=ex1331830&limit=40&gateway=30@1h&t=2h10m');
    await clock(page).toBe(7800);
    const first = await save(page, info, 'first.html');
    // From the disk it may ask for nothing but itself.
    const asked = [];
    const disk = await context.newPage();
    disk.on('request', (request) => asked.push(request.url()));
    const opens = async (path) => {
      asked.length = 0;
      await disk.goto(pathToFileURL(path).href);
      await hasStarted(disk);
      await clock(disk).toBe(7800);
      await expect(disk.getByTestId('number-limit')).toHaveValue('40');
      await expect(disk.getByTestId('number-gateway')).toHaveValue(/^30/);
      expect(asked.filter((url) => !/^(data|blob):/.test(url))).toEqual([pathToFileURL(path).href]);
    };
    await opens(first);
    const second = await save(disk, info, 'second.html');
    await opens(second);
    // Nothing of the page that ran is left in the file that it made.
    const [a, b] = await Promise.all([first, second].map((path) => readFile(path, 'utf8')));
    expect(Math.abs(a.length - b.length)).toBeLessThan(2000);
    expect(b).not.toContain('class="app');
    await disk.close();
  });

  test('a lesson goes along, and its step can be linked to', async ({ page, baseURL }, info) => {
    await open(page, baseURL, '#lesson=retries&step=2');
    const card = page.getByTestId('lesson');
    await expect(card).toBeVisible();
    const path = await save(page, info, 'lesson.html');
    await expect(page.getByRole('textbox', { name: 'link' })).toHaveValue(`${baseURL}#lesson=retries&step=2`);
    await page.goto(pathToFileURL(path).href);
    await hasStarted(page);
    await expect(card).toContainText(/2 (of|\/) /);
  });

  test('the scenario is saved as JSON', async ({ app }) => {
    const dialog = await share(app);
    const [download] = await Promise.all([
      app.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Save Scenario (JSON)' }).click(),
    ]);
    expect(JSON.parse(await readFile(await download.path(), 'utf8')).mailflow).toBe(1);
  });
});

test.describe('Embed', () => {
  // A preview that is replaced while it loads is broken off.
  test.use({ expectedTrouble: /^request failed: .* net::ERR_ABORTED$/ });

  test('makes the code with a preview of it', async ({ page, baseURL }) => {
    await open(page, baseURL, '#s=ex1331830&limit=40&t=2h10m');
    await clock(page).toBe(7800);
    await (await share(page)).getByRole('button', { name: 'Embed' }).click();
    const dialog = page.getByRole('dialog', { name: 'Embed' });
    const code = dialog.getByRole('textbox', { name: 'code' });
    await expect(code).toHaveValue(/^<iframe src="[^"]*#embed=1&amp;s=ex1331830&amp;limit=40" title="Mailflow: /);
    const frame = page.frameLocator('.embedding__frame');
    await expect(frame.locator('.embed')).toBeVisible();
    await dialog.getByLabel('Lever', { exact: true }).first().selectOption({ label: 'Flighted' });
    await dialog.getByLabel('Legend').uncheck();
    await dialog.getByLabel('Theme').selectOption({ label: 'Dark' });
    await dialog.getByLabel('Size').selectOption({ label: '480 × 450' });
    await expect(code).toHaveValue(/embed=1&amp;hide=legend&amp;lever=flighting&amp;s=ex1331830&amp;limit=40&amp;theme=dark"/);
    await expect(code).toHaveValue(/width:480px;max-width:100%;height:450px/);
    const width = dialog.getByLabel(/^Width/).last();
    await width.fill('5000');
    await width.press('Enter');
    await expect(dialog.getByRole('status').filter({ hasText: 'largest' })).toHaveText('Set to 2400, the largest value.');
    await width.fill('560');
    await width.press('Enter');
    await expect(code).toHaveValue(/width:560px;max-width:100%;height:450px/);
    await expect(dialog.getByLabel('Size').locator('option:checked')).toHaveText('Own size');
    await expect(page.locator('.embedding__frame')).toHaveAttribute('width', '560');
    await expect(frame.getByTestId('lever-flighted')).toBeVisible();
    await expect(frame.locator('.legend')).toHaveCount(0);
    await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
    await dialog.getByLabel('Starts with').selectOption('This very moment');
    await expect(frame.locator('.embed')).toHaveAttribute('data-clock', '7800', { timeout: 30_000 });
    await dialog.getByRole('button', { name: 'Element with a script' }).click();
    await expect(code).toHaveValue(/<mail-flow hide="legend" lever="flighting" scenario="ex1331830" limit="40" t="2h10m" theme="dark"/);
    await expectNoViolations(page);
  });
});

test('the single file opens from a disk without a network', async ({ page }) => {
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(SINGLE).href);
  await hasStarted(page);
  await expect.poll(async () => Number(await root(page).getAttribute('data-clock'))).toBeGreaterThan(0);
  expect(asked.filter((url) => !/^(data|blob):/.test(url))).toEqual([pathToFileURL(SINGLE).href]);
});
