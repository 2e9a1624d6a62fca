// Runs the journeys: all, or those whose file or name holds the word given. The last line counts them.
//
//   node tests/browser/run.mjs [--shots FOLDER] [WORD]

import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Traveller, examined, journeys, openBrowser, visited } from './harness.mjs';
import { takePicturesInto, writeCatalogue } from './pictures.mjs';
import { lowerTheCurtain, stage } from './stage.mjs';

/** A journey that takes longer than this has lost its way. */
const LIMIT = 300_000;
/** So many walk at a time: much of a journey is waiting for mail. */
const LANES = 4;

const words = process.argv.slice(2);
const shots = words.indexOf('--shots');
if (shots >= 0) await takePicturesInto(words.splice(shots, 2)[1] ?? 'screenshots');
const word = (words[0] ?? '').toLowerCase();
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
// Its mails wait a minute for an undo, meanwhile others walk; what goes wrong here is told by the journeys that need it.
if (chosen.some(({ onStage }) => onStage)) stage().catch(() => {});
const rank = ({ onStage, isLong }) => (isLong ? 0 : onStage ? 2 : 1);
const waiting = [...chosen].sort((one, other) => rank(one) - rank(other));
await Promise.all(Array.from({ length: LANES }, async () => {
  for (let next = waiting.shift(); next; next = waiting.shift()) await told(next.name, () => walked(next));
}));
await told('The stage that several journeys share is left in order', lowerTheCurtain);
if (!word) await told('Every kind of page that a journey came by was examined', async () => unseen());
await browser.close();
await writeCatalogue();

if (!chosen.length) console.log(`no journey is called ${JSON.stringify(word)}`);
const all = chosen.length + (word ? 1 : 2);
console.log(`${all - failed} passed, ${failed} failed`);
process.exit(failed || !chosen.length ? 1 : 0);

/** Says how it went; `walk` returns what went wrong, as text. */
async function told(name, walk) {
  const start = Date.now();
  const fault = await walk();
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  console.log(`${fault ? 'FAILED' : 'ok    '} ${name} (${seconds} s)`);
  if (!fault) return;
  failed += 1;
  console.log(fault.replace(/^/gm, '       '));
}

/** Walks one journey and cleans up behind it. */
async function walked({ name, walk }) {
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

function unseen() {
  const missing = [...visited].filter(([kind]) => !examined.has(kind));
  return missing.map(([kind, by]) => `${kind}, visited by “${by}”`).join('\n');
}
