// The catalogue of pages to leaf through: `node tests/browser/run.mjs --shots FOLDER`. Without it no picture is taken.

import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

let folder = null;

/** Pictures go into this folder from now on. */
export async function takePicturesInto(where) {
  folder = path.resolve(where);
  await mkdir(folder, { recursive: true });
}

/** The page as it stands on a desk and in a hand, by day and by night: `register-360-dark.png`. */
export async function photograph(page, name) {
  if (!folder) return;
  const size = page.viewportSize();
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: width < 700 ? 740 : 900 });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      const file = `${name}-${width}${colorScheme === 'dark' ? '-dark' : ''}.png`;
      await page.screenshot({ path: path.join(folder, file), fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: page.dark ? 'dark' : 'light' });
  await page.setViewportSize(size);
}

/** An index of the catalogue. */
export async function writeCatalogue() {
  if (!folder) return;
  const files = (await readdir(folder)).filter((file) => file.endsWith('.png')).sort();
  const figures = files.map((file) => `<figure><img src="${file}" alt="" loading="lazy"><figcaption>${file}</figcaption></figure>`);
  const style = '<style>figure{display:inline-block;margin:1rem;vertical-align:top}img{max-width:24rem;border:1px solid}</style>';
  await writeFile(path.join(folder, 'index.html'), `<!doctype html><meta charset="utf-8">${style}${figures.join('\n')}\n`);
  console.log(`${files.length} pictures in ${folder}`);
}
