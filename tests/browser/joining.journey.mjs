// People who were not invited: by the shared link and by the open form of a public letter. Their address is confirmed
// by mail, and the answer tells nobody who has signed already.

import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { stage } from './stage.mjs';
import { choose, dataOf, fillIn, holds, press, scanned, share, toTheForm } from './steps.mjs';

journey('Somebody signs by a shared link and confirms the address, once, on a telephone', async (t) => {
  const { app, letter, slug, mailTo, mail, desk } = await stage();
  const coordinator = await desk(t);
  const link = await share(coordinator, letter, 'Mailing list of the North');
  await scanned(t, link);
  const phone = await t.page({ width: 360 });
  await phone.goto(link);
  await t.examine(phone, 'join-landing');
  await toTheForm(phone, link);
  await t.examine(phone, 'join-form');
  const answer = async (name) => {
    await phone.fill('[name=organisation_name]', name);
    await phone.fill('[name=email]', 'lena@moorland.example');
    await fillIn(phone, { country: 'DE' });
    await press(phone, 'check');
    await t.examine(phone, 'join-check');
    await press(phone, 'sign');
    await phone.waitForURL(/\/done$/);
    await t.examine(phone, 'done-mail');
    return phone.textContent('main');
  };
  const first = await answer('Moorland Listeners');
  const wanted = await mailTo('lena@moorland.example', 'Confirm your address');
  assert.match(wanted.text, /Moorland Listeners/);
  await t.examineMail(wanted, 'mail-confirm');
  await scanned(t, wanted.link('/confirm/'));
  await coordinator.goto(`${letter}/signatures`);
  assert.equal(await coordinator.locator('.queue a', { hasText: 'Moorland' }).count(), 0, 'opening the link confirms nothing');

  await phone.goto(wanted.link('/confirm/'));
  assert.match(await phone.textContent('.proof'), /Moorland Listeners/);
  await t.examine(phone, 'confirm');
  await phone.locator('button[name=action][value=confirm]').dblclick().catch(() => {});
  await phone.waitForURL(/\/done$/);
  await phone.waitForLoadState('load');
  await t.examine(phone, 'confirm-done');
  assert.equal((await phone.goto(wanted.link('/confirm/'))).status(), 410, 'the link confirms once');
  await t.examine(phone, 'confirm-used');
  await choose(coordinator, letter, 'Moorland Listeners');
  await press(coordinator, 'list', '.decide');
  assert.equal((await dataOf(app, slug, holds('Moorland Listeners'))).signatories.filter(({ name }) => name === 'Moorland Listeners').length, 1);

  // The same address again: the page says the same; the mail says what is so.
  const before = mail.mailsTo('lena@moorland.example').length;
  await toTheForm(phone, link);
  assert.equal(await answer('Moorland Listeners'), first, 'nobody learns here who has signed');
  await mailTo('lena@moorland.example', 'About your signature');
  assert.ok(mail.mailsTo('lena@moorland.example').length > before);
  assert.equal((await dataOf(app, slug)).signatories.filter(({ name }) => name === 'Moorland Listeners').length, 1);

  await coordinator.goto(`${letter}/invitations`);
  const row = coordinator.locator('tr', { hasText: 'Mailing list of the North' });
  await Promise.all([coordinator.waitForEvent('load'), row.locator('button[value=unshare]').click()]);
  assert.equal((await phone.goto(link)).status(), 410, 'a link that was taken back leads nowhere');
  await t.examine(phone, 'join-revoked');
}, { onStage: true });

journey('An individual signs a public letter by its open form, without JavaScript', async (t) => {
  const { app, letter, slug, mailTo, desk } = await stage();
  const phone = await t.page({ width: 360, js: false });
  await phone.goto(`${app.url}/letters/${slug}`);
  const way = phone.locator(`a[href="/letters/${slug}/sign"]`).first();
  await Promise.all([phone.waitForEvent('load'), way.click()]);
  await t.examine(phone, 'open-form');
  await press(phone, 'change'); // to the form for individuals
  await t.examine(phone, 'open-form-individual');
  await press(phone, 'check');
  assert.equal(phone.lastStatus, 422);
  await t.examine(phone, 'open-form-refused');
  await phone.fill('[name=person_name]', 'O’Ng 黄');
  await phone.fill('[name=affiliation]', 'Chair of Hydrology, Example University');
  await phone.fill('[name=email]', 'ng@example.org');
  await phone.selectOption('[name=country]', 'XK');
  await phone.check('[name=listing][value=named]');
  await press(phone, 'check');
  await t.examine(phone, 'open-check');
  await press(phone, 'sign');
  await phone.waitForURL(/\/done$/);
  await phone.goto((await mailTo('ng@example.org', 'Confirm your address')).link('/confirm/'));
  await t.examine(phone, 'confirm-individual');
  await press(phone, 'confirm');
  const coordinator = await desk(t);
  await choose(coordinator, letter, 'O’Ng 黄');
  await press(coordinator, 'list', '.decide');
  const data = await dataOf(app, slug, holds('O’Ng 黄'));
  const listed = data.signatories.find(({ name }) => name === 'O’Ng 黄');
  assert.equal(listed?.kind, 'individual');
  assert.equal(listed.country_code, 'XK');
}, { onStage: true });
