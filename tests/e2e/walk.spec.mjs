// Every step of every lesson, as a trainer goes through it: wait, answer, pull what the tasks need, go
// on, to the end. What is expected is read from the lessons' own files; the walk knows none of them. The
// opening's words are the preset's: a native test holds the file of them here to what they are.
import { readFile, readdir } from 'node:fs/promises';
import { test, expect, hasStarted } from './support/test.mjs';
import { atPhase, finish, pull } from './support/lesson.mjs';

const FOLDER = new URL('../../lessons/', import.meta.url);
const FILES = (await readdir(FOLDER)).sort().map((file) => new URL(file, FOLDER));
FILES.unshift(new URL('../reports/opening.json', import.meta.url));
const LESSONS = [];
for (const file of FILES) LESSONS.push(JSON.parse(await readFile(file, 'utf8')));

/** A lesson's text as it stands on the page: every figure is one that the run has. */
function filled(text) {
  const plain = text.split(/\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(plain.join('(?!none\\b)[^{}]+?'));
}

async function walk(page, { id, title, steps, goals = [], solutions = [], insight }) {
  await page.goto(`./#lesson=${id}`);
  await hasStarted(page);
  const lesson = page.getByTestId('lesson');
  const [sentence, next] = [page.getByTestId('sentence'), page.getByTestId('lesson-next')];
  const said = await lesson.locator('.lesson__step').textContent();
  const count = Number(said.match(/of (\d+)$/)[1]);
  await expect(page.getByTestId('link-note')).toHaveCount(0);
  expect(count).toBe(steps.length);
  await expect(lesson).toContainText(title);
  for (let index = 0; index < count; index += 1) {
    const step = steps[index];
    const where = `step ${index + 1}`;
    await expect(lesson, where).toHaveAttribute('data-step', String(index + 1));
    await atPhase(lesson, 'asking', 'running', 'done');
    if (step.question) {
      const { ask, choices, right, answer } = step.question;
      await atPhase(lesson, 'asking');
      await expect(sentence, where).toHaveText(filled(step.caption));
      await expect(lesson.getByTestId('question')).toContainText(filled(ask));
      await expect(lesson.getByTestId('answer'), 'nothing is given away').toHaveCount(0);
      const buttons = lesson.locator('.choice');
      await expect(buttons).toHaveText(choices.map((choice, at) => `${at + 1}${choice}`));
      // In turn right and wrong.
      const wrong = choices.findIndex((_, at) => !right.includes(at + 1));
      const chosen = index % 2 ? right[0] - 1 : wrong;
      await buttons.nth(chosen).click();
      await finish(lesson);
      await expect(buttons.nth(chosen)).toContainText('your answer');
      for (let at = 0; at < choices.length; at += 1) {
        const mark = buttons.nth(at).locator('.choice__mark');
        await (right.includes(at + 1) ? expect(mark).toContainText('right') : expect(mark).not.toContainText('right'));
      }
      await expect(lesson.getByTestId('answer')).toHaveText(filled(answer));
    }
    await finish(lesson);
    await expect(sentence, where).toHaveText(filled(step.then || step.caption));
    await expect(lesson).not.toContainText('Waited in vain');
    await expect(lesson, where).not.toContainText(/[{}]/);
    if (step.more) await expect(lesson, where).toContainText(filled(step.more));
    if (step.show) await expect(page.locator('.panel'), where).toBeVisible();
    if ([step.highlight].flat().includes('inspector')) await expect(page.locator('.inspector'), where).toBeVisible();
    if (goals.length && index === 0) await pull(page, solutions.find(({ solves }) => solves));
    if (index + 1 < count) await next.click();
  }
  if (insight) {
    await expect(page.getByTestId('insight')).toContainText(filled(insight));
    await expect(page.locator('.lesson__body > :last-child'), 'the last word').toHaveAttribute('data-testid', 'insight');
  }
  if (goals.length) {
    await expect(page.getByTestId('tasks').getByRole('listitem')).toHaveText(goals.map(({ text }) => `✓${text}: done`));
    await expect(page.getByTestId('score')).toHaveText(/^[\d.,]+\s?[kM]? mail-hours of delay; the real run: [\d.,]+\s?[kM]?$/);
  }
  await expect(next).toHaveText('End the lesson');
  await next.click();
  await expect(lesson).toHaveCount(0);
}

test.describe.configure({ mode: 'parallel' });
for (const lesson of LESSONS) {
  test(`every step of ${lesson.id}`, ({ page }) => walk(page, lesson));
}
