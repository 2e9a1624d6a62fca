// Runs the journeys: all, or those whose file or name holds the word given. The last line counts them.

import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Traveller, journeys, openBrowser, writeCatalogue } from './harness.mjs';

/** A journey that takes longer than this has lost its way. */
const LIMIT = 300_000;

const word = (process.argv[2] ?? '').toLowerCase();
const folder = fileURLToPath(new URL('.', import.meta.url));

const files = (await readdir(folder)).filter((file) => file.endsWith('.journey.mjs')).sort();
const chosen = [];
for (const file of files) {
  const before = journeys.length;
  await import(`./${file}`);
  const named = (name) => `${file} ${name}`.toLowerCase().includes(word);
  chosen.push(...journeys.slice(before).filter(({ name }) => named(name)));
}

const browser = await openBrowser();
let failed = 0;
for (const { name, walk } of chosen) {
  const start = Date.now();
  const fault = await walked(name, walk);
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  console.log(`${fault ? 'FAILED' : 'ok    '} ${name} (${seconds} s)`);
  if (fault) {
    failed += 1;
    console.log(fault.replace(/^/gm, '       '));
  }
}
await browser.close();
await writeCatalogue(await readdir(new URL('../../target/screenshots', import.meta.url)).then(
  (all) => all.filter((file) => file.endsWith('.png')),
  () => [],
));

if (!chosen.length) console.log(`no journey is called ${JSON.stringify(word)}`);
console.log(`${chosen.length - failed} passed, ${failed} failed`);
process.exit(failed || !chosen.length ? 1 : 0);

/** Walks one journey and cleans up behind it; returns what went wrong, as text. */
async function walked(name, walk) {
  const traveller = new Traveller(browser, name);
  let timer;
  const late = new Promise((_, lost) => {
    timer = setTimeout(() => lost(new Error(`not done after ${LIMIT / 1000} s`)), LIMIT);
  });
  try {
    await Promise.race([walk(traveller), late]);
    await traveller.close();
    return null;
  } catch (error) {
    const sight = await traveller.lastSight();
    const more = await traveller.close().then(() => '', (wrong) => `\n${wrong.message}`);
    return `${error?.stack ?? error}\n${sight}${more}`;
  } finally {
    clearTimeout(timer);
  }
}
