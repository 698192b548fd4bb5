// What a hand does in a lesson, on the page and in a frame.
import { expect } from '@playwright/test';

/** The boxes of the levers that actions pull. */
const BOXES = { 'balance-reset': ['number-balancereset', 'percent'], 'lookup-speed': ['number-lookupspeed', 'factor'], limit: ['number-limit', 'sessions'], gateway: ['number-gateway', 'percent'] };

/** Waits until the step is at one of these phases. */
export const atPhase = (lesson, ...names) => expect(lesson).toHaveAttribute('data-phase', new RegExp(names.join('|')), { timeout: 30_000 });

/** Goes to the end of the step, which may be there before a hand is. */
export async function finish(lesson) {
  await atPhase(lesson, 'running', 'done');
  while ((await lesson.getAttribute('data-phase')) === 'running') {
    // Looked at and pressed in one: a step that ends in between would let the press begin the next one.
    await lesson.evaluate((card) => {
      const button = document.querySelector('[data-testid="lesson-next"]');
      if (card.dataset.phase === 'running') button.click();
    });
    await atPhase(lesson, 'done');
  }
}

/** Does what a solution of the lesson does, by the boxes of the levers; `page` may be a frame. */
export async function pull(page, { actions }) {
  for (const action of actions) {
    const [box, value] = BOXES[action.action];
    const number = page.getByTestId(box);
    const fold = page.locator('details:not([open])', { has: page.getByTestId(box) }).locator('summary');
    if (await fold.count()) await fold.click();
    await number.fill(String(action[value]));
    await number.press('Enter');
  }
}
