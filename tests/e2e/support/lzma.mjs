// Packs standard input with LZMA, in the form of .lzma files, to standard output: `node lzma.mjs [MODE]`,
// modes 1 (quick) to 9 (small). xtask/src/unpack.js is the other end.
import { compress } from 'lzma1';

const pieces = [];
for await (const piece of process.stdin) pieces.push(piece);
process.stdout.write(Buffer.from(compress(Buffer.concat(pieces), Number(process.argv[2] ?? 9))));
