// How the built page is tested: `cargo xtask test --only dist,e2e`.
import { defineConfig } from '@playwright/test';
import { launchOptions } from './support/browser.mjs';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.mjs',
  // Ignored by git.
  outputDir: '../../test-results',
  reporter: [['list']],
  // The page animates; on a machine with two cores more workers only slow each other down.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: !!process.env.CI,
  use: {
    launchOptions: launchOptions(),
    screenshot: 'only-on-failure',
    trace: 'off',
  },
});
