// A journalist reads the demo's published letter: the numbers agree wherever they stand, and the text is the one signed.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { journey } from './harness.mjs';
import { dataOf } from './steps.mjs';

const slug = 'our-rivers-cross-borders';

journey('A journalist reads a published letter, filters by country, and finds the same numbers everywhere', async (t) => {
  const app = await t.server({ command: ['demo'] });
  const data = await dataOf(app, slug);
  assert.equal(data.counts.organisations, 321);
  const countries = new Set(data.signatories.map(({ country_code }) => country_code).filter((code) => /^[A-Z]{2}$/.test(code)));
  assert.equal(data.counts.countries, countries.size);
  assert.equal(data.signatories.length, data.counts.organisations + data.counts.individuals - data.counts.withheld);

  const page = await t.page({ width: 360 });
  await page.goto(app.url);
  await t.examine(page, 'front');
  await Promise.all([page.waitForEvent('load'), page.click(`a[href="/letters/${slug}"]`)]);
  for (const path of ['', '/signatories']) {
    await page.goto(`${app.url}/letters/${slug}${path}`);
    const words = await page.textContent('main');
    assert.match(words, /321 organisations/);
    assert.ok(words.includes(`${data.counts.countries} countries`), 'the number of countries');
    const names = new Set(await page.locator('.names li').evaluateAll((all) => all.map((one) => one.textContent)));
    for (const { name } of data.signatories) assert.ok([...names].some((line) => line.includes(name)), `${name} is missing on ${page.url()}`);
    await t.examine(page, path ? 'register' : 'letter');
  }

  await page.selectOption('#filter-country', 'KE');
  await Promise.all([page.waitForEvent('load'), page.click('form.filter button')]);
  assert.match(page.url(), /country=KE/, 'the filter can be passed on');
  const kenyans = data.signatories.filter((one) => one.country_code === 'KE');
  const lines = await page.locator('.names li').allTextContents();
  assert.equal(lines.length, kenyans.length);
  for (const { name } of kenyans) assert.ok(lines.some((line) => line.includes(name)), `${name} is missing under its country`);
  await t.examine(page, 'register-kenya');
  await page.goto(`${app.url}/letters/${slug}/signatories?q=nobody-is-called-so`);
  await t.examine(page, 'register-nobody');

  const answer = await fetch(`${app.url}/letters/${slug}/signatories.csv`);
  const csv = Buffer.from(await answer.arrayBuffer());
  assert.deepEqual([...csv.subarray(0, 3)], [0xef, 0xbb, 0xbf], 'a spreadsheet needs the mark to read accents');
  const rows = csv.toString('utf8').slice(1).trimEnd().split('\r\n');
  assert.equal(rows[0], 'name,latin_name,acronym,country_code,country,region,kind,representative,role,listing,wave');
  assert.equal(rows.length - 1, data.signatories.length);

  const n = data.letter.version;
  const bytes = Buffer.from(await (await fetch(`${app.url}/letters/${slug}/versions/${n}.md`)).arrayBuffer());
  assert.equal(createHash('sha256').update(bytes).digest('hex'), data.letter.text_sha256);
  await page.goto(`${app.url}/letters/${slug}/versions/${n}`);
  assert.ok((await page.textContent('main')).replace(/\s/g, '').includes(data.letter.text_sha256));
  await t.examine(page, 'version');
  await page.goto(`${app.url}/letters/${slug}`);
  await page.locator('.facts summary').click();
  await Promise.all([page.waitForEvent('load'), page.click('.facts a[href$="/press"]')]);
  assert.match(await page.textContent('.fact'), /^321 organisations in \d+ countries, from Algeria to Zambia$/);
  assert.match(await page.textContent('#contacts'), /Geneva[\s\S]*\(mobile\)/);
  await t.examine(page, 'press');
  await page.goto(`${app.url}/letters/${slug}/embed`);
  assert.match(await page.textContent('main'), /321 organisations/);
  await t.examine(page, 'embed');
  assert.equal((await page.goto(`${app.url}/letters/${slug}/versions/99`)).status(), 404);
  await t.examine(page, 'not-found');
});

journey('An embargoed letter of the demo answers as one that never existed', async (t) => {
  const app = await t.server({ command: ['demo'] });
  const told = /(\S+@\S+)\s.*operator/.exec(app.output)[1];
  const page = await t.page({ robot: true });
  await page.goto(`${app.url}/signin`);
  await page.fill('[name=email]', told);
  await page.fill('[name=password]', /password: (.+)/.exec(app.output)[1]);
  await page.click('button[name=action]');
  await page.waitForURL(/\/desk/);
  const hidden = [];
  for (const href of await page.locator('.letters h2 a').evaluateAll((all) => all.map(({ href }) => href))) {
    await page.goto(`${href}/details`);
    const name = await page.inputValue('[name=slug]');
    if ((await fetch(`${app.url}/letters/${name}`)).status !== 200) hidden.push(name);
  }
  assert.ok(hidden.length >= 3, 'drafts, open and scheduled letters');
  const never = await (await fetch(`${app.url}/letters/no-such-letter`)).text();
  for (const name of hidden) {
    for (const path of ['', '/signatories', '/signatories.json', '/versions/1']) {
      const answer = await fetch(`${app.url}/letters/${name}${path}`);
      assert.equal(answer.status, 404);
      assert.equal(await answer.text(), never, `/letters/${name}${path}`);
    }
  }
});
