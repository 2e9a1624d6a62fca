// The coordinator's follow-up, with and without scripts: who is silent, a reminder, the job's page, more time.

import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { draft, inDays, invite, open, press, send, setDates, setUpAndSignIn, toTheForm, fillIn } from './steps.mjs';

const rows = [
  'Organisation;E-mail;Country',
  'Kestrel Field Workers;amina@kestrel.example;Kenya',
  'Boglands Watch;aoife@boglands.example;Ireland',
  'Umfula Listeners;thandi@umfula.example;South Africa',
];

for (const js of [false, true]) {
  const way = js ? 'with JavaScript' : 'without a single script';
  journey(`A coordinator follows up ${way}: filters, reminds, pauses, goes on, gives more time`, async (t) => {
    const app = await t.server();
    const desk = await t.page({ js });
    await setUpAndSignIn(app, desk);
    const letter = await draft(desk, app, { title: 'For the rivers we share', slug: 'the-rivers-we-share' });
    await setDates(desk, letter);
    await open(desk, letter);
    await invite(desk, letter, rows.join('\n'));
    await send(desk, letter);
    const asked = await t.mail.waitForMailTo('amina@kestrel.example', { subject: 'Please sign our letter' }, 120_000);
    await t.mail.waitForMailTo('thandi@umfula.example', { subject: 'Please sign our letter' });
    await t.mail.waitForMailTo('aoife@boglands.example', { subject: 'Please sign our letter' });
    await signs(t, asked, js);
    await filtersAndCalls(t, desk, letter);
    await reminds(t, desk, letter);
    await givesMoreTime(t, desk, letter);
  }, { isLong: true });
}

async function signs(t, mail, js) {
  const phone = await t.page({ js, width: 360 });
  await toTheForm(phone, mail.link('/sign/'));
  await fillIn(phone);
  await press(phone, 'check');
  await press(phone, 'sign');
  await phone.close();
}

/** The silent ones of one continent; one of them is called and noted down. */
async function filtersAndCalls(t, desk, letter) {
  await desk.goto(`${letter}/invitations?status=silent`);
  assert.equal(await desk.locator('.invitees tbody tr').count(), 2);
  await desk.selectOption('#filter-region', { label: 'Africa' });
  await Promise.all([desk.waitForEvent('load'), desk.click('form.filter button')]);
  assert.equal(await desk.locator('.invitees tbody tr').count(), 1);
  await Promise.all([desk.waitForEvent('load'), desk.click('.invitees tbody th a')]);
  await desk.selectOption('[name=outcome]', 'call_again');
  await press(desk, 'call');
  await desk.fill('[name=note]', 'Ask for Thandi after Monday.');
  await press(desk, 'note');
  assert.match(await desk.textContent('#calls'), /Wants to be called again/);
  await t.examine(desk, 'invitee');
  await desk.goto(`${letter}/invitations?status=silent`);
  await desk.check('[name=scope][value=all]');
  await press(desk, 'ask_remind');
  assert.match(await desk.textContent('h1'), /Remind 2 contacts/);
  await t.examine(desk, 'chosen');
}

/** The number first, then the words, then the job's page: paused, and going on. */
async function reminds(t, desk, letter) {
  await press(desk, 'choose');
  assert.match(await desk.textContent('button[value=send]'), /Send to 2/);
  await t.examine(desk, 'compose-reminder');
  await desk.fill('[name=message]', 'Dear {nmae}');
  await press(desk, 'send');
  assert.equal(desk.lastStatus, 422);
  assert.match(await desk.textContent('.summary'), /\{nmae\}/, 'a slip is named before anything is sent');
  await t.examine(desk, 'compose-refused');
  await desk.fill('[name=message]', 'Dear {name},\n\nwill {organisation} sign?');
  await desk.fill('[name=subject]', 'Still time to sign');
  await press(desk, 'send');
  await desk.waitForURL(/\/desk\/jobs\//);
  const job = desk.url().split('?')[0];
  assert.match(await desk.textContent('main'), /0 of 2/);
  await desk.goto(`${job}?still=yes`);
  await press(desk, 'pause');
  assert.match(await desk.textContent('h1'), /Paused/);
  await t.examine(desk, 'job-paused');
  await press(desk, 'resume');
  const mail = await t.mail.waitForMailTo('thandi@umfula.example', { subject: 'Still time to sign' }, 120_000);
  assert.match(mail.text, /will Umfula Listeners sign\?/);
  await t.mail.waitForMailTo('aoife@boglands.example', { subject: 'Still time to sign' });
  assert.equal(t.mail.mails.filter(({ to, subject }) => to === 'amina@kestrel.example' && subject === 'Still time to sign').length, 0, 'who signed is not asked again');
  // The relay has a mail a moment before the server knows that it took it.
  for (let look = 0; look < 20; look += 1) {
    await desk.goto(`${job}?still=yes`);
    if (/2 of 2/.test(await desk.textContent('main'))) return;
    await desk.waitForTimeout(250);
  }
  assert.match(await desk.textContent('main'), /2 of 2/);
}

async function givesMoreTime(t, desk, letter) {
  await desk.goto(`${letter}/dates`);
  await desk.fill('[name=extended_to]', inDays(8));
  await press(desk, 'extend_tell');
  assert.match(await desk.textContent('h1'), /more time/);
  assert.match(await desk.textContent('button[value=send]'), /Send to 2/);
  await press(desk, 'preview');
  assert.match(await desk.textContent('pre.mail'), /UTC/, 'the new time stands in the zone and in UTC');
  await t.examine(desk, 'compose-extension');
  await press(desk, 'send');
  await press(desk, 'undo');
  assert.match(await desk.textContent('h1'), /Stopped/);
}
