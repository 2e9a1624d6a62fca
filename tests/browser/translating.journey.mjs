// A letter goes into Arabic: asked by mail, translated on a phone from right to left, saved by itself or by the button, stale where
// the source changed, read by a second person, and told to readers as what it is.

import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { until } from './server.mjs';
import { draft, open, press, publish, scanned, setDates, setUpAndSignIn, unfold } from './steps.mjs';

const [title, slug] = ['Letter on the water', 'on-the-water'];
const [layla, rami] = ['layla@translators.example', 'rami@readers.example'];
const arabic = { title: 'رسالة عن الماء', first: 'نطلب من الوفود أن تسمع من يعيش على النهر (2030).', second: 'إنهم يعرفون ماءه.', addressee: 'جميع الوفود' };

const says = (page, words) => until(async () => words.test(await page.locator('#save-state [role=status]').textContent()), 12_000, () => `“${words}” on the translator’s page`);
/** The field beside the paragraph that begins so. */
const beside = (page, words) => page.locator('.side', { has: page.locator('.original', { hasText: words }) }).locator('textarea');

async function asked(t) {
  const app = await t.server();
  const desk = await t.page();
  await setUpAndSignIn(app, desk);
  const letter = await draft(desk, app, { title, slug });
  await desk.goto(`${letter}/languages`);
  await desk.selectOption('[name=language]', 'ar');
  await press(desk, 'add');
  await desk.fill('[name=translator]', 'ليلى حداد');
  await desk.fill('[name=email]', 'layla at home');
  await press(desk, 'ask');
  assert.equal(desk.lastStatus, 422, 'an address that is none is told');
  await t.examine(desk, 'language-refused');
  await desk.fill('[name=email]', layla);
  await press(desk, 'ask');
  await t.examine(desk, 'language-asked');
  const mail = await t.mail.waitForMailTo(layla, { subject: 'Please translate' });
  await t.examineMail(mail, 'mail-translation-request');
  const link = mail.link('/translate/');
  await scanned(t, link);
  return { app, desk, letter, link };
}

// Somebody who did not translate reads both texts on a phone without JavaScript, sends it back once and then approves.
async function readByASecondPerson(t, desk) {
  await unfold(desk, desk.locator('[name=reader_email]'));
  await desk.fill('[name=reader]', 'Rami Khoury');
  await desk.fill('[name=reader_email]', rami);
  await press(desk, 'ask_reader');
  await t.examine(desk, 'language-reader-asked');
  const mail = await t.mail.waitForMailTo(rami, { subject: 'Please read a translation' });
  await t.examineMail(mail, 'mail-translation-reading');
  const link = mail.link('/read/');
  await scanned(t, link);
  const phone = await t.page({ width: 360, js: false, dark: true });
  await phone.goto(link);
  await t.examine(phone, 'second-reading');
  await press(phone, 'remark');
  assert.equal(phone.lastStatus, 422, 'an empty remark is told');
  await t.examine(phone, 'second-reading-refused');
  await phone.fill('[name=remark]', 'في الفقرة الأولى: الوفود (2030).');
  await press(phone, 'remark');
  await desk.reload();
  assert.match(await desk.textContent('main'), /في الفقرة الأولى/);
  await t.examine(desk, 'language-sent-back');
  await press(phone, 'approve');
  assert.match(await phone.textContent('main'), /A second person read exactly this text and approved it/);
  await t.examine(phone, 'second-reading-approved');
  await phone.close();
  await desk.reload();
  assert.match(await desk.textContent('main'), /Read by\s+Rami Khoury/);
}

async function readersAreTold(t, { app, desk, letter }) {
  await desk.goto(`${letter}/languages/ar`);
  await desk.check('[name=standing][value=official]');
  await press(desk, 'set');
  await readByASecondPerson(t, desk);
  await press(desk, 'show');
  await t.examine(desk, 'language-approved');
  await desk.goto(`${letter}/languages`);
  await t.examine(desk, 'languages');
  await setDates(desk, letter);
  await open(desk, letter);
  await desk.goto(`${letter}/publish`);
  await press(desk, 'close');
  await publish(desk, letter, slug);
  const reader = await t.page({ width: 360, js: false });
  await reader.goto(`${app.url}/letters/${slug}/ar`);
  assert.match(await reader.textContent('main'), /Official translation\. The text in .*English.* is the one that is signed\./);
  assert.match(await reader.textContent('#letter'), /نطلب من الوفود أن تسمع/);
  await t.examine(reader, 'letter-in-arabic');
}

journey('A translator works on a phone, nothing typed is lost, and readers are told what the Arabic text is', async (t) => {
  const set = await asked(t);
  const { desk, letter, link } = set;
  const page = await t.page({ width: 360 });
  await page.goto(link);
  await t.examine(page, 'translate');
  await beside(page, title).pressSequentially(arabic.title);
  await says(page, /^Saved \d\d:\d\d$/);
  await beside(page, 'We ask the delegates').fill(arabic.first);
  await says(page, /^Not saved yet|^Saving/);
  await says(page, /^Saved/);
  assert.match(await page.textContent('.tally'), /2 of 4 parts translated/);
  await beside(page, 'All delegations').fill(arabic.addressee);
  // On a train.
  await page.context().setOffline(true);
  await beside(page, 'They know its water').pressSequentially(arabic.second);
  await says(page, /^Not saved since \d\d:\d\d\. Trying again/);
  await t.examine(page, 'translate-offline');
  await page.context().setOffline(false);
  await says(page, /^Saved/);
  // The source changes: one part is stale, and says what changed.
  await desk.goto(`${letter}/text`);
  await desk.fill('[name=body]', 'We ask the delegates to hear those who live by the river every year.\n\nThey know its water.');
  await press(desk, 'save');
  await page.goto(link);
  assert.equal(await page.locator('.side[data-condition=stale]').count(), 1);
  assert.match(await page.textContent('.side[data-condition=stale] ins'), /every year/);
  await t.examine(page, 'translate-stale');
  await beside(page, 'We ask the delegates').fill(arabic.first.replace('.', ' كل سنة.'));
  await says(page, /^Saved/);
  assert.equal(await page.locator('.side[data-condition=stale]').count(), 0);
  // Two people in one paragraph: both wordings stand there.
  const other = await t.page({ width: 1280, dark: true });
  await other.goto(link);
  await beside(page, 'They know its water').fill('هم يعرفون ماءه.');
  await says(page, /^Saved/);
  await beside(other, 'They know its water').fill('إنهم يعرفون ماء النهر.');
  await says(other, /^Not saved\. Somebody else saved/);
  assert.equal(await other.locator('.theirs').textContent(), 'هم يعرفون ماءه.');
  await t.examine(other, 'translate-meanwhile');
  await press(other, 'save');
  assert.equal(await beside(other, 'They know its water').inputValue(), 'إنهم يعرفون ماء النهر.');
  // The link is taken back in mid-sentence.
  await desk.goto(`${letter}/languages/ar`);
  await press(desk, 'revoke');
  await beside(other, title).fill('رسالة عن ماء النهر');
  await says(other, /^Not saved since .*this link has ended/);
  await t.examine(other, 'translate-ended');
  // The only refusal of a script's own request that is meant.
  assert.ok(t.wrongs.every((wrong) => /^a part of a page answered 410: .*\/translate\//.test(wrong)), t.wrongs.join('\n'));
  t.wrongs = [];
  await press(desk, 'new_link');
  const next = await desk.locator('a.address').getAttribute('href');
  await other.goto(next);
  await other.locator('#kept').waitFor({ state: 'visible' });
  await t.examine(other, 'translate-kept');
  await other.click('#kept [data-act=show]');
  await says(other, /^Saved/);
  await other.goto(`${next}/preview`);
  assert.match(await other.textContent('main'), /رسالة عن ماء النهر/);
  await t.examine(other, 'translate-preview');
  await readersAreTold(t, set);
});

journey('A translator without JavaScript saves with the button', async (t) => {
  const set = await asked(t);
  const page = await t.page({ width: 360, js: false });
  await page.goto(set.link);
  await beside(page, title).fill(arabic.title);
  await beside(page, 'We ask the delegates').fill(arabic.first);
  await beside(page, 'They know its water').fill(arabic.second);
  await beside(page, 'All delegations').fill(arabic.addressee);
  await press(page, 'save');
  assert.match(await page.textContent('.tally'), /4 of 4 parts translated/);
  await t.examine(page, 'translate-saved');
  await readersAreTold(t, set);
});
