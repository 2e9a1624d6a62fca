// The coordinator's way: from the printed set-up link to a letter that publishes itself at its minute.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { journey } from './harness.mjs';
import { until } from './server.mjs';
import { choose, coordinator, dataOf, draft, fillIn, inDays, invite, open, press, send, setDates, setUpAndSignIn, toTheForm } from './steps.mjs';

const [title, slug] = ['For the rivers we share', 'the-rivers-we-share'];
const urls = ['', '/signatories', '/signatories.csv', '/signatories.json', '/versions/1', '/versions/1.md', '/sign', '/press', '/card.png'];

/** A list as a spreadsheet of 2003 saves it: semicolons, Windows-1252, one bad address, one row twice. */
const list = Buffer.from([
  'Organisation;E-mail;Country',
  'Kestrel Field Workers;amina@kestrel.example;Kenya',
  'Fédération des Berges;lea@berges.example;C\xf4te d\x92Ivoire',
  'Boglands Watch;aoife@boglands;Ireland',
  'Kestrel Field Workers;amina@kestrel.example;Kenya',
  'Tidemark;ines@tidemark.example;Portugal',
].join('\r\n'), 'latin1');

journey('A coordinator drafts, sets dates, opens, imports a list and tries the mail on herself', async (t) => {
  const app = await t.server();
  const desk = await t.page();
  await setUpAndSignIn(app, desk);
  await t.examine(desk, 'desk-empty');
  await desk.goto(`${app.url}/desk/letters/new`);
  await press(desk, 'save');
  await t.examine(desk, 'desk-new-refused');
  const letter = await draft(desk, app, { title, slug });
  await t.examine(desk, 'desk-text');
  const preview = await t.tabOf(desk, () => desk.click('button[value=preview]'));
  assert.match(await preview.textContent('main'), /hear those who live by the river/);
  await t.examine(preview, 'desk-preview');
  await preview.close();
  await setDates(desk, letter, { closes: inDays(9), publishes: inDays(7) });
  assert.equal(desk.lastStatus, 422);
  assert.match(await desk.textContent('.summary'), /published before signing closes/, 'dates that contradict each other are refused in words');
  await t.examine(desk, 'desk-dates-refused');
  await setDates(desk, letter);
  assert.equal(await desk.locator('.summary').count(), 0);
  await t.examine(desk, 'desk-dates');
  await desk.goto(`${letter}/publish`);
  await t.examine(desk, 'desk-to-open');
  await open(desk, letter);
  assert.match(await desk.textContent('.versions'), /[0-9a-f]{64}/);
  await t.examine(desk, 'desk-opened');
  await twoSavers(t, desk, letter);
  await imports(t, desk, letter);
  await testsTheMail(t, desk, letter);
});

journey('A letter is mailed, signed and checked, and publishes itself at its minute', async (t) => {
  const app = await t.server();
  const desk = await t.page();
  await setUpAndSignIn(app, desk);
  const letter = await draft(desk, app, { title, slug });
  await setDates(desk, letter);
  await open(desk, letter);
  const [sha] = /[0-9a-f]{64}/.exec(await desk.textContent('.versions'));
  await invite(desk, letter, 'Organisation;E-mail;Country\nKestrel Field Workers;amina@kestrel.example;Kenya\nFédération des Berges;lea@berges.example;Côte d’Ivoire');
  const mails = await mailsAll(t, desk, letter);
  assert.deepEqual(mails.map(({ to }) => to).sort(), ['amina@kestrel.example', 'lea@berges.example'], 'one mail to each');
  for (const mail of mails) await signsQuickly(t, mail);
  await checks(t, desk, letter);
  await neverExisted(app);
  await publishesItself(t, app, desk, letter, sha);
}, { isLong: true });

/** Two people save the same page: the second one gets both texts. */
async function twoSavers(t, desk, letter) {
  const other = await t.tab(desk);
  await desk.goto(`${letter}/text`);
  await other.goto(`${letter}/text`);
  await desk.fill('[name=closing]', 'With the first regards');
  await press(desk, 'save');
  await other.fill('[name=closing]', 'With the second regards');
  await press(other, 'save');
  assert.equal(other.lastStatus, 409);
  assert.equal(await other.locator('.conflict del').textContent(), 'first');
  assert.equal(await other.locator('.conflict ins').textContent(), 'second');
  assert.equal(await other.inputValue('[name=closing]'), 'With the second regards');
  await t.examine(other, 'desk-text-conflict');
  await other.close();
}

async function imports(t, desk, letter) {
  await desk.goto(`${letter}/invitations`);
  await t.examine(desk, 'invitations-none');
  await desk.goto(`${letter}/invitations/import`);
  await press(desk, 'upload');
  await t.examine(desk, 'import-refused');
  await desk.setInputFiles('[name=file]', { name: 'friends.csv', mimeType: 'text/csv', buffer: list });
  await press(desk, 'upload');
  assert.match(await desk.textContent('main'), /Fédération des Berges/);
  await t.examine(desk, 'import-columns');
  await press(desk, 'check');
  await t.examine(desk, 'import-check');
  const [download] = await Promise.all([desk.waitForEvent('download'), desk.click('a[download]')]);
  const bad = await readFile(await download.path(), 'utf8');
  assert.match(bad, /aoife@boglands/);
  assert.doesNotMatch(bad, /lea@berges/);
  await press(desk, 'import');
  assert.match(await desk.textContent('h1'), /3/);
  await t.examine(desk, 'import-done');
  await desk.goto(`${letter}/invitations`);
  assert.equal(await desk.locator('.invitees tbody tr').count(), 3);
  await t.examine(desk, 'invitations');
}

/** Preview, and a test whose link opens the pages and cannot sign. */
async function testsTheMail(t, desk, letter) {
  await desk.goto(`${letter}/mail`);
  await desk.fill('[name=subject]', 'A test');
  await desk.fill('[name=message]', 'Dear friends,\n\nplease sign.');
  await press(desk, 'preview');
  await t.examine(desk, 'compose-preview');
  await press(desk, 'test');
  const test = await t.mail.waitForMailTo(coordinator, { subject: 'A test' });
  await t.examine(desk, 'compose');
  await t.examineMail(test, 'mail-invitation');
  const phone = await t.page({ width: 360 });
  await toTheForm(phone, test.link('/sign/'));
  await t.examine(phone, 'sign-test');
  await phone.fill('[name=organisation_name]', 'Example');
  await fillIn(phone, { country: 'KE' });
  await press(phone, 'check');
  const button = phone.locator('button[name=action][value=sign]');
  if (await button.count()) await press(phone, 'sign');
  await t.examine(phone, 'sign-test-end');
  assert.doesNotMatch(await phone.textContent('main'), /sha256/, 'the link of a test mail cannot sign');
  await desk.goto(`${letter}/signatures`);
  assert.equal(await desk.locator('.queue a').count(), 0, 'the test mail signed nothing');
  await t.examine(desk, 'check-empty');
}

/** Send, thinks again, Send; returns the mails that left. */
async function mailsAll(t, desk, letter) {
  const before = t.mail.mails.length;
  await send(desk, letter);
  await t.examine(desk, 'job-waiting');
  await press(desk, 'undo');
  await t.examine(desk, 'job-undone');
  await send(desk, letter);
  const job = desk.url();
  await t.mail.waitFor(before + 2, 100_000);
  await until(async () => {
    await desk.goto(`${job}?still=yes`);
    return /2 of 2/.test(`${await desk.title()} ${await desk.textContent('main')}`);
  }, 10_000, () => 'the job page to say that both left');
  await t.examine(desk, 'job-done');
  // Whoever sent them hears by mail that they left; that one is not for those who are asked.
  return t.mail.mails.slice(before).filter(({ subject }) => subject === 'Please sign our letter');
}

async function signsQuickly(t, mail) {
  const phone = await t.page({ width: 360 });
  await toTheForm(phone, mail.link('/sign/'));
  await fillIn(phone);
  await press(phone, 'check');
  await press(phone, 'sign');
  await phone.waitForURL(/\/done$/);
  await phone.close();
}

/** Lists one; refuses the other without a reason, with one, and takes that back. */
async function checks(t, desk, letter) {
  await desk.goto(`${letter}/signatures`);
  await t.examine(desk, 'check-desk');
  await choose(desk, letter, 'Kestrel Field Workers');
  await t.examine(desk, 'check-one');
  await press(desk, 'list', '.decide');
  await t.examine(desk, 'check-listed');
  await choose(desk, letter, 'Fédération des Berges');
  await desk.locator('details:has(button[value=refuse]) summary').click();
  await desk.fill('[name=reason]', '');
  await press(desk, 'refuse');
  assert.equal(desk.lastStatus, 422);
  await t.examine(desk, 'check-refuse-why');
  await desk.fill('[name=reason]', 'We could not reach you by telephone.');
  await press(desk, 'refuse');
  await choose(desk, letter, 'Fédération des Berges', 'refused');
  await t.examine(desk, 'check-refused');
  await press(desk, 'undo');
  await choose(desk, letter, 'Fédération des Berges');
  await press(desk, 'list', '.decide');
  assert.equal(t.mail.mails.filter(({ subject }) => /not listed/.test(subject)).length, 0, 'nobody was told of what was taken back');
}

/** Every address of the letter answers as one that never existed. */
async function neverExisted(app) {
  for (const url of urls) {
    const [ours, never] = await Promise.all([slug, 'no-such-letter'].map((name) => fetch(`${app.url}/letters/${name}${url}`)));
    assert.equal(ours.status, 404, url);
    const [headers, others] = [ours, never].map(({ headers }) => [...headers.keys()].filter((name) => name !== 'date').join());
    assert.equal(headers, others, url);
    assert.equal(await ours.text(), await never.text(), `${url} tells that the letter exists`);
  }
  const front = await (await fetch(app.url)).text();
  assert.ok(!front.includes('rivers we share'));
}

async function publishesItself(t, app, desk, letter, sha) {
  // The next full minute that leaves time for arming it.
  const minute = new Date(Math.ceil((Date.now() + 8_000) / 60_000) * 60_000);
  const publishes = minute.toISOString().slice(0, 16);
  const now = new Date(Date.now() - 60_000).toISOString().slice(0, 16);
  await setDates(desk, letter, { due: now, closes: now, publishes });
  await desk.goto(`${letter}/publish`);
  await press(desk, 'schedule');
  await t.examine(desk, 'desk-scheduled');
  const public_ = async () => (await fetch(`${app.url}/letters/${slug}`)).status === 200;
  if (Date.now() < minute.getTime() - 500) assert.equal(await public_(), false, 'not a minute before');
  const left = Math.max(0, minute.getTime() - Date.now());
  await until(public_, left + 5_000, () => `the letter, ${5} s after ${publishes}`);
  assert.ok(Date.now() >= minute.getTime(), 'not before its minute');
  await desk.goto(letter);
  await t.examine(desk, 'desk-published');

  const data = await dataOf(app, slug);
  assert.deepEqual(data.counts, { organisations: 2, countries: 2, individuals: 0, withheld: 0 });
  assert.equal(data.letter.text_sha256, sha, 'what was opened is what is published');
  assert.deepEqual(data.signatories.map(({ country_code }) => country_code).sort(), ['CI', 'KE']);
  const reader = await t.page({ width: 360 });
  await reader.goto(app.url);
  await t.examine(reader, 'front');
  await reader.goto(`${app.url}/letters/${slug}`);
  assert.match(await reader.textContent('main'), /Fédération des Berges/);
  await t.examine(reader, 'letter-small');
  await desk.goto(`${letter}/publish`);
  const form = desk.locator('form', { has: desk.locator('button[value=withdraw]') });
  await desk.locator('details:has(button[value=withdraw]) summary').click();
  await form.locator('[name=reason]').fill('A figure in the second paragraph was wrong.');
  await form.locator('[name=confirm]').fill(slug);
  await press(desk, 'withdraw');
  await reader.goto(`${app.url}/letters/${slug}`);
  assert.match(await reader.textContent('main'), /A figure in the second paragraph was wrong/);
  await t.examine(reader, 'letter-withdrawn');
}
