// What a reader can question: everything on the stage in the inspector, and the tables of the
// instruments.
import { test, expect, PHONE } from './support/test.mjs';

const inspector = (app) => app.getByTestId('inspector');
const clock = async (app) => Number(await app.getByTestId('clock').getAttribute('data-value'));

/** Goes two hours on, when forests refuse: the page opens some minutes before the onset. */
async function inTrouble(app) {
  const tape = app.getByRole('slider', { name: 'Position in the run' });
  await tape.focus();
  for (let hours = 0; hours < 2; hours += 1) {
    const before = await clock(app);
    await app.keyboard.press('PageUp');
    await expect.poll(() => clock(app)).toBe(before + 3600);
  }
  await expect(app.locator('.transport__state')).not.toContainText('seeking');
}

/** Opens an instrument; gives its table's body rows. */
async function rowsOf(app, key) {
  await app.getByTestId(`tab-${key}`).click();
  const rows = app.getByRole('tabpanel').locator('.data__row');
  await expect(rows.first()).toBeVisible();
  return rows;
}

test.describe('the inspector', () => {
  test('is opened by key on the stage, and Escape gives the stage back', async ({ app }) => {
    await inTrouble(app);
    const stage = app.getByTestId('stage');
    await stage.focus();
    for (const key of ['Shift+Tab', 'Tab']) await app.keyboard.press(key);
    await app.keyboard.press('f');
    await expect(inspector(app)).toContainText('Find a mail');
    await inspector(app).getByRole('button', { name: /^The last that F1 refused/ }).click();
    await expect(inspector(app).locator('.transcript').first()).toContainText('421 4.3.2 The maximum number of concurrent connections per resource forest has exceeded a limit');
    await expect(inspector(app)).toContainText('Whose clock');
    await expect(inspector(app)).toContainText('What its sender has been told');
    await inspector(app).getByRole('button', { name: /^Pin Mail/ }).click();
    await expect(inspector(app).getByRole('list', { name: 'Pinned mails' })).toBeVisible();
    await inspector(app).getByRole('heading', { level: 2 }).focus();
    await app.keyboard.press('Escape');
    await expect(inspector(app)).toHaveCount(0);
  });

  test('shows where a forest is on its curve', async ({ app }) => {
    await inTrouble(app);
    const box = await app.getByTestId('stage').boundingBox();
    await app.mouse.click(box.x + box.width * 0.63, box.y + 40);
    await expect(inspector(app)).toContainText('Forest F1');
    await expect(inspector(app).locator('.usl path')).toHaveAttribute('d', /^M0\.0 100\.0L/);
    await expect(inspector(app).locator('.usl')).toContainText('knee');
    await expect(inspector(app)).toContainText('421 now');
  });

  test('says what works beside mail, and sets what tenants can have', async ({ app }) => {
    await inTrouble(app);
    const box = await app.getByTestId('stage').boundingBox();
    await app.mouse.click(box.x + box.width * 0.75, box.y + box.height - 40);
    const board = inspector(app).getByTestId('board');
    await expect(board.getByRole('row', { name: /^Mail arrives/ })).toContainText('late');
    await expect(board.getByRole('row', { name: /^Teams/ })).toContainText('no reports');
    await expect(board.getByRole('columnheader', { name: 'none 100' })).toBeVisible();
    const second = inspector(app).getByRole('group', { name: 'Second identity provider' });
    await second.getByRole('button', { name: 'on' }).click();
    await expect(second.getByRole('button', { name: 'on' })).toHaveAttribute('aria-pressed', 'true');
    await expect(board.getByRole('columnheader', { name: '2nd IdP 100' })).toBeVisible();
    await expect(app.getByRole('button', { name: /^Action: .*second identity/i })).toHaveCount(1);
  });

  test.describe('on a phone', () => {
    test.use({ viewport: PHONE });

    test('is a sheet that leaves the stage in sight', async ({ app }) => {
      const stage = app.getByTestId('stage');
      await stage.focus();
      await app.keyboard.press('f');
      const sheet = await inspector(app).boundingBox();
      expect(sheet.y).toBeGreaterThan(300);
      expect(sheet.width).toBe(390);
    });
  });
});

test.describe('tables', () => {
  test('Queues has the columns of Queue Viewer, sorts, filters, copies', async ({ app }) => {
    await inTrouble(app);
    const rows = await rowsOf(app, 'queues');
    const heads = app.getByRole('tabpanel').getByRole('columnheader');
    await expect(heads).toHaveText(['Queue', 'Next Hop Domain', 'Delivery Type', 'Status', 'Message Count', 'Next Retry Time', 'Last Retry Time', 'Last Error', 'Incoming Rate', 'Outgoing Rate', 'Velocity']);
    const counts = async () => (await rows.locator('td:nth-child(5)').allTextContents()).map((text) => Number(text.replace(/\D/g, '')));
    await heads.nth(4).getByRole('button').click();
    await expect(heads.nth(4)).toHaveAttribute('aria-sort', 'descending');
    const sorted = await counts();
    expect(sorted).toEqual([...sorted].sort((a, b) => b - a));
    expect(sorted[0]).toBeGreaterThan(0);
    await app.getByRole('textbox', { name: 'Filter Queues' }).fill('exim');
    await expect(rows).toHaveCount(3);
    await rows.first().click();
    await expect.poll(() => rows.count()).toBeGreaterThan(3);
    await app.getByRole('tabpanel').getByRole('button', { name: 'Copy' }).click();
    await expect(app.getByRole('dialog', { name: 'Copy' }).getByRole('textbox')).toHaveValue(/^Queue\tNext Hop Domain\t/);
  });

  test('Trace has its statuses, and Enter leads from a row to its mail', async ({ app }) => {
    await inTrouble(app);
    const rows = await rowsOf(app, 'trace');
    const panel = app.getByRole('tabpanel');
    await expect(panel.getByLabel('Status').locator('option')).toHaveText(['Any status', 'Delivered', 'Expanded', 'Failed', 'Pending', 'Quarantined', 'Filtered as spam', 'Getting status']);
    await expect(panel).toContainText('message trace cannot show');
    await panel.getByLabel('Status').selectOption('Getting status');
    await expect(rows.first()).toContainText('Getting status');
    await panel.getByLabel('Status').selectOption('Delivered');
    await panel.getByRole('grid').focus();
    await app.keyboard.press('ArrowDown');
    await expect(panel.getByRole('complementary', { name: 'Message events' })).toContainText('Deliver');
    await expect(panel.getByRole('grid')).toBeFocused();
    await app.keyboard.press('Enter');
    await expect(inspector(app)).toContainText('Delivered at');
  });

  test('SMTP log keeps to a code and a forest, and holds when it is read', async ({ app }) => {
    await inTrouble(app);
    const rows = await rowsOf(app, 'smtp-log');
    const panel = app.getByRole('tabpanel');
    await panel.getByLabel('Code').selectOption({ index: 2 });
    await panel.getByLabel('Forest').selectOption('F1');
    await expect(rows.first()).toContainText('F1');
    const codes = await rows.locator('td:nth-child(2)').allTextContents();
    expect(new Set(codes).size).toBe(1);
    const forests = await rows.locator('td:nth-child(4)').allTextContents();
    expect(new Set(forests)).toEqual(new Set(['F1']));
    const hold = panel.getByRole('button', { name: 'Hold' });
    await expect(hold).toHaveAttribute('aria-pressed', 'false');
    await panel.getByRole('grid').focus();
    await app.keyboard.press('End');
    await expect(hold).toHaveAttribute('aria-pressed', 'true');
    await expect(panel.getByRole('complementary', { name: 'What was said' })).toContainText('NA-F1.mail.protection.outlook.com');
    await hold.click();
    await expect(hold).toHaveAttribute('aria-pressed', 'false');
  });
});
