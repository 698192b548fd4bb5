// Which browser is driven, and how it is started. Playwright's own downloads are never used.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The CHROMIUM variable, or the first Chromium on the PATH. */
export function chromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const name of NAMES) {
    for (const folder of folders) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // Not here; the next folder may have it.
      }
    }
  }
  throw new Error(`no ${NAMES.join(', ')} on the PATH; \`cargo xtask setup\` installs one, or set CHROMIUM`);
}

/** What Playwright needs to start it without asking the network for anything. */
export function launchOptions() {
  return {
    executablePath: chromium(),
    args: [
      '--no-sandbox', // Root, as in a container, cannot have one.
      '--disable-gpu',
      '--disable-quic',
      '--disable-sync',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
    ],
  };
}
