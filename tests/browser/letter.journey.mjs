// One letter from an empty server to the public, by everyone who has a part in it: the coordinator, signers with and without
// JavaScript on a phone, a scanner that opens every link, and a signer at risk.

import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import {
  coordinator, draft, fillIn, invite, listAll, look, nowhere, open, press, publish, send, setDates, setUpAndSignIn, toTheForm,
} from './steps.mjs';

const slug = 'the-rivers-we-share';
const invited = [
  'Organisation;E-mail;Country',
  'Kestrel Field Workers;amina@kestrel.example;Kenya',
  'جمعية زيتون الوادي;salma@zaytun.example;Lebanon',
  'Quiet House;someone@quiet.example;Nepal',
  'Boglands Watch;aoife@boglands.example;Ireland',
].join('\n');

/** A mail scanner that runs scripts opens the link three times before the person does. */
async function scanned(t, link) {
  const robot = await t.page({ width: 1280 });
  for (let times = 0; times < 3; times += 1) {
    await fetch(link, { method: 'HEAD' });
    const answer = await robot.goto(link, { waitUntil: 'networkidle' });
    assert.equal(answer.status(), 200);
  }
  await robot.close();
}

journey('A letter goes from an empty server to the public, by coordinator, signers and a signer at risk', async (t) => {
  const app = await t.server();
  const desk = await t.page({ width: 1280 });
  await setUpAndSignIn(app, desk);
  await look(t, desk, 'desk-empty');
  const letter = await draft(desk, app, { title: 'For the rivers we share', slug });
  await look(t, desk, 'desk-text');
  await setDates(desk, letter, { closes: 9, publishes: 7 });
  assert.equal(await desk.locator('.summary').count(), 1, 'dates that contradict each other are refused in words');
  await look(t, desk, 'desk-dates-refused');
  await setDates(desk, letter);
  assert.equal(await desk.locator('.summary').count(), 0);
  await open(desk, letter);
  await look(t, desk, 'desk-opened');
  await invite(t, desk, letter, invited);
  await desk.goto(`${letter}/mail`);
  await desk.fill('[name=subject]', 'A test');
  await desk.fill('[name=message]', 'Dear friends,\n\nplease sign.');
  await press(desk, 'test');
  const test = await t.mail.waitForMailTo(coordinator, { subject: 'A test' });
  await look(t, desk, 'desk-compose');
  const testPage = await t.page({ width: 360 });
  await testPage.goto(test.link('/sign/'));
  await look(t, testPage, 'sign-test-mail');
  await send(desk, letter);
  await look(t, desk, 'job-waiting');
  const mailTo = (address) => t.mail.waitForMailTo(address, { subject: 'Please sign our letter' }, 90_000);

  await t.mail.waitForMailTo('amina@kestrel.example', { subject: 'Please sign our letter' }, 90_000);
  await signsOnAPhone(t, (await mailTo('amina@kestrel.example')).link('/sign/'), { js: false });
  await signsOnAPhone(t, (await mailTo('salma@zaytun.example')).link('/sign/'), { js: true });
  await signsAtRisk(t, (await mailTo('someone@quiet.example')).link('/sign/'));
  await declines(t, (await mailTo('aoife@boglands.example')).link('/sign/'));
  await desk.reload();
  await look(t, desk, 'job-done');

  await desk.goto(`${letter}/signatures`);
  await look(t, desk, 'check-desk');
  await listAll(desk, letter);
  assert.equal((await fetch(`${app.url}/letters/${slug}`)).status, 404, 'nothing is public yet');
  await publish(desk, letter, slug);
  await look(t, desk, 'desk-published');

  const data = await (await fetch(`${app.url}/letters/${slug}/signatories.json`)).json();
  assert.deepEqual(data.counts, { organisations: 3, countries: 2, individuals: 0, withheld: 1 });
  await nowhere(app, slug, ['Quiet House', 'Boglands', 'Nepal', 'quiet.example', 'amina@']);
  const reader = await t.page({ width: 360 });
  await reader.goto(`${app.url}/letters/${slug}`);
  await look(t, reader, 'letter-small');

  await withdraws(t, (await t.mail.waitForMailTo('amina@kestrel.example', { subject: '' })).link('/mine/'));
  await nowhere(app, slug, ['Kestrel']);
});

async function signsOnAPhone(t, link, { js }) {
  await scanned(t, link);
  const phone = await t.page({ width: 360, js });
  await phone.goto(link);
  await look(t, phone, 'sign-landing');
  await toTheForm(phone, link);
  await look(t, phone, 'sign-form');
  await press(phone, 'check');
  assert.equal(await phone.locator('.summary').count(), 1, 'an empty form is refused with a list of what lacks');
  await look(t, phone, 'sign-form-refused');
  await fillIn(phone);
  await press(phone, 'check');
  await look(t, phone, 'sign-check');
  const button = phone.locator('button[name=action][value=sign]');
  await button.dblclick().catch(() => {}); // the second click may meet the next page
  await phone.waitForURL(/\/done$/);
  await look(t, phone, 'sign-done');
  const again = await phone.goto(link);
  assert.equal(again.status(), 410, 'the link signs once');
  await look(t, phone, 'sign-used');
  await phone.close();
}

async function signsAtRisk(t, link) {
  const page = await t.page({ width: 360 });
  await toTheForm(page, link);
  await fillIn(page, { listing: 'withheld', place: 'region' });
  await press(page, 'check');
  assert.ok(!(await page.textContent('.proof')).includes('Quiet House'), 'the proof shows the line as the public reads it');
  await look(t, page, 'sign-check-withheld');
  await press(page, 'sign');
  await page.waitForURL(/\/done$/);
  await page.close();
}

async function declines(t, link) {
  const page = await t.page({ width: 360 });
  await page.goto(`${link}/decline`);
  await look(t, page, 'sign-decline');
  await press(page, 'decline');
  await page.waitForURL(/\/done$/);
  await page.close();
}

async function withdraws(t, link) {
  const page = await t.page({ width: 360 });
  await page.goto(link);
  await look(t, page, 'mine');
  await page.click('a[href$="/withdraw"]');
  await look(t, page, 'mine-withdraw');
  await press(page, 'withdraw');
  await page.waitForURL(/\/done$/);
  await page.close();
}
