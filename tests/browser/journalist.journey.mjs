// A journalist reads the demo's published letter: wide and narrow, light and dark, and the numbers agree wherever they stand.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { journey } from './harness.mjs';

/** The public letter with most signatories. */
async function letterOf(url) {
  const front = await (await fetch(url)).text();
  const slugs = [...new Set([...front.matchAll(/\/letters\/([a-z0-9-]+)/g)].map(([, slug]) => slug))];
  const letters = await Promise.all(slugs.map(async (slug) => {
    const answer = await fetch(`${url}/letters/${slug}/signatories.json`);
    return { slug, data: answer.ok ? await answer.json() : null };
  }));
  const signed = ({ data }) => data?.counts.organisations ?? 0;
  return letters.sort((one, other) => signed(other) - signed(one))[0];
}

journey('A journalist reads a published letter, filters by country, and finds the same numbers everywhere', async (t) => {
  const app = await t.server({ command: ['demo'] });
  const { slug, data } = await letterOf(app.url);
  assert.equal(data.counts.organisations, 321);
  for (const look of [{ width: 1280 }, { width: 360 }, { width: 1280, dark: true }, { width: 360, dark: true }]) {
    const page = await t.page(look);
    await page.goto(`${app.url}/letters/${slug}`);
    assert.match(await page.textContent('main'), /321 organisations/);
    await t.fits(page);
    await t.axe(page);
    await t.screenshot(page, 'letter');
    await page.goto(`${app.url}/letters/${slug}/signatories`);
    assert.match(await page.textContent('main'), /321 organisations/);
    await t.fits(page);
    await t.axe(page);
    await t.screenshot(page, 'register');
    await page.close();
  }

  const page = await t.page({ width: 1280 });
  await page.goto(`${app.url}/letters/${slug}/signatories`);
  await page.selectOption('#filter-country', 'KE');
  await page.click('form.filter button');
  const kenyans = data.signatories.filter((one) => one.country_code === 'KE');
  const text = await page.textContent('main');
  for (const { name } of kenyans) assert.ok(text.includes(name), `${name} is missing under its country`);
  const elsewhere = data.signatories.find((one) => one.country_code === 'CL');
  assert.ok(!text.includes(elsewhere.name), `${elsewhere.name} is not in Kenya`);

  const csv = await (await fetch(`${app.url}/letters/${slug}/signatories.csv`)).text();
  assert.equal(csv.trimEnd().split('\r\n').length - 1, data.signatories.length);

  const n = data.letter.version;
  const bytes = Buffer.from(await (await fetch(`${app.url}/letters/${slug}/versions/${n}.md`)).arrayBuffer());
  assert.equal(createHash('sha256').update(bytes).digest('hex'), data.letter.text_sha256);
  await page.goto(`${app.url}/letters/${slug}/versions/${n}`);
  assert.ok((await page.textContent('main')).replace(/\s/g, '').includes(data.letter.text_sha256));
  await t.axe(page);
  await t.screenshot(page, 'version');

  await page.goto(`${app.url}/letters/${slug}`);
  await page.emulateMedia({ media: 'print' });
  await t.screenshot(page, 'letter-print');
});
