// The page inside other pages: on another origin, in a sandbox, as an element; its messages, its
// sizes, its keys.
import { readFile } from 'node:fs/promises';
import { test as base, expect, hasStarted } from './support/test.mjs';
import { startNeighbour } from './support/neighbour.mjs';
import { atPhase, finish, pull } from './support/lesson.mjs';
import { expectNoViolations } from './support/axe.mjs';

const test = base.extend({
  neighbour: [
    async ({}, use) => {
      const neighbour = await startNeighbour();
      await use(neighbour);
      await neighbour.stop();
    },
    { scope: 'worker' },
  ],
});

// The host is elsewhere on purpose.
test.use({ expectedTrouble: /^request elsewhere: http:\/\/127\.0\.0\.1:/ });

const number = async (locator, name) => Number(await locator.getAttribute(name));

/** A host of one frame that keeps every message, and sends what it is told to. */
const host = (src, attributes = '') => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title>
<style>body { margin: 0 } iframe { display: block; border: 0; width: 700px; height: 450px }</style>
<iframe id="frame" title="Mailflow" ${attributes}></iframe>
<script>
  window.heard = [];
  const frame = document.getElementById('frame');
  addEventListener('message', (event) => {
    if (event.source === frame.contentWindow) heard.push({ at: performance.now(), ...event.data });
  });
  let last = 0;
  window.ask = (type, payload, rest) => {
    const id = 'q' + (last += 1);
    frame.contentWindow.postMessage({ ns: 'mailflow', v: 1, id, type, payload, ...rest }, '*');
    return id;
  };
  frame.src = ${JSON.stringify(src)};
</script>`;

const heard = (page, type) => page.evaluate((type) => window.heard.filter((m) => !type || m.type === type), type);

async function answer(page, id) {
  await expect.poll(() => page.evaluate((id) => window.heard.some((m) => m.id === id), id)).toBe(true);
  const answers = await page.evaluate((id) => window.heard.filter((m) => m.id === id), id);
  expect(answers.length, 'one answer').toBe(1);
  return answers[0];
}

async function ask(page, type, payload, rest) {
  return answer(page, await page.evaluate(([t, p, r]) => window.ask(t, p, r), [type, payload, rest]));
}

async function open(page, neighbour, baseURL, hash = '', attributes = '') {
  await page.goto(neighbour.put('host.html', host(`${baseURL}#embed=1${hash}`, attributes)));
  const frame = page.frameLocator('#frame');
  await expect(frame.locator('.embed')).toBeVisible();
  await expect.poll(async () => (await heard(page, 'ready')).length).toBe(1);
  return frame;
}

/** Waits until a jump has arrived. */
async function arrived(page) {
  await expect.poll(async () => (await ask(page, 'get')).payload.seeking_to_s, { timeout: 30_000 }).toBe(undefined);
}

/** What has no room on the embedded page: parts outside or over one another, texts that are cut off. */
const faultsOf = (page) =>
  page.evaluate(() => {
    const faults = [];
    const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 1;
    const name = (element) => `${element.tagName} ${element.className} "${element.textContent.trim().slice(0, 30)}"`;
    const parts = [...document.querySelector('.embed').children].filter((part) => shown(part) && !part.matches('.visually-hidden'));
    const inside = (box) => box.left >= -0.5 && box.top >= -0.5 && box.right <= innerWidth + 0.5 && box.bottom <= innerHeight + 0.5;
    parts.forEach((part, index) => {
      const a = part.getBoundingClientRect();
      if (!inside(a)) faults.push(`outside: ${name(part)}`);
      for (const other of parts.slice(index + 1)) {
        const b = other.getBoundingClientRect();
        if (a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5) faults.push(`${name(part)} over ${name(other)}`);
      }
    });
    const texts = '.embed__title, .embed__sentence, .embed__figure, .embed__change, .legend__mark, .legend__scale, .lever__name, .embed a, .embed button, .track__title';
    for (const text of document.querySelectorAll(texts)) {
      // What can be scrolled to has room.
      if (!shown(text) || text.closest('.embed__said')) continue;
      if (!inside(text.getBoundingClientRect())) faults.push(`outside: ${name(text)}`);
      if (text.scrollWidth > text.clientWidth + 1 && text.clientWidth > 0 && getComputedStyle(text).display !== 'inline') faults.push(`cut off: ${name(text)}`);
      if (text.scrollHeight > text.clientHeight + 4 && text.matches('.embed__sentence')) faults.push(`cut off: ${name(text)}`);
      if (parseFloat(getComputedStyle(text).fontSize) < 12) faults.push(`too small: ${name(text)}`);
    }
    return faults;
  });

test.describe('messages', () => {
  test('every message is answered once, with its id', async ({ page, neighbour, baseURL }) => {
    await open(page, neighbour, baseURL);
    const [ready] = await heard(page, 'ready');
    expect(ready.payload.takes).toEqual(['load', 'play', 'pause', 'seek', 'step', 'set', 'action', 'get', 'export']);
    expect((await heard(page))[0].type, 'the first thing said').toBe('ready');
    await arrived(page);

    expect((await ask(page, 'seek', { at: '2h33min' })).type).toBe('state');
    await arrived(page);
    let state = (await ask(page, 'get')).payload;
    expect(state.now.utc).toBe('2026-06-02T14:33Z');
    expect(state.marks.map((mark) => mark.name)).toContain('first-421');
    state = (await ask(page, 'step', { to: 'last-mark' })).payload;
    await arrived(page);
    expect((await ask(page, 'get')).payload.now.at_s).toBeLessThan(2.55 * 3600);
    state = (await ask(page, 'set', { limit: 60, gateway: 25 })).payload;
    expect([state.levers.limit, state.levers.gateway, state.edited]).toEqual([60, 25, true]);
    state = (await ask(page, 'action', { action: 'recall', at: '30h' })).payload;
    expect(state.link).toContain('recall=');

    for (const [what, start] of [['csv', 'time [s],'], ['json', '{'], ['report', '# '], ['scenario', '{'], ['log', '']]) {
      const { type, payload } = await ask(page, 'export', { what });
      expect([type, payload.what]).toEqual(['export', what]);
      expect(payload.text.startsWith(start), what).toBe(true);
      expect(payload.name).toMatch(/^mailflow-ex1331830-seed1-2026-06-02T/);
    }

    state = (await ask(page, 'load', { scenario: 'healthy-tuesday', seed: 7 })).payload;
    expect([state.scenario, state.seed, state.playing, state.edited]).toEqual(['healthy-tuesday', 7, false, false]);
    state = (await ask(page, 'load', { link: 's=ex1331830&limit=40&t=2h' })).payload;
    expect(state.link).toBe('v=1&s=ex1331830&limit=40');
    state = (await ask(page, 'play', { speed: 300 })).payload;
    expect([state.playing, state.speed]).toEqual([true, 300]);
    state = (await ask(page, 'pause')).payload;
    expect(state.playing).toBe(false);
  });

  test('bad messages are answered with an error and change nothing', async ({ page, neighbour, baseURL }) => {
    await open(page, neighbour, baseURL);
    await arrived(page);
    const before = (await ask(page, 'get')).payload;
    const bad = [
      ['rewind', {}, 'type', 'type', 'seek'],
      ['seek', { at_s: 1e9 }, 'value', 'payload.at_s', '0 to 129600'],
      ['seek', {}, 'payload', 'payload', 'at_s'],
      ['set', { limit: -1 }, 'value', 'payload.limit', '0 to 2000'],
      ['set', { limit: 60, colour: 'red' }, 'payload', 'payload.colour', 'limit'],
      ['step', { to: 'there' }, 'payload', 'payload.to', 'next-mark'],
      ['load', { scenario: 'ex1' }, 'value', 'payload.scenario', 'ex1331830'],
      ['action', { action: 'limt' }, 'value', 'payload', ''],
      ['export', { what: 'png' }, 'payload', 'payload.what', 'csv'],
      ['play', 'fast', 'payload', 'payload', ''],
    ];
    for (const [type, payload, code, path, allowed] of bad) {
      const error = await ask(page, type, payload);
      expect([error.type, error.payload.code, error.payload.path], `${type} ${JSON.stringify(payload)}`).toEqual(['error', code, path]);
      if (allowed) expect(JSON.stringify(error.payload.allowed)).toContain(allowed);
    }
    expect((await ask(page, 'play', {}, { v: 2 })).payload.code).toBe('version');
    // What is not addressed to Mailflow gets no answer at all.
    const count = (await heard(page)).length;
    await page.evaluate(() => {
      const { contentWindow } = document.getElementById('frame');
      for (const odd of ['hello', 7, null, { type: 'play' }, { ns: 'other', v: 1, type: 'play' }, [1, 2]]) contentWindow.postMessage(odd, '*');
    });
    expect((await ask(page, 'get')).payload).toEqual(before);
    expect((await heard(page)).length, 'the one answer').toBe(count + 1);
  });

  test('only the parent is listened to', async ({ page, neighbour, baseURL }) => {
    const frame = await open(page, neighbour, baseURL);
    await arrived(page);
    // The page speaks to itself: its own window is not its parent.
    await frame.locator('.embed').evaluate(() => window.postMessage({ ns: 'mailflow', v: 1, type: 'play' }, '*'));
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
    expect((await ask(page, 'get')).payload.playing).toBe(false);
  });

  test('ticks come at most four times a second, events once, the end is told', async ({ page, neighbour, baseURL }) => {
    await open(page, neighbour, baseURL);
    await arrived(page);
    await ask(page, 'play', { speed: 900 });
    await expect.poll(async () => (await heard(page, 'tick')).length, { timeout: 20_000 }).toBeGreaterThan(12);
    await ask(page, 'pause');
    const ticks = await heard(page, 'tick');
    // Sent 250 ms apart; how late each is heard varies, so only the average is held to it.
    expect((ticks.at(-1).at - ticks[1].at) / (ticks.length - 2)).toBeGreaterThan(245);
    await ask(page, 'seek', { at: '36h' });
    await expect.poll(async () => (await heard(page, 'complete')).length, { timeout: 45_000 }).toBe(1);
    const [complete] = await heard(page, 'complete');
    expect(complete.payload.cleared).toBe(true);
    const names = (await heard(page, 'event')).map((message) => message.payload.name);
    for (const name of ['onset', 'first-forest-full', 'first-421', 'first-lost-connection', 'peak', 'half-cleared', 'cleared']) {
      expect(names.filter((other) => other === name), name).toEqual([name]);
    }
  });

  test('the page says which height it would like', async ({ page, neighbour, baseURL }) => {
    await open(page, neighbour, baseURL);
    await expect.poll(async () => (await heard(page, 'resize')).at(-1)?.payload).toEqual({ width: 700, height: 450 });
  });

  test('the host page of the documents drives it', async ({ page, neighbour, baseURL }) => {
    await page.goto(`${neighbour.url}embed-host.html?page=${encodeURIComponent(baseURL)}`);
    const log = page.locator('#log');
    await expect(log).toContainText('"type":"ready"');
    await page.getByRole('button', { name: 'set limit 120' }).click();
    await expect(log).toContainText('"limit":120');
    await page.getByRole('button', { name: 'a bad message' }).click();
    await expect(log).toContainText('"type":"error"');
    await page.getByRole('button', { name: 'seek 2h33min' }).click();
    await expect(page.locator('#utc')).toHaveText('2026-06-02T14:33Z', { timeout: 30_000 });
    await page.getByRole('button', { name: 'export csv' }).click();
    await expect.poll(() => page.evaluate(() => window.exported?.text?.length ?? 0)).toBeGreaterThan(1000);
    await expectNoViolations(page);
  });
});

test.describe('the frame', () => {
  test('stands on a frame with refusals, until play is pressed', async ({ page, neighbour, baseURL }) => {
    const frame = await open(page, neighbour, baseURL);
    await arrived(page);
    const root = frame.locator('.embed');
    expect(await number(root, 'data-clock')).toBe(65 * 60);
    await expect(frame.getByTestId('sentence')).toContainText('421');
    expect(await number(frame.getByTestId('held'), 'data-value')).toBeGreaterThan(1000);
    const play = frame.getByRole('button', { name: 'Play' });
    const [button, stage] = [await play.boundingBox(), await frame.getByTestId('stage').boundingBox()];
    expect(button.width).toBe(64);
    expect(button.y, 'not over the stage').toBeGreaterThan(stage.y + stage.height);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
    expect(await number(root, 'data-clock')).toBe(65 * 60);
    await play.click();
    await expect.poll(() => number(root, 'data-clock')).toBeGreaterThan(65 * 60);
    await frame.getByRole('button', { name: 'Pause' }).click();
    expect((await frame.getByRole('button', { name: 'Play' }).boundingBox()).width).toBe(40);
  });

  test('plays by itself if it is asked to, and only in sight', async ({ page, neighbour, baseURL }) => {
    const frame = await open(page, neighbour, baseURL, '&autoplay=1');
    await expect.poll(() => number(frame.locator('.embed'), 'data-clock')).toBeGreaterThan(65 * 60);
    await page.evaluate(() => {
      document.getElementById('frame').style.marginTop = '5000px';
    });
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 600)));
    const ticks = (await heard(page, 'tick')).length;
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 900)));
    expect((await heard(page, 'tick')).length).toBe(ticks);
  });

  test('shows the parts that it is asked for', async ({ page, neighbour, baseURL }) => {
    const frame = await open(page, neighbour, baseURL, '&hide=title,legend,remix&lever=flighting&theme=dark');
    await expect(frame.locator('.embed__bar')).toHaveCount(0);
    await expect(frame.locator('.legend')).toHaveCount(0);
    await expect(frame.getByTestId('remix')).toHaveCount(0);
    await expect(frame.getByTestId('lever-flighted')).toBeVisible();
    await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
    await ask(page, 'set', { theme: 'light' });
    await expect(frame.locator('html')).toHaveAttribute('data-theme', 'light');
    // A host's theme is not the reader's choice.
    expect(await frame.locator('html').evaluate(() => localStorage.getItem('mailflow-theme'))).toBe(null);
  });

  test('leads to the full page, and to this very state', async ({ page, neighbour, baseURL }) => {
    const frame = await open(page, neighbour, baseURL, '&s=ex1331830&limit=40');
    await arrived(page);
    const full = frame.getByRole('link', { name: 'Open full page' });
    expect(await full.getAttribute('href')).toBe(`${baseURL}#v=1&s=ex1331830&limit=40`);
    expect([await full.getAttribute('target'), await full.getAttribute('rel')]).toEqual(['_blank', 'noopener']);
    await ask(page, 'set', { gateway: 50 });
    const remix = frame.getByRole('link', { name: 'Remix' });
    await expect(remix).toHaveAttribute('href', /#v=1&s=ex1331830&limit=40.*&gateway=50@1h5m.*&t=1h5m/);
  });

  test('is worked by key, wherever in it the focus is', async ({ page, neighbour, baseURL }) => {
    const frame = await open(page, neighbour, baseURL);
    await arrived(page);
    const root = frame.locator('.embed');
    await frame.getByTestId('sentence').click();
    await page.keyboard.press('Space');
    await expect(root).toHaveAttribute('data-playing', 'true');
    await page.keyboard.press('Space');
    await expect(root).toHaveAttribute('data-playing', 'false');
    await frame.getByTestId('stage').focus();
    await page.keyboard.press('Home');
    await expect(root).toHaveAttribute('data-clock', '0');
    await frame.getByTestId('number-limit').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Tab');
    await expect(frame.getByRole('slider', { name: 'Limit per forest' })).toBeFocused();
  });

  test('works in a sandbox, where it has no storage and no history', async ({ page, neighbour, baseURL }) => {
    const frame = await open(page, neighbour, baseURL, '', 'sandbox="allow-scripts"');
    await arrived(page);
    expect(await frame.locator('html').evaluate(() => {
      try {
        return String(localStorage);
      } catch (error) {
        return error.name;
      }
    })).toBe('SecurityError');
    await frame.getByRole('button', { name: 'Play' }).click();
    await expect.poll(() => number(frame.locator('.embed'), 'data-clock')).toBeGreaterThan(65 * 60);
    expect((await ask(page, 'pause')).payload.playing).toBe(false);
    await frame.getByTestId('number-limit').fill('120');
    await frame.getByTestId('number-limit').press('Enter');
    expect((await ask(page, 'get')).payload.levers.limit).toBe(120);
  });

  test.describe('whose files do not arrive', () => {
    test.use({ expectedTrouble: /127\.0\.0\.1|Failed to load|net::ERR_FAILED/ });

    test('says in a sandbox which header that needs', async ({ page, neighbour, baseURL }) => {
      await page.route('**/*.js', (route) => route.abort());
      await page.goto(neighbour.put('host.html', host(`${baseURL}#embed=1`, 'sandbox="allow-scripts"')));
      await expect(page.frameLocator('#frame').locator('#mailflow-failure')).toContainText('Access-Control-Allow-Origin');
    });
  });

  for (const [width, height] of [[700, 450], [480, 450], [480, 320], [700, 280], [360, 560], [320, 480]]) {
    for (const theme of ['light', 'dark']) {
      test(`has room at ${width} x ${height}, ${theme}`, async ({ page, baseURL }) => {
        await page.setViewportSize({ width, height });
        await page.goto(`${baseURL}#embed=1&theme=${theme}`);
        await hasStarted(page);
        await expect.poll(() => number(page.locator('.embed'), 'data-clock')).toBe(65 * 60);
        const faults = await faultsOf(page);
        expect(faults).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight)).toBe(true);
        await expectNoViolations(page);
      });
    }
  }
});

test.describe('a lesson in the frame', () => {
  const lesson = (frame) => frame.getByTestId('lesson');

  for (const sandbox of ['', 'sandbox="allow-scripts"']) {
    test(`asks, reveals and goes on, by key${sandbox && ', in a sandbox'}`, async ({ page, neighbour, baseURL }) => {
      const frame = await open(page, neighbour, baseURL, '&lesson=what-happened&step=4', sandbox);
      await atPhase(lesson(frame), 'asking');
      await expect(frame.getByTestId('answer')).toHaveCount(0);
      await frame.locator('.embed').focus();
      await page.keyboard.press('3');
      await expect(frame.getByTestId('answer')).toContainText('At its sender.');
      await expect(frame.getByRole('button', { name: /In quarantine/ })).toContainText('your answer');
      await frame.getByTestId('lesson-next').focus();
      await page.keyboard.press('Enter');
      await expect(lesson(frame)).toHaveAttribute('data-step', '5');
      await page.keyboard.press('Enter');
      await atPhase(lesson(frame), 'done');
      await expect(frame.getByTestId('sentence')).toContainText('14:33: the first post');
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Enter');
      await expect(lesson(frame)).toHaveAttribute('data-step', '4');
    });
  }

  test('has the tasks, their levers and the score, and says where the full page is', async ({ page, neighbour, baseURL }) => {
    const frame = await open(page, neighbour, baseURL, '&lesson=challenge');
    await atPhase(lesson(frame), 'done');
    const tasks = frame.getByTestId('tasks').getByRole('listitem');
    await expect(tasks.filter({ hasText: 'open' })).toHaveCount(5);
    await frame.getByTestId('number-flighted').fill('100');
    await frame.getByTestId('number-flighted').press('Enter');
    await frame.getByTestId('lesson-next').click();
    await expect(lesson(frame)).toHaveAttribute('data-step', '2');
    await expect(frame.getByTestId('remix')).toHaveAttribute('href', /#lesson=challenge&step=2$/);
    await expect(frame.getByRole('link', { name: 'Open full page' })).toHaveAttribute('href', /#lesson=challenge$/);
    await expect(frame.getByTestId('score')).toContainText('the real run');
    await expect(async () => {
      await frame.getByRole('button', { name: 'Skip ahead' }).click({ timeout: 500 }).catch(() => {});
      await expect(tasks.filter({ hasText: 'missed' })).toHaveText([/At most half of the fleet/], { timeout: 2_000 });
    }).toPass({ timeout: 30_000 });
  });

  test('is solved to its end in a sandbox, with the levers of the frame', async ({ page, neighbour, baseURL }) => {
    const { steps, goals, solutions, insight } = JSON.parse(await readFile(new URL('../../lessons/challenge.json', import.meta.url), 'utf8'));
    const frame = await open(page, neighbour, baseURL, '&lesson=challenge', 'sandbox="allow-scripts"');
    const next = frame.getByTestId('lesson-next');
    for (const [index, { question }] of steps.entries()) {
      await expect(lesson(frame)).toHaveAttribute('data-step', String(index + 1));
      await atPhase(lesson(frame), 'asking', 'running', 'done');
      if (question) await frame.locator('.choice').nth(question.right[0] - 1).click();
      await finish(lesson(frame));
      if (question) await expect(frame.getByTestId('answer')).toHaveText(question.answer);
      if (index === 0) await pull(frame, solutions.find(({ solves }) => solves));
      if (index + 1 < steps.length) await next.click();
    }
    const tasks = frame.getByTestId('tasks').getByRole('listitem');
    await expect(tasks).toHaveText(goals.map(({ text }) => `✓${text}: done`));
    await expect(frame.getByTestId('score')).toContainText('the real run');
    await expect(frame.getByTestId('insight')).toContainText(insight);
    await next.click();
    await expect(lesson(frame)).toHaveCount(0);
    await expect(frame.getByTestId('stage')).toBeVisible();
  });

  test('leaves out what the host hides', async ({ page, neighbour, baseURL }) => {
    const frame = await open(page, neighbour, baseURL, '&lesson=limit&hide=title,lever,remix,tape,speed');
    await atPhase(lesson(frame), 'done');
    for (const part of ['.embed__bar', '.lever', '.track', '.select']) await expect(frame.locator(part), part).toHaveCount(0);
    await expect(frame.getByTestId('remix')).toHaveCount(0);
    await expect(frame.getByTestId('lesson-next')).toBeVisible();
    await expect(frame.getByTestId('play')).toBeVisible();
  });

  for (const [width, height] of [[700, 450], [700, 600], [480, 450], [480, 300], [700, 300], [360, 560], [320, 480]]) {
    for (const start of ['what-happened&step=4', 'challenge']) {
      test(`has room at ${width} x ${height}: ${start}`, async ({ page, baseURL }) => {
        await page.setViewportSize({ width, height });
        await page.goto(`${baseURL}#embed=1&lesson=${start}`);
        await hasStarted(page);
        await atPhase(lesson(page), start === 'challenge' ? 'done' : 'asking');
        expect(await faultsOf(page)).toEqual([]);
        // What is asked about stays in sight.
        const stage = await page.getByTestId('stage').boundingBox();
        expect(stage.height).toBeGreaterThanOrEqual(Math.min(80, height / 4));
        const [said, moves] = [await page.locator('.embed__said').boundingBox(), await lesson(page).boundingBox()];
        expect(said.y + said.height).toBeLessThanOrEqual(moves.y + 0.5);
        await expectNoViolations(page);
        if (start !== 'challenge') {
          await page.locator('.choice').first().click();
          await expect(page.getByTestId('answer')).toBeVisible();
          expect(await faultsOf(page)).toEqual([]);
        }
        await page.locator('.embed__summary').click();
        await expect(page.locator('.lesson__body')).toBeHidden();
      });
    }
  }
});

test.describe('the element', () => {
  const page_of = (baseURL, inside) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Element</title>
<body><main><h1>An incident</h1>${inside}</main><script src="${baseURL}mail-flow.js"></script></body></html>`;

  test('mirrors attributes to the link, methods to messages, messages to events', async ({ page, neighbour, baseURL }) => {
    const inside = '<mail-flow scenario="ex1331830" limit="40" lever="flighting" hide="legend"><a href="#">A link</a></mail-flow>';
    await page.goto(neighbour.put('element.html', page_of(baseURL, inside)));
    const frame = page.frameLocator('mail-flow iframe');
    await expect(frame.getByTestId('lever-flighted')).toBeVisible();
    await expect(frame.locator('.legend')).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'A link' }), 'what is for browsers without scripts').toHaveCount(0);
    const run = await page.evaluate(async () => {
      const element = document.querySelector('mail-flow');
      const events = [];
      for (const name of ['state', 'tick', 'event', 'error']) element.addEventListener(name, (event) => events.push([name, event.detail]));
      const ready = await element.ready;
      // Asked for before the seek, which may bring it before its answer.
      const happened = new Promise((resolve) => element.addEventListener('event', resolve, { once: true }));
      const seek = await element.seek('2h33min');
      const error = await element.set({ limit: -1 }).catch((error) => ({ code: error.code, path: error.path }));
      await happened;
      const csv = await element.export('csv');
      return { limit: ready.levers.limit, seek: seek.seeking_to_s, error, csv: csv.name, names: [...new Set(events.map(([name]) => name))], state: element.state.scenario, url: element.url };
    });
    expect(run.limit).toBe(40);
    expect(run.seek).toBe(9180);
    expect(run.error).toEqual({ code: 'value', path: 'payload.limit' });
    expect(run.csv).toContain('series.csv');
    expect(run.names).toEqual(expect.arrayContaining(['state', 'event', 'error']));
    expect(run.state).toBe('ex1331830');
    expect(run.url).toBe(`${baseURL}#embed=1&s=ex1331830&limit=40&lever=flighting&hide=legend`);
    await expectNoViolations(page);
  });

  test('follows its attributes: a theme at once, another scenario anew', async ({ page, neighbour, baseURL }) => {
    await page.goto(neighbour.put('element.html', page_of(baseURL, '<mail-flow scenario="healthy-tuesday"></mail-flow>')));
    const frame = page.frameLocator('mail-flow iframe');
    await page.evaluate(() => document.querySelector('mail-flow').ready);
    await page.evaluate(() => document.querySelector('mail-flow').setAttribute('theme', 'dark'));
    await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.evaluate(() => document.querySelector('mail-flow').setAttribute('scenario', 'mo1221364'));
    await expect(frame.locator('.embed__title')).toContainText('MO1221364');
    await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
    // Its height is what the page asks for.
    await expect.poll(async () => (await page.locator('mail-flow iframe').boundingBox()).height).toBeGreaterThan(300);
  });

  test('stands in a page of a book, where Markdown is rendered around it', async ({ page, neighbour, baseURL }) => {
    // As mdBook does it: what begins with a tag stays as it is up to an empty line, the rest is prose.
    const markdown = await readFile(new URL('../../docs/mdbook/src/delayed.md', import.meta.url), 'utf8');
    const link = (text) => text.replace(/\[([^\]]+)\]\(([^)]+)\)/g, '<a href="$2">$1</a>');
    const blocks = markdown.trim().split(/\n\s*\n/);
    const html = blocks.map((block) => (block.startsWith('<') ? block : block.startsWith('# ') ? `<h1>${block.slice(2)}</h1>` : `<p>${link(block)}</p>`));
    const book = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Runbook</title><body><main>${html.join('\n')}</main>`;
    await page.goto(neighbour.put('delayed.html', book.replaceAll('"mailflow/', `"${baseURL}`)));
    const frame = page.frameLocator('mail-flow iframe');
    await expect(frame.getByTestId('number-limit')).toBeVisible();
    await expect(frame.getByTestId('open')).toHaveCount(0);
    await expect(page.getByRole('link'), 'what is for readers without scripts').toHaveCount(0);
    await page.evaluate(() => document.querySelector('mail-flow').ready);
  });
});
