// Lessons on the page: begun from the list, asked and answered, taken by the hand of a remote control,
// from a file and from a link. Every step of every lesson is walked through in walk.spec.mjs.
import { readFile, readdir } from 'node:fs/promises';
import { test, expect, hasStarted } from './support/test.mjs';

const FOLDER = new URL('../../lessons/', import.meta.url);
const FILES = (await readdir(FOLDER)).sort();

const lesson = (page) => page.getByTestId('lesson');
const atPhase = (page, phase) => expect(lesson(page)).toHaveAttribute('data-phase', phase, { timeout: 60_000 });

/** Goes on to the end of a step, which may be there by itself before a hand is. */
async function finish(page) {
  await expect(async () => {
    const skip = page.getByRole('button', { name: 'Skip ahead' });
    if (await skip.count()) await skip.click({ timeout: 500 });
    await expect(lesson(page)).toHaveAttribute('data-phase', 'done', { timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
}

async function open(page, hash) {
  await page.goto(`./${hash}`);
  await hasStarted(page);
}

test('a lesson is begun from the list, stops, asks, reveals, and goes back', async ({ app }) => {
  await app.getByRole('button', { name: 'Lessons', exact: true }).click();
  const list = app.getByRole('dialog');
  await expect(list.getByRole('button', { name: /^Begin: / })).toHaveCount(FILES.length + 1);
  await list.getByRole('button', { name: 'Begin: What happened on 2 June' }).click();
  await expect(list).toHaveCount(0);
  for (const step of ['1', '2', '3']) {
    await expect(lesson(app)).toHaveAttribute('data-step', step);
    await finish(app);
    await app.getByRole('button', { name: 'Next', exact: true }).click();
  }
  await atPhase(app, 'asking');
  await expect(app).toHaveURL(/#lesson=what-happened&step=4$/);
  await expect(app.getByTestId('answer')).toHaveCount(0);
  await app.getByRole('button', { name: /In quarantine/ }).click();
  await expect(app.getByTestId('answer')).toContainText('At its sender.');
  await expect(app.getByRole('button', { name: /In quarantine/ })).toContainText('your answer');
  await expect(app.getByRole('button', { name: /At its sender/ })).toContainText('right');
  await app.getByRole('button', { name: 'Back', exact: true }).click();
  await expect(lesson(app)).toHaveAttribute('data-step', '3');
  await app.getByRole('button', { name: 'End the lesson' }).click();
  await expect(lesson(app)).toHaveCount(0);
});

test('the tasks of the challenge tick by what is pulled', async ({ page }) => {
  await open(page, '#lesson=challenge');
  await atPhase(page, 'done');
  const tasks = page.getByTestId('tasks').getByRole('listitem');
  await expect(tasks).toHaveCount(5);
  await expect(tasks.filter({ hasText: 'open' })).toHaveCount(5);
  await page.getByTestId('number-flighted').first().fill('100');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await expect(lesson(page)).toHaveAttribute('data-step', '2');
  await finish(page);
  await expect(tasks.filter({ hasText: 'missed' })).toHaveText([/At most half of the fleet/]);
  await expect(tasks.filter({ hasText: ': done' })).toContainText([/The queue turns/]);
  await expect(page.getByTestId('score')).toContainText('the real run');
});

test('a projected page is taken by a remote control and says nothing of the notes', async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await open(page, '#lesson=what-happened&step=3&present=1');
  const clock = page.getByTestId('clock');
  await expect(page.locator('.app--present')).toBeVisible();
  await expect(lesson(page)).toHaveAttribute('data-step', '3', { timeout: 60_000 });
  await expect(page.locator('.rail, .bar, .foot')).toHaveCount(0);
  for (let presses = 0; presses < 4 && (await page.getByTestId('question').count()) === 0; presses += 1) {
    await page.keyboard.press('PageDown');
    await page.waitForTimeout(700);
  }
  await expect(page.getByTestId('question')).toBeVisible();
  await page.keyboard.press('2');
  await expect(page.getByTestId('answer')).toContainText('At its sender.');
  const small = await page.evaluate(() => {
    const letters = [...document.querySelectorAll('.app--present *')].filter((it) => it.checkVisibility() && !it.closest('.visually-hidden'));
    const sized = letters.filter((it) => [...it.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
    return sized.filter((it) => parseFloat(getComputedStyle(it).fontSize) < innerHeight / 50).map((it) => it.outerHTML.slice(0, 120));
  });
  expect(small, 'text under a fiftieth of the height').toEqual([]);
  await page.keyboard.press('PageUp');
  await expect(lesson(page)).toHaveAttribute('data-step', '3');
  await page.keyboard.press('q');
  await expect(page.getByRole('dialog').getByTestId('code')).toBeVisible();
  await page.keyboard.press('Escape');
  const { notes } = JSON.parse(await readFile(new URL('what-happened.json', FOLDER), 'utf8'));
  await expect(page.locator('body')).not.toContainText(notes.slice(0, 40));
  await page.keyboard.press('Escape');
  await expect(page.locator('.bar')).toBeVisible();
  await expect(clock).toBeVisible();
});

test('an answer takes no room from a projected stage, and the last step says what is understood', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, '#lesson=gateways&step=3&present=1');
  const [stage, choices] = [page.locator('.stage'), page.locator('.choice')];
  const height = () => stage.evaluate((it) => it.getBoundingClientRect().height);
  await expect(choices.first()).toBeEnabled({ timeout: 60_000 });
  const asked = await height();
  await page.keyboard.press('2');
  await expect(choices.first()).toBeDisabled();
  await page.keyboard.press('PageDown');
  await expect(page.getByTestId('answer')).toBeVisible({ timeout: 60_000 });
  expect(Math.abs((await height()) - asked)).toBeLessThan(4);
  await expect(choices.filter({ visible: true })).toHaveText([/The senders'.*your answer, right/]);
  // Where labels of the tape come there is no other text.
  const [step, tape] = await Promise.all([lesson(page).boundingBox(), page.locator('.track__plot').boundingBox()]);
  expect(step.x + step.width).toBeLessThan(tape.x);
  await open(page, '#lesson=tails&step=5&present=1');
  await expect(page.getByTestId('insight')).toBeVisible({ timeout: 60_000 });
});

test('that a mail is being followed is not announced for a moment', async ({ page }) => {
  await page.addInitScript(() => {
    window.announced = [];
    const look = () => {
      const lead = document.querySelector('.inspector__lead');
      const text = lead?.textContent;
      if (text !== window.before && /being followed/.test(text)) window.announced.push(getComputedStyle(lead).opacity);
      window.before = text;
      requestAnimationFrame(look);
    };
    look();
  });
  await open(page, '#lesson=retries&step=5');
  await expect(lesson(page)).toHaveAttribute('data-step', '5', { timeout: 60_000 });
  await finish(page);
  await expect(page.locator('.inspector__lead')).toHaveText(/^Delivered at /, { timeout: 30_000 });
  expect(await page.evaluate(() => window.announced.length)).toBeGreaterThan(0);
  expect(await page.evaluate(() => window.announced.filter((opacity) => opacity !== '0'))).toEqual([]);
});

test('a prepared moment is projected paused, and the full stop goes to the next event', async ({ page }) => {
  await open(page, '#v=1&s=ex1331830&t=2h10m&present=1');
  await expect(page.locator('.app')).toHaveAttribute('data-playing', 'false');
  await expect(page.getByTestId('clock')).toContainText('14:10', { timeout: 60_000 });
  await page.keyboard.press('.');
  await expect(page.getByTestId('clock')).toContainText('14:33', { timeout: 60_000 });
});

test('the notes are a page of their own', async ({ page }) => {
  await open(page, '#lesson=retries&notes=1');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('4xx means wait: queues and retries');
  await expect(page.getByTestId('code')).toHaveCount(2);
  const { steps } = JSON.parse(await readFile(new URL('retries.json', FOLDER), 'utf8'));
  for (const { notes } of steps) await expect(page.locator('body')).toContainText(notes);
  // Its figures are those of a walk through the lesson, which the page takes by itself.
  const walked = page.locator('.notes__step[data-told]');
  await expect(walked).toHaveCount(steps.length, { timeout: 60_000 });
  await expect(page.locator('body')).not.toContainText(/[{}‹›]/);
  await expect(walked.nth(1)).toContainText(/has tried NA-\d+ 1[34] times\./);
  await expect(walked.nth(1)).toContainText('Ends at Tue 2 Jun 08:30 UTC.');
});

test('a lesson file is opened or dropped, and a bad one says where and what is allowed', async ({ app }) => {
  const own = { lesson: 1, id: 'own', title: 'My own', hook: 'h.', steps: [{ caption: 'One step of mine.', until: 'first beer' }] };
  await app.evaluate((text) => {
    const files = new DataTransfer();
    files.items.add(new File([text], 'own.json', { type: 'application/json' }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
  }, JSON.stringify(own));
  const opened = app.getByTestId('opened');
  await expect(opened).toContainText('steps[0].until');
  await expect(opened).toContainText('first 421');
  await app.getByTestId('lesson-file').setInputFiles({ name: 'cut.json', mimeType: 'application/json', buffer: Buffer.from('{\n "lesson": 1,,\n}') });
  await expect(opened).toContainText('line 2');
  delete own.steps[0].until;
  await app.getByTestId('lesson-file').setInputFiles({ name: 'own.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(own)) });
  await expect(opened).toContainText('Everything in it could be taken');
  await app.getByRole('button', { name: 'Begin: My own' }).click();
  await expect(app.getByTestId('sentence')).toHaveText('One step of mine.');
  await expect(app).toHaveURL(/#lz=/);
  const link = app.url();
  await app.goto('about:blank');
  await app.goto(link);
  await hasStarted(app);
  await expect(app.getByTestId('sentence')).toHaveText('One step of mine.');
});
