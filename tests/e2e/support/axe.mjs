// What axe-core has against a page or a frame.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect } from '@playwright/test';

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Expects that a document, or the part of it that a selector names, breaks no rule. */
export async function expectNoViolations(frame, selector) {
  await frame.evaluate(source);
  const violations = await frame.evaluate(async (selector) => {
    const result = await globalThis.axe.run(selector ?? document, { iframes: false });
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
  }, selector);
  expect(violations).toEqual([]);
}
