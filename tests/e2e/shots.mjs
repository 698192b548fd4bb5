// Takes pictures of the page, for looking at it while working on it.
//
//   node tests/e2e/shots.mjs [URL] --out DIR [--size 1440x900,390x844] [--theme light,dark]
//                            [--wait 500,2000] [--reduced] [--click TEXT]...
//
// One picture for each size, theme and wait; the waits are milliseconds since the page started, so
// that several of them show its motion. Without URL it serves dist/ itself. `--click` presses the
// button or link with that text first; `--reduced` asks for reduced motion.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { launchOptions } from './support/browser.mjs';
import { startHost } from './support/host.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    size: { type: 'string', default: '1440x900' },
    theme: { type: 'string', default: 'light' },
    wait: { type: 'string', default: '1000' },
    click: { type: 'string', multiple: true, default: [] },
    reduced: { type: 'boolean', default: false },
  },
});
if (!values.out) {
  console.error('node shots.mjs [URL] --out DIR [--size WxH,...] [--theme light,dark] [--wait MS,...]');
  process.exit(2);
}

const host = positionals[0] ? null : await startHost();
const url = positionals[0] ?? host.url;
const waits = values.wait.split(',').map(Number).sort((a, b) => a - b);
await mkdir(values.out, { recursive: true });
const browser = await chromium.launch(launchOptions());
try {
  for (const size of values.size.split(',')) {
    for (const theme of values.theme.split(',')) await shoot(size, theme);
  }
} finally {
  await browser.close();
  await host?.stop();
}

async function shoot(size, theme) {
  const [width, height] = size.split('x').map(Number);
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: values.reduced ? 'reduce' : 'no-preference',
    hasTouch: width < 600,
  });
  page.on('console', (message) => {
    if (message.type() !== 'log') console.log(`  console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => console.log(`  uncaught: ${error}`));
  // The page's own choice of theme goes before the system's, so it is made as a reader would.
  await page.addInitScript((theme) => localStorage.setItem('mailflow-theme', theme), theme);
  await page.goto(url);
  await page.locator('#app > :not(.loading), #mailflow-failure').first().waitFor();
  for (const text of values.click) {
    await page.locator('button, a, summary, [role=tab]').filter({ hasText: text }).first().click();
  }
  const start = Date.now();
  for (const wait of waits) {
    await page.waitForTimeout(Math.max(0, start + wait - Date.now()));
    const path = join(values.out, `${size}-${theme}-${wait}.png`);
    await page.screenshot({ path });
    console.log(path);
  }
  await page.close();
}
