// What a reader takes along: files by download, texts by copy, and both in a frame that allows less.
import { readFile } from 'node:fs/promises';
import { test, expect } from './support/test.mjs';

const WHAT = ['Report (Markdown)', 'Time series (CSV)', 'Run in numbers (JSON)', 'Scenario (JSON)', 'SMTP log (text)'];
const NAME = /^mailflow-ex1331830-seed1-2026-06-02T\d{4}Z-/;

async function open(page) {
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  return page.getByRole('dialog', { name: 'Save' });
}

async function saved(page, dialog, what) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: `Save ${what}` }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(NAME);
  await expect(dialog.getByTestId('saved-as')).toHaveText(download.suggestedFilename());
  return { name: download.suggestedFilename(), body: await readFile(await download.path()) };
}

test('every file is saved under its name', async ({ app }) => {
  const dialog = await open(app);
  for (const what of WHAT) {
    const file = await saved(app, dialog, what);
    const text = file.body.toString('utf8');
    if (file.name.endsWith('-report.md')) expect(text).toContain('## What happened');
    if (file.name.endsWith('-series.csv')) expect(text).toMatch(/^time \[s\],time \[UTC\],offered \[mails\],/);
    if (file.name.endsWith('-run.json')) expect(JSON.parse(text).definition.base).toBe('ex1331830');
    if (file.name.endsWith('-smtp.log')) expect(text).toContain('MAIL FROM:<');
    if (file.name.endsWith('-scenario.json')) expect(JSON.parse(text).mailflow).toBe(1);
  }
  for (const [what, least] of [['Stage (PNG)', 1000], ['Backlog chart (PNG)', 1000]]) {
    const { body } = await saved(app, dialog, what);
    expect(body.subarray(1, 4).toString()).toBe('PNG');
    expect(body.readUInt32BE(16), 'pixels across').toBeGreaterThan(least);
  }
});

test('a text is shown whole and copied', async ({ app }) => {
  const dialog = await open(app);
  await dialog.getByRole('button', { name: 'Copy Report (Markdown)' }).click();
  const text = dialog.getByRole('textbox');
  await expect(text).toHaveValue(/^# EX1331830 · 2 June 2026/);
  await expect(dialog.getByRole('status')).toHaveText('Copied.');
  await app.keyboard.press('Escape');
  await expect(app.getByRole('dialog')).toHaveCount(0);
});

test('while the stage is a table there is no picture of it, and that is said', async ({ app }) => {
  await app.getByTestId('stage').focus();
  await app.keyboard.press('t');
  const dialog = await open(app);
  await dialog.getByRole('button', { name: 'Save Stage (PNG)' }).click();
  await expect(dialog.getByRole('alert')).toContainText('as a picture first');
});

test('a sandboxed frame gets the text and the picture instead of a download', async ({ app }) => {
  const url = app.url();
  await app.setContent(`<link rel="icon" href="data:,"><iframe title="Mailflow" sandbox="allow-scripts" width="900" height="700" src="${url}"></iframe>`);
  const frame = app.frameLocator('iframe');
  await expect(frame.getByTestId('stage')).toBeVisible();
  const dialog = await open(frame);
  await dialog.getByRole('button', { name: 'Save Time series (CSV)' }).click();
  await expect(dialog.getByRole('textbox')).toHaveValue(/^time \[s\]/);
  await dialog.getByRole('button', { name: 'Save Backlog chart (PNG)' }).click();
  await expect(dialog.getByRole('img')).toBeVisible();
});
