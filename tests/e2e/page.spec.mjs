// The page as a reader uses it: time, levers, flags, instruments, dialogs; by hand and by key.
import { test, expect, WINDOWS, PHONE, TABLET } from './support/test.mjs';

const NARROW = { width: 768, height: 900 };
const SMALL = { width: 320, height: 640 };

const number = async (locator) => Number(await locator.getAttribute('data-value'));
const root = (app) => app.locator('.app');
const clock = (app) => number(app.getByTestId('clock'));
const scrubber = (app) => app.getByRole('slider', { name: 'Position in the run' });

/** Goes to a minute of the run by the tape, and waits until the page is there. */
async function seek(app, minute) {
  const tape = scrubber(app);
  await tape.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  const box = await tape.boundingBox();
  const last = Number(await tape.getAttribute('aria-valuemax'));
  await app.mouse.click(box.x + (box.width * minute) / last, box.y + box.height / 2);
  await expect.poll(async () => Math.abs((await clock(app)) / 60 - minute)).toBeLessThan(6);
  await expect(app.locator('.transport__state')).not.toContainText('seeking');
}

test.describe('time', () => {
  test('runs with Play, stands with Pause, and then asks for no frames', async ({ app }) => {
    const before = await clock(app);
    await app.getByRole('button', { name: 'Play' }).click();
    await expect.poll(() => clock(app)).toBeGreaterThan(before);
    await app.getByRole('button', { name: 'Pause' }).click();
    await expect(root(app)).toHaveAttribute('data-playing', 'false');
    // The rest of the run is computed in what time is left over, once.
    await expect(root(app)).toHaveAttribute('data-computed', '100', { timeout: 30_000 });
    await app.waitForTimeout(2500); // The stage's words settle.
    const frames = await app.evaluate(async () => {
      let asked = 0;
      const request = window.requestAnimationFrame;
      window.requestAnimationFrame = (callback) => {
        asked += 1;
        return request.call(window, callback);
      };
      await new Promise((resolve) => setTimeout(resolve, 500));
      window.requestAnimationFrame = request;
      return asked;
    });
    expect(frames).toBe(0);
  });

  test('moves by key on the tape', async ({ app }) => {
    await scrubber(app).focus();
    const before = await clock(app);
    await app.keyboard.press('ArrowRight');
    await expect.poll(() => clock(app)).toBe(before + 300);
    await app.keyboard.press('PageUp');
    await expect.poll(() => clock(app)).toBe(before + 3900);
    await expect(scrubber(app)).toHaveAttribute('aria-valuetext', /UTC, .* held/);
    await app.keyboard.press('Home');
    await expect.poll(() => clock(app)).toBe(0);
  });

  test('follows a press on the tape', async ({ app }) => {
    await seek(app, 240);
    expect(await number(app.getByTestId('held'))).toBeGreaterThan(100_000);
  });

  test('a speed of one’s own offers the way back to the story', async ({ app }) => {
    await expect(app.getByTestId('story')).toHaveCount(0);
    await app.getByTestId('speed-select').selectOption('900');
    await app.getByTestId('story').click();
    await expect(app.getByTestId('speed-select')).toHaveValue('story');
    await expect(app.getByTestId('story')).toHaveCount(0);
  });
});

test.describe('the stage', () => {
  test('takes keys while it has the focus, and only then', async ({ app }) => {
    const stage = app.getByTestId('stage');
    await stage.focus();
    await app.keyboard.press('Space');
    await expect(root(app)).toHaveAttribute('data-playing', 'true');
    await app.keyboard.press('Space');
    await expect(root(app)).toHaveAttribute('data-playing', 'false');
    await app.keyboard.press('?');
    await expect(app.getByRole('dialog', { name: 'Keys' })).toBeVisible();
    await app.keyboard.press('Escape');
    await expect(app.getByRole('dialog')).toHaveCount(0);
    await expect(stage).toBeFocused();
    await app.getByTestId('number-limit').focus();
    await app.keyboard.press('?');
    await expect(app.getByRole('dialog')).toHaveCount(0);
  });

  test('is a table for whoever wants one', async ({ app }) => {
    await app.getByTestId('stage').focus();
    await app.keyboard.press('t');
    await expect(app.locator('canvas.stage__canvas')).toHaveCount(0);
    await expect(app.getByRole('row', { name: /F1 / })).toBeVisible();
    await app.keyboard.press('t');
    await expect(app.locator('canvas.stage__canvas')).toBeVisible();
  });

  test('is painted', async ({ app }) => {
    const colours = await app.evaluate(() => {
      const canvas = document.querySelector('canvas.stage__canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const seen = new Set();
      for (let i = 0; i < data.length; i += 4) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      return seen.size;
    });
    expect(colours).toBeGreaterThan(20);
  });
});

test.describe('levers', () => {
  test('a number too large is set to the largest, and said', async ({ app }) => {
    await seek(app, 120);
    const box = app.getByTestId('number-limit');
    await box.fill('99999');
    await box.press('Enter');
    await expect(app.getByTestId('lever-limit')).toContainText('the largest value');
    expect(await number(app.getByTestId('lever-limit'))).toBe(400);
  });

  test('several keys on a slider are one action, which its flag takes back', async ({ app }) => {
    await seek(app, 120);
    const slider = app.getByTestId('lever-gateway').getByRole('slider');
    await slider.focus();
    for (let i = 0; i < 6; i += 1) await app.keyboard.press('ArrowRight');
    await expect.poll(() => number(app.getByTestId('lever-gateway'))).toBe(6);
    const flag = app.getByRole('button', { name: /^Action: .*Gateway/ });
    await expect(flag).toHaveCount(1);
    await flag.focus();
    await app.keyboard.press('Delete');
    await expect(flag).toHaveCount(0);
    await expect.poll(() => number(app.getByTestId('lever-gateway'))).toBe(0);
  });

  test('after a change the story is one press away', async ({ app }) => {
    const opening = await clock(app);
    await seek(app, 120);
    await app.getByRole('button', { name: 'Lookups' }).click();
    await app.getByTestId('story').click();
    await expect.poll(() => clock(app)).toBe(opening);
    await expect(app.getByRole('button', { name: 'Lookups' })).toHaveAttribute('aria-pressed', 'true');
  });

  test('explain themselves on focus, and Escape hides that again', async ({ app }) => {
    await app.getByRole('button', { name: 'Limit per forest: what it does' }).focus();
    await expect(app.getByRole('tooltip')).toContainText('421 4.3.2');
    await app.keyboard.press('Escape');
    await expect(app.getByRole('tooltip')).toHaveCount(0);
  });

  for (const [name, viewport] of Object.entries({ phone: PHONE, 'narrow window': NARROW })) {
    test.describe(`on a ${name}`, () => {
      test.use({ viewport });

      test('are a drawer that Escape closes', async ({ app }) => {
        const button = app.getByRole('button', { name: 'Levers', exact: true });
        await button.focus();
        await app.keyboard.press('Enter');
        await expect(app.getByTestId('number-gateway')).toBeVisible();
        await app.keyboard.press('Escape');
        await expect(app.getByTestId('number-gateway')).toBeHidden();
        await expect(button).toBeFocused();
      });
    });
  }
});

test.describe('instruments', () => {
  const tab = (app, name) => app.getByRole('tab', { name, exact: true });

  test('are tabs: one is open at a time, and a second press closes it', async ({ app }) => {
    await expect(app.getByRole('tab')).toHaveText(['Delay', 'Replies', 'Forests', 'Queues', 'Trace', 'SMTP log', 'Health']);
    await expect(app.getByRole('tabpanel')).toHaveCount(0);
    await tab(app, 'Replies').click();
    await expect(app.getByRole('tabpanel', { name: 'Replies' })).toBeVisible();
    await tab(app, 'Health').click();
    await expect(app.getByRole('tabpanel', { name: 'Health' })).toBeVisible();
    await expect(app.getByRole('tabpanel')).toHaveCount(1);
    await tab(app, 'Health').click();
    await expect(app.getByRole('tabpanel')).toHaveCount(0);
    const stage = await app.getByTestId('stage').boundingBox();
    await tab(app, 'Delay').click();
    await expect.poll(async () => (await app.getByTestId('stage').boundingBox()).height).toBeLessThan(stage.height);
    expect((await app.getByTestId('stage').boundingBox()).height).toBeGreaterThanOrEqual(290);
  });

  test.describe('in a low window', () => {
    test.use({ viewport: TABLET });

    test('have room for what they show, and their tabs stay in sight', async ({ app }) => {
      await tab(app, 'Delay').click();
      await expect.poll(async () => (await app.locator('.chart__plot').first().boundingBox()).height).toBeGreaterThan(120);
      await tab(app, 'Queues').click();
      // The last columns are scrolled to.
      await expect(app.getByRole('tabpanel').getByRole('row').nth(4)).toBeInViewport({ ratio: 0.7 });
      await expect(tab(app, 'Queues')).toBeInViewport({ ratio: 1 });
    });
  });

  test('leave two worlds room for their words', async ({ app }) => {
    await app.getByTestId('compare').click();
    await tab(app, 'Replies').click();
    for (const world of await app.locator('.stage__canvas').all()) {
      await expect.poll(async () => (await world.boundingBox()).height).toBeGreaterThan(190);
    }
  });

  test('are gone through with the arrow keys', async ({ app }) => {
    await tab(app, 'Delay').focus();
    await app.keyboard.press('ArrowLeft');
    await expect(tab(app, 'Health')).toBeFocused();
    await expect(app.getByRole('tabpanel')).toHaveCount(0);
    await app.keyboard.press('Enter');
    await expect(app.getByRole('tabpanel', { name: 'Health' })).toBeVisible();
    await app.keyboard.press('Home');
    await expect(app.getByRole('tabpanel', { name: 'Delay' })).toBeVisible();
    await expect(tab(app, 'Delay')).toHaveAttribute('aria-selected', 'true');
    await app.getByTestId('stage').focus();
    await app.keyboard.press('2');
    await expect(app.getByRole('tabpanel', { name: 'Replies' })).toBeVisible();
    await app.keyboard.press('2');
    await expect(app.getByRole('tabpanel')).toHaveCount(0);
  });
});

test.describe('words', () => {
  test('the replies add up to the attempts', async ({ app }) => {
    await seek(app, 180);
    await app.getByTestId('tab-replies').click();
    const [attempts, ...codes] = await Promise.all(
      ['attempts', '250', '421', 'dropped', '550'].map((key) => number(app.getByTestId(`replies-${key}`))),
    );
    const answered = codes.reduce((sum, n) => sum + n, 0);
    // What is in progress has been counted as an attempt, but has no reply yet.
    expect(answered).toBeLessThanOrEqual(attempts);
    expect(answered).toBeGreaterThan(attempts * 0.99);
  });

  test('charts are read by keys, and posts come as time passes them', async ({ app }) => {
    await seek(app, 180);
    await app.getByTestId('tab-delay').click();
    const chart = app.getByRole('application', { name: /Delay of delivered mail/ });
    await chart.focus();
    const reading = app.locator('.chart__reading').first();
    await expect(reading).toHaveText(/p50: .+ · p95: .+ · p99: /);
    const latest = await reading.textContent();
    await app.keyboard.press('ArrowLeft');
    await expect(reading).not.toHaveText(latest);
    await app.keyboard.press('Home');
    await expect(reading).toHaveText(/^12:00 · p50: \d\.\d/);
    await expect(app.getByTestId('theory-little')).toContainText('Does not hold here');
    await app.getByTestId('tab-forests').click();
    await expect(app.locator('.chart__cell')).toHaveCount(12);
    await app.getByRole('application', { name: /Forests/ }).focus();
    await app.keyboard.press('Enter');
    await expect(app.getByRole('heading', { name: 'Forest F1' })).toBeVisible();
    await app.getByTestId('tab-health').click();
    await expect(app.getByTestId('post')).toHaveCount(1);
    await expect(app.getByTestId('post')).toContainText('North America and Germany');
    await seek(app, 120);
    await expect(app.getByTestId('post')).toHaveCount(0);
  });

  test('what is assumed is one press away and names sources', async ({ app }) => {
    await app.getByRole('button', { name: /A simulation, not Microsoft/ }).click();
    const dialog = app.getByRole('dialog', { name: 'What is assumed' });
    await expect(dialog).toContainText('forest_limit');
    await expect(dialog).toContainText('assumption');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(dialog).toHaveCount(0);
  });

  test('earlier sentences are kept', async ({ app }) => {
    await app.getByTestId('sentence').click();
    await expect(app.getByRole('region', { name: 'Earlier sentences' })).toContainText('12:59');
    await app.keyboard.press('Escape');
    await expect(app.getByRole('region', { name: 'Earlier sentences' })).toHaveCount(0);
  });

  test('the end of the run asks what would have helped, and tries it', async ({ app }) => {
    test.setTimeout(120_000);
    await scrubber(app).focus();
    await app.keyboard.press('End');
    const card = app.getByTestId('end-card');
    await expect(card).toBeVisible({ timeout: 90_000 });
    await card.getByRole('button', { name: /limit/ }).click();
    await expect(card).toHaveCount(0);
    await expect.poll(() => clock(app)).toBe(153 * 60);
  });

  test('a chosen theme outlives the visit', async ({ app }) => {
    await app.getByRole('button', { name: 'More', exact: true }).click();
    await app.getByRole('button', { name: 'Dark' }).click();
    await expect(app.locator('html')).toHaveAttribute('data-theme', 'dark');
    await app.reload();
    await expect(app.locator('html')).toHaveAttribute('data-theme', 'dark');
  });
});

for (const [name, viewport] of Object.entries({ ...WINDOWS, narrow: NARROW, small: SMALL })) {
  test.describe(`layout, ${name}`, () => {
    test.use({ viewport });

    test('nothing sticks out, no words overlap, every target is large enough', async ({ app }) => {
      await seek(app, 300);
      const faults = await app.evaluate((least) => {
        const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.visually-hidden');
        const box = (element) => element.getBoundingClientRect();
        const found = [];
        const words = [...document.querySelectorAll(
          '.situation__time, .situation__date, .situation__sentence > span, .situation__figure, .situation__change, .situation__act > button',
        )].filter(shown);
        const keepApart = (a, b) => {
          const [p, q] = [box(a), box(b)];
          const apart = p.right <= q.left || q.right <= p.left || p.bottom <= q.top + 1 || q.bottom <= p.top + 1;
          if (!apart) found.push(`${a.className} overlaps ${b.className}`);
        };
        for (const [i, a] of words.entries()) {
          for (const b of words.slice(i + 1)) keepApart(a, b);
        }
        // Whatever is asked of the tape, its line stays in sight.
        for (const way of [...document.querySelectorAll('.track__ways > *')].filter(shown)) {
          keepApart(way, document.querySelector('.track__plot'));
          keepApart(way, document.querySelector('.tabs'));
        }
        const bar = box(document.querySelector('.bar'));
        for (const part of [...document.querySelectorAll('.bar > *')].filter(shown)) {
          if (box(part).bottom > bar.bottom || box(part).top < bar.top) found.push(`${part.className} sticks out of the bar`);
        }
        const picker = box(document.querySelector('.bar__picker')).width;
        if (picker < 120) found.push(`the scenario has ${picker} px for its name`);
        for (const target of [...document.querySelectorAll('.bar button, .bar select, .transport button, .transport select, .pill')].filter(shown)) {
          const { width, height } = box(target);
          if (Math.min(width, height) < least - 0.5) found.push(`${target.className} is ${width} x ${height}`);
        }
        if (document.documentElement.scrollWidth > innerWidth) found.push('the page is wider than the window');
        return found;
      }, viewport.width < 600 ? 44 : 24);
      expect(faults).toEqual([]);
    });
  });
}
