// Time one can move in: marks, what is coming, actions on the tape, two worlds.
import { test, expect } from './support/test.mjs';

const number = async (locator) => Number(await locator.getAttribute('data-value'));
const clock = (app) => number(app.getByTestId('clock'));
const scrubber = (app) => app.getByRole('slider', { name: 'Position in the run' });
const flags = (app) => app.locator('.flag__button');
const limit = (app) => app.locator('.rail').getByRole('textbox').first();

async function pause(app) {
  await app.getByRole('button', { name: 'Pause' }).click();
}

/** Sets the limit at the cursor, which puts an action on the tape. */
async function raise(app, to) {
  const before = await flags(app).count();
  await limit(app).fill(String(to));
  await limit(app).press('Enter');
  await expect(flags(app)).toHaveCount(before + 1);
}

test.beforeEach(async ({ app }) => {
  await app.getByRole('button', { name: 'Play' }).or(app.getByRole('button', { name: 'Pause' })).first().waitFor();
  if (await app.getByRole('button', { name: 'Pause' }).count()) await pause(app);
});

test('what is coming is blank until it is asked for, and can be hidden again', async ({ app }) => {
  await expect(app.getByText('Half cleared')).toHaveCount(0);
  await app.getByTestId('coming').click();
  await expect(app.getByTestId('coming')).toHaveText('Hide what is coming', { timeout: 30_000 });
  await expect(app.getByText('Half cleared')).toHaveCount(1);
  await app.getByTestId('coming').click();
  await expect(app.getByText('Half cleared')).toHaveCount(0);
});

test('steps from mark to mark, by button and by key', async ({ app }) => {
  const stops = [await clock(app)];
  for (let i = 0; i < 3; i += 1) {
    await app.getByRole('button', { name: 'Next mark' }).click();
    await expect.poll(() => clock(app)).toBeGreaterThanOrEqual(stops.at(-1));
    await expect(app.getByTestId('speed')).not.toContainText('seeking');
    stops.push(await clock(app));
  }
  await app.getByTestId('stage').focus();
  await app.keyboard.press('.');
  await expect.poll(() => clock(app)).toBeGreaterThan(stops.at(-1) - 1);
  await expect(app.getByTestId('speed')).not.toContainText('seeking');
  await expect(app.locator('.flags').getByText('First 421')).toHaveCount(1);
  await app.keyboard.press('Home');
  await expect.poll(() => clock(app)).toBe(0);
  // By key: the marks of that minute lie on top of each other.
  await app.getByRole('button', { name: 'Go to 13:03 First 421' }).focus();
  await app.keyboard.press('Enter');
  await expect.poll(() => clock(app)).toBe(63 * 60);
});

test('a far seek says how far it is and can be cancelled', async ({ app }) => {
  await app.reload();
  await app.getByTestId('stage').waitFor();
  await scrubber(app).focus();
  await app.keyboard.press('End');
  await app.getByRole('button', { name: 'Cancel' }).click();
  await expect(app.getByTestId('speed')).not.toContainText('seeking');
  expect(await clock(app)).toBeLessThan(36 * 3600);
});

test('an action is edited, moved, switched off and removed on the tape; all of it can be undone', async ({ app }) => {
  await raise(app, 120);
  const flag = flags(app).first();
  await expect(flag).toHaveAccessibleName(/Limit 120/);
  await flag.click();
  const editor = app.getByRole('group', { name: 'Limit 120' });
  await editor.getByLabel('Time, UTC').fill('15:30');
  await editor.getByLabel('Time, UTC').press('Enter');
  await expect(flag).toHaveAccessibleName('Action: 15:30 Limit 120');
  await editor.getByLabel('Time, UTC').fill('noon');
  await editor.getByLabel('Time, UTC').press('Enter');
  await expect(editor.getByRole('alert')).toContainText('Type a time like');
  await editor.getByLabel('sessions').fill('90');
  await editor.getByLabel('sessions').press('Enter');
  await expect(flag).toHaveAccessibleName('Action: 15:30 Limit 90');
  await app.getByRole('button', { name: 'Switch off' }).click();
  await expect(flag).toHaveAccessibleName('Action: 15:30 Limit 90, off');
  await flag.focus();
  await app.keyboard.press('ArrowRight');
  await expect(flag).toHaveAccessibleName('Action: 15:35 Limit 90, off');
  // Undone to before it was there, and made again.
  for (let i = 0; i < 5; i += 1) await app.keyboard.press('Control+z');
  await expect(flags(app)).toHaveCount(0);
  await expect(app.getByRole('button', { name: 'Undo' })).toBeDisabled();
  await app.getByRole('button', { name: 'Redo' }).click();
  await expect(flags(app)).toHaveCount(1);
  await flags(app).first().focus();
  await app.keyboard.press('Delete');
  await expect(flags(app)).toHaveCount(0);
});

test('an action is dragged along the tape', async ({ app }) => {
  await raise(app, 120);
  const box = await flags(app).first().boundingBox();
  await app.mouse.move(box.x + 6, box.y + 6);
  await app.mouse.down();
  await app.mouse.move(box.x + 206, box.y + 6, { steps: 8 });
  await app.mouse.up();
  await expect(flags(app).first()).toHaveAccessibleName(/Action: (1[5-9]|2[0-3]):\d\d Limit 120/);
  await expect(app.locator('.flag__popover')).toHaveCount(0);
});

test('two worlds run side by side, and one mail is followed in both', async ({ app }) => {
  await app.getByTestId('compare').click();
  await expect(app.locator('.stage__world')).toHaveCount(2);
  await expect(app.getByTestId('held')).toContainText(/A .* · B /);
  await raise(app, 200);
  await app.getByTestId('speed-select').selectOption('300');
  await app.getByRole('button', { name: 'Play' }).click();
  await expect.poll(async () => Number(await app.getByTestId('saved').getAttribute('data-hours')), { timeout: 20_000 }).not.toBe(0);
  await pause(app);
  await expect(app.getByTestId('sentence')).toHaveText(/^B holds (more|less) mail than A/);
  // Wherever a dot is: the first one under a grid of presses.
  const stage = await app.locator('.stage__canvas').first().boundingBox();
  search: for (let y = 15; y < stage.height; y += 8) {
    for (let x = stage.width * 0.2; x < stage.width * 0.5; x += 8) {
      await app.mouse.click(stage.x + x, stage.y + y);
      if (await app.getByTestId('followed-a').count()) break search;
    }
  }
  const name = /^Mail (NA|EMEA|APAC)-\d+: /;
  await expect(app.getByTestId('followed-a')).toHaveText(name);
  await expect(app.getByTestId('followed-b')).toHaveText(name);
  await app.getByRole('button', { name: 'Keep B' }).click();
  await expect(app.locator('.stage__world')).toHaveCount(0);
  // The followed mail's inspector stands over the levers.
  await app.getByRole('button', { name: 'Close the inspector' }).click();
  await expect(limit(app)).toHaveValue('200');
});

test('a field of B can be changed', async ({ app }) => {
  await app.getByTestId('compare').click();
  await app.getByRole('button', { name: 'Change a field' }).click();
  const box = app.getByRole('group', { name: 'A field of B' });
  await box.getByLabel('Field').selectOption('session_timeout');
  await box.getByRole('textbox').fill('60');
  await box.getByRole('textbox').press('Enter');
  await expect(app.getByText('session timeout 60')).toHaveCount(1);
});
