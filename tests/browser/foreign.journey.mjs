// Coordinator and signer in the language nobody speaks (from right to left, words 40 % longer): what the demo's links do
// not lead to. `examine` finds words that are not from the catalogue, and pages that are too wide. Mails are in the
// letter's language.

import { journey } from './harness.mjs';
import { draft, fillIn, inDays, open, press, setDates, setUpAndSignIn, share, toTheForm, unfold } from './steps.mjs';

const title = 'For the rivers we share';

journey('A coordinator and a signer find every page in their language, from right to left', async (t) => {
  const app = await t.server({ settings: { UNDERSIGNED_LANGUAGE: 'qps-plocm' } });
  const desk = await t.page({ width: 360 });
  await desk.goto(await app.setUpLink());
  await t.examine(desk, 'accounts-set-up');
  await desk.fill('[name=password]', 'short');
  await press(desk, 'save');
  await t.examine(desk, 'accounts-set-up-refused');
  await setUpAndSignIn(app, desk);
  await t.examine(desk, 'desk-empty');
  const letter = await draft(desk, app, { title, slug: 'rivers' });
  await desk.goto(`${letter}/publish`);
  await t.examine(desk, 'desk-to-open');
  await setDates(desk, letter, { closes: inDays(9), publishes: inDays(7) });
  await t.examine(desk, 'desk-dates-refused');
  await setDates(desk, letter);
  await open(desk, letter);
  await desk.goto(`${letter}/invitations/import`);
  await desk.fill('[name=pasted]', 'Organisation;E-mail;Country\nKestrel;amina@kestrel.example;Kenyaa\nBoglands Watch;aoife@boglands;Ireland');
  await press(desk, 'upload');
  await t.examine(desk, 'import-columns');
  await press(desk, 'check');
  await t.examine(desk, 'import-check');
  await press(desk, 'import');
  await t.examine(desk, 'import-done');
  await desk.goto(`${letter}/mail`);
  await desk.fill('[name=subject]', title);
  await desk.fill('[name=message]', 'Dear friends,\n\nplease sign.');
  await press(desk, 'preview');
  await t.examine(desk, 'compose-preview');
  await press(desk, 'test');
  await t.examine(desk, 'compose');

  const phone = await t.page({ width: 360 });
  const link = await share(desk, letter, 'By hand');
  await phone.goto(link);
  await t.examine(phone, 'join-landing');
  await toTheForm(phone, link);
  await press(phone, 'check');
  await t.examine(phone, 'sign-form-refused');
  await phone.fill('[name=organisation_name]', 'Moorland Listeners');
  await phone.fill('[name=email]', 'lena@moorland.example');
  await fillIn(phone, { country: 'DE' });
  await press(phone, 'check');
  await t.examine(phone, 'sign-check');
  await press(phone, 'sign');
  await t.examine(phone, 'done-mail');
  const wanted = await t.mail.waitForMailTo('lena@moorland.example');
  await phone.goto(wanted.link('/confirm/'));
  await t.examine(phone, 'confirm');
  const before = t.mail.mails.length;
  await press(phone, 'confirm');
  await t.examine(phone, 'sign-done');
  await phone.goto(wanted.link('/confirm/'));
  await t.examine(phone, 'confirm-used');
  const receipt = await t.mail.waitForMailTo('lena@moorland.example', { after: before });
  await phone.goto(receipt.link('/mine/'));
  await t.examine(phone, 'mine');
  await phone.click('a[href$="/withdraw"]');
  await t.examine(phone, 'mine-withdraw');
  await desk.goto(`${letter}/signatures`);
  await Promise.all([desk.waitForEvent('load'), desk.locator('.queue a').first().click()]);
  await t.examine(desk, 'check-one');
  await desk.locator('details:has(button[value=refuse]) summary').click();
  await desk.fill('[name=reason]', '');
  await press(desk, 'refuse');
  await t.examine(desk, 'check-refuse-why');
}, { isLong: true });

journey('Reviewers, the costs of each paragraph and the redline are in their language, from right to left', async (t) => {
  const app = await t.server({ settings: { UNDERSIGNED_LANGUAGE: 'qps-plocm' } });
  const desk = await t.page({ width: 360 });
  await setUpAndSignIn(app, desk);
  const letter = await draft(desk, app, { title, slug: 'rivers' });
  await desk.goto(`${letter}/comments`);
  await desk.fill('[name=people]', 'Kestrel, Amina Otieno, amina@kestrel.example, KE');
  await desk.fill('[name=closes_at]', inDays(2));
  await press(desk, 'start');
  const asked = await t.mail.waitForMailTo('amina@kestrel.example');
  const phone = await t.page({ width: 360 });
  await phone.goto(asked.link('/comment/'));
  await t.examine(phone, 'comment');
  for (const [page, wording] of [[phone, '## We ask [the delegates](https://rivers.example/) to hear us.'], [desk, 'We ask **the delegates** to hear us.']]) {
    if (page === desk) {
      await desk.goto(`${letter}/comments/mine`);
      await desk.fill('[name=organisation]', 'Confluence Network');
      await desk.selectOption('[name=country]', 'LB');
    }
    const stance = page.locator('[name=stance-body-0][value=cannot_sign]');
    await unfold(page, stance);
    await stance.check();
    await page.fill('[name=proposal-body-0]', wording);
    await press(page, 'save');
    await t.examine(page, page === desk ? 'reviewed' : 'commented');
  }
  await desk.goto(`${app.url}/desk`);
  await t.examine(desk, 'letters-in-comments');
  await desk.goto(letter);
  await t.examine(desk, 'overview-in-comments');
  for (const nth of [0, 1]) {
    await desk.goto(`${letter}/comments`);
    await t.examine(desk, `comments-costs-${nth}`);
    const form = desk.locator('form', { has: desk.locator('button[value=accept]') });
    const boxes = form.locator('input[type=checkbox]');
    if (nth === 0) await boxes.nth(1).uncheck();
    await Promise.all([desk.waitForEvent('load'), form.locator('button[value=accept]').click()]);
  }
  await t.examine(desk, 'comments-accepted');
  await desk.goto(`${letter}/text/history`);
  await t.examine(desk, 'history-proposed');
  await Promise.all([desk.waitForEvent('load'), desk.locator('.past > li').first().locator('.acts a').first().click()]);
  await t.examine(desk, 'redline');
  await desk.goto(`${letter}/comments`);
  await press(desk, 'close');
  await t.examine(desk, 'comments-closed');
  await phone.reload();
  await t.examine(phone, 'comment-closed');
}, { isLong: true });
