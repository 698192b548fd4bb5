// The two ends of what the page in one file carries: packed with support/lzma.mjs, unpacked with
// xtask/src/unpack.js.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const script = readFileSync(here('../../xtask/src/unpack.js'), 'utf8');
const { fromLzma, fromLetters } = new Function(`${script}; return { fromLzma, fromLetters };`)();
const pack = (bytes, mode = 9) =>
  new Uint8Array(execFileSync('node', [here('support/lzma.mjs'), String(mode)], { input: bytes }));
const made = (length, of) => Uint8Array.from({ length }, (_, at) => of(at));
// Multiplied by a large odd number, the upper bits of a count look like chance.
const chance = (at) => Math.imul(at, 0x9e3779b1) >>> 24;

test('what is packed comes back to the byte', () => {
  const words = readFileSync(here('../../README.md'));
  for (const bytes of [
    made(0, chance), made(1, chance), made(50_000, () => 7), made(60_000, chance), made(70_000, (at) => (at * at) >> 3),
    words, Buffer.concat([words, made(9_000, chance), words, words.subarray(100)]),
  ]) {
    for (const mode of [1, 9]) expect(Buffer.compare(fromLzma(pack(bytes, mode)), bytes)).toBe(0);
  }
});

test('a file that was damaged on its way says so', () => {
  const packed = pack(readFileSync(here('../../README.md')));
  for (const at of [30, packed.length >> 1, packed.length - 8]) {
    const damaged = Uint8Array.from(packed, (byte, i) => (i === at ? byte ^ 16 : byte));
    expect(() => fromLzma(damaged), `byte ${at}`).toThrow('this file is damaged');
  }
  expect(() => fromLzma(packed.subarray(0, packed.length - 100))).toThrow('this file is damaged');
});

test('letters are read across line breaks', () => {
  expect([...fromLetters('#;')]).toEqual([24]);
  expect([...fromLetters('$\n#\r\n##\n#; ')].slice(0, 4)).toEqual([91, 0, 0, 96]);
});
