// Somebody who may be harmed when the name is known.

import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { invited, stage } from './stage.mjs';
import { choose, dataOf, draft, fillIn, holds, nowhere, open, press, publish, setDates, setUpAndSignIn, share, toTheForm, unfold } from './steps.mjs';

journey('A signer at risk is counted and not named, can read who sees the name, and withdraws', async (t) => {
  const { app, letter, slug, mailTo, desk } = await stage();
  const { email, organisation, name } = invited.someone;
  const phone = await t.page({ width: 360 });
  await toTheForm(phone, (await mailTo(email)).link('/sign/'));
  const told = phone.locator('details', { has: phone.locator('[name=withheld_place]') });
  assert.match(await told.textContent(), /conveners of this letter who have that right, and whoever runs this server/);
  assert.match(await told.textContent(), /erased/);
  assert.match(await told.textContent(), /Copies that were made before.*cannot be called back/);
  await fillIn(phone, { listing: 'withheld', place: 'region' });
  await press(phone, 'check');
  assert.ok(!(await phone.textContent('.proof')).includes(organisation), 'the proof shows the line as the public reads it');
  await t.examine(phone, 'sign-check-withheld');
  await press(phone, 'sign');
  await phone.waitForURL(/\/done$/);
  await t.examine(phone, 'sign-done-withheld');
  const receipt = await mailTo(email, 'Your signature was received');
  assert.ok(!receipt.text.includes(organisation), 'the receipt does not name it either');

  const coordinator = await desk(t);
  await coordinator.goto(`${letter}/signatures`);
  assert.ok(!(await coordinator.textContent('main')).includes(organisation), 'the queue masks it');
  const before = (await dataOf(app, slug)).counts.withheld;
  const row = coordinator.locator('.queue a', { hasText: /withheld/i }).first();
  await Promise.all([coordinator.waitForEvent('load'), row.click()]);
  await t.examine(coordinator, 'check-withheld');
  await press(coordinator, 'show_withheld');
  assert.match(await coordinator.textContent('#chosen'), new RegExp(organisation));
  await t.examine(coordinator, 'check-withheld-shown');
  await press(coordinator, 'list', '.decide');
  await coordinator.goto(`${letter}/log`);
  assert.match(await coordinator.textContent('main'), /withheld/i, 'who looked is written down');
  await t.examine(coordinator, 'log-after-looking');
  const words = [organisation, name, email, 'quiet.example', 'Nepal'];
  assert.equal((await dataOf(app, slug, ({ counts }) => counts.withheld > before)).counts.withheld, before + 1, 'it counts');
  await nowhere(app, slug, words);
  const search = await (await fetch(`${app.url}/letters/${slug}/signatories?q=Quiet`)).text();
  const nobody = await (await fetch(`${app.url}/letters/${slug}/signatories?q=Qviet`)).text();
  assert.equal(search.replaceAll('Quiet', 'Qviet'), nobody, 'the search does not know it');

  await phone.goto(receipt.link('/mine/'));
  await t.examine(phone, 'mine-of-withheld');
  await phone.click('a[href$="/withdraw"]');
  await t.examine(phone, 'mine-withdraw');
  await press(phone, 'withdraw');
  await phone.waitForURL(/\/done$/);
  await t.examine(phone, 'done-withdrawn');
  assert.equal((await dataOf(app, slug)).counts.withheld, before, 'at once it does not count');
  await phone.goto(receipt.link('/mine/'));
  await t.examine(phone, 'mine-withdrawn');
}, { onStage: true });

journey('An organisation that did not sign says so, and its name is gone from every output', async (t) => {
  const { app, letter, slug, mailTo, desk } = await stage();
  const { email, organisation } = invited.thandi;
  const phone = await t.page({ width: 360 });
  await toTheForm(phone, (await mailTo(email)).link('/sign/'));
  await fillIn(phone);
  await press(phone, 'check');
  await press(phone, 'sign');
  const coordinator = await desk(t);
  await choose(coordinator, letter, organisation);
  await press(coordinator, 'list', '.decide');
  assert.ok(holds(organisation)(await dataOf(app, slug, holds(organisation))));
  await phone.goto((await mailTo(email, 'Your signature was received')).link('/mine/'));
  await press(phone, 'suspend');
  await phone.waitForURL(/\/done$/);
  await t.examine(phone, 'done-not-us');
  await nowhere(app, slug, [organisation]);
}, { onStage: true });

journey('A high-risk letter mails without its title, offers withholding first, and hides all names on a switch', async (t) => {
  const app = await t.server();
  const page = await t.page();
  await setUpAndSignIn(app, page);
  const [title, slug] = ['For those who guard the springs', 'the-springs'];
  const letter = await draft(page, app, { title, slug });
  await page.goto(`${letter}/safety`);
  await page.check('[name=high_risk]');
  await page.check('[name=listing_rule][value=at_once]').catch(() => {});
  await t.examine(page, 'desk-safety');
  await press(page, 'save');
  await setDates(page, letter);
  await open(page, letter);
  const phone = await t.page({ width: 360 });
  await toTheForm(phone, await share(page, letter, 'By hand'));
  const listings = await phone.locator('[name=listing]').evaluateAll((all) => all.map(({ value, checked }) => [value, checked]));
  assert.deepEqual(listings, [['withheld', false], ['named', false]], 'withheld first, and nothing chosen beforehand');
  assert.ok(await phone.locator('[name=withheld_place]').first().isVisible(), 'what it means stands open');
  await t.examine(phone, 'sign-form-high-risk');
  await phone.fill('[name=organisation_name]', 'Spring Keepers');
  await phone.fill('[name=email]', 'keeper@springs.example');
  await fillIn(phone, { country: 'KE' });
  await press(phone, 'check');
  await press(phone, 'sign');
  const wanted = await t.mail.waitForMailTo('keeper@springs.example');
  for (const word of ['springs', 'Spring Keepers', title]) {
    assert.ok(!`${wanted.subject}\n${wanted.text}\n${wanted.html}`.replaceAll('springs.example', '').includes(word), `the mail says ${word}`);
  }
  await phone.goto(wanted.link('/confirm/'));
  await press(phone, 'confirm');
  await choose(page, letter, 'Spring Keepers');
  await press(page, 'list', '.decide');
  await publish(page, letter, slug);
  assert.equal((await dataOf(app, slug, ({ signatories }) => signatories.length)).signatories.length, 1);
  await page.goto(`${letter}/safety`);
  await press(page, 'hide');
  await t.examine(page, 'desk-safety-hidden');
  await nowhere(app, slug, ['Spring Keepers', 'Kenya']);
  assert.equal((await dataOf(app, slug)).counts.organisations, 1, 'the count stays');
  await phone.goto(`${app.url}/letters/${slug}`);
  await t.examine(phone, 'letter-hidden');
  await phone.goto(`${app.url}/letters/${slug}/signatories`);
  await t.examine(phone, 'register-hidden');
});
