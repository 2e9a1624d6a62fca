// People who got a mail: they read, sign, refresh, press twice, go back, and change their minds; on a telephone, with
// JavaScript and without.

import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { invited, stage } from './stage.mjs';
import { choose, dataOf, fillIn, holds, press, scanned, toTheForm, unfold } from './steps.mjs';

for (const [who, js] of [['amina', true], ['salma', false]]) {
  const how = js ? 'with JavaScript' : 'without JavaScript';
  journey(`A mail is opened by a scanner and signed by a person, once, on a telephone ${how}`, async (t) => {
    const { app, letter, slug, mailTo, desk } = await stage();
    const { email, organisation } = invited[who];
    const mail = await mailTo(email);
    const link = mail.link('/sign/');
    for (const each of new Set(mail.links.filter((one) => one.startsWith(app.url)))) await scanned(t, each);
    const coordinator = await desk(t);
    await coordinator.goto(`${letter}/invitations?q=${encodeURIComponent(email)}`);
    assert.equal(await coordinator.locator('.standing.sent').count(), 1, 'opening a link, with scripts too, is nothing');
    await coordinator.goto(`${letter}/signatures`);
    assert.equal(await coordinator.locator('.queue a', { hasText: organisation }).count(), 0);

    const phone = await t.page({ width: 360, js });
    await phone.goto(link);
    await t.examine(phone, 'sign-landing');
    await toTheForm(phone, link);
    await t.examine(phone, 'sign-form');
    assert.equal(await phone.inputValue('[name=organisation_name]'), organisation);
    assert.equal(await phone.inputValue('[name=email]'), email);
    await phone.fill('[name=latin_name]', 'Olive of the Valley');
    await press(phone, 'check');
    assert.equal(phone.lastStatus, 422);
    assert.equal(await phone.locator('.summary').count(), 1, 'an empty form is refused with a list of what lacks');
    assert.equal(await phone.evaluate(() => document.activeElement?.id), 'summary', 'the list has the focus');
    assert.match(await phone.title(), /^Error:/);
    assert.equal(await phone.inputValue('[name=latin_name]'), 'Olive of the Valley', 'what was typed is still there');
    await t.examine(phone, 'sign-form-refused');
    await fillIn(phone);
    await press(phone, 'check');
    assert.match(await phone.textContent('.proof'), new RegExp(organisation));
    assert.match(await phone.textContent('.proof'), /Olive of the Valley/);
    await t.examine(phone, 'sign-check');
    await press(phone, 'change');
    assert.equal(await phone.inputValue('[name=latin_name]'), 'Olive of the Valley');
    assert.ok(await phone.isChecked('[name=authorised]'));
    await press(phone, 'check');
    const tab = await t.tab(phone); // the same form once more, beside the first
    await toTheForm(tab, link);
    await fillIn(tab);
    await press(tab, 'check');

    await phone.locator('button[name=action][value=sign]').dblclick().catch(() => {}); // the second click may meet the next page
    await phone.waitForURL(/\/done$/);
    await phone.waitForLoadState('load');
    assert.match(await phone.textContent('main'), /sha256/);
    await t.examine(phone, 'sign-done');
    await phone.reload();
    // Back leads to the answer of a form, which the browser does not send again unasked; the other tab is not so careful.
    await phone.goBack().catch(() => {});
    await phone.waitForURL(/chrome-error|\/sign$/);
    await press(tab, 'sign');
    await t.examine(tab, 'sign-twice');
    await tab.close();
    assert.equal((await phone.goto(link)).status(), 410, 'the link signs once');
    await t.examine(phone, 'sign-used');
    assert.ok(phone.posts.length >= 5);
    for (const post of phone.posts) assert.equal((await post.allHeaders()).origin, 'null', 'these pages do not say where they are');

    const friend = await t.page({ width: 360, js });
    await friend.goto(`${app.url}/done`);
    assert.ok(!(await friend.textContent('main')).includes('sha256'), 'the receipt is for this browser only');
    await t.examine(friend, 'done-for-others');

    const receipts = () => stagedMails(t, app, email);
    const receipt = await mailTo(email, 'Your signature was received');
    await t.examineMail(receipt, 'mail-receipt');
    assert.match(receipt.text, new RegExp((await dataOf(app, slug)).letter.text_sha256));
    await choose(coordinator, letter, organisation); // fails unless it stands there exactly once
    await press(coordinator, 'list', '.decide');
    const named = (await dataOf(app, slug, holds(organisation))).signatories.filter(({ name }) => name === organisation);
    assert.equal(named.length, 1);
    assert.equal(named[0].latin_name, 'Olive of the Valley');
    await mine(t, phone, receipt.link('/mine/'), { app, slug, organisation });
    assert.equal(await receipts(), 1, 'one receipt for one signature');
  }, { onStage: true });
}

async function stagedMails(t, app, email) {
  const { mail } = await stage();
  return mail.mailsTo(email).filter(({ subject }) => subject === 'Your signature was received').length;
}

/** Looks at the signature, has the name withheld and shown again as the page offers. */
async function mine(t, phone, link, { app, slug, organisation }) {
  await scanned(t, link);
  assert.ok(holds(organisation)(await dataOf(app, slug, holds(organisation))));
  await phone.goto(link);
  assert.match(await phone.textContent('.proof'), new RegExp(organisation));
  await t.examine(phone, 'mine');
  await unfold(phone, phone.locator('[name=organisation_name]'));
  await phone.fill('[name=organisation_name]', '');
  await press(phone, 'save');
  assert.equal(phone.lastStatus, 422);
  await t.examine(phone, 'mine-refused');
  await phone.goto(link);
  const form = phone.locator('form', { has: phone.locator('button[value=withhold]') });
  await unfold(phone, form.locator('button[value=withhold]'));
  await form.locator('[name=withheld_place][value=none]').check();
  await press(phone, 'withhold');
  await t.examine(phone, 'mine-withheld');
  assert.ok(!JSON.stringify(await dataOf(app, slug)).includes(organisation), 'withheld at once');
}

journey('An organisation declines, thinks again, and stops the mails', async (t) => {
  const { letter, mailTo, desk } = await stage();
  const { email } = invited.aoife;
  const mail = await mailTo(email);
  const phone = await t.page({ width: 360, js: false });
  await phone.goto(mail.link('/sign/'));
  await Promise.all([phone.waitForEvent('load'), phone.locator('a[href$="/decline"]').click()]);
  await t.examine(phone, 'sign-decline');
  await phone.fill('[name=reason]', 'Our board meets in spring.');
  await press(phone, 'decline');
  await phone.waitForURL(/\/done$/);
  await t.examine(phone, 'done-declined');
  const coordinator = await desk(t);
  const standing = async () => {
    await coordinator.goto(`${letter}/invitations?q=${encodeURIComponent(email)}`);
    return (await coordinator.locator('.standing').getAttribute('class')).replace('standing ', '');
  };
  assert.equal(await standing(), 'declined');
  await phone.goto(mail.link('/sign/'));
  await t.examine(phone, 'sign-declined');
  await press(phone, 'undo');
  assert.notEqual(await standing(), 'declined');
  await phone.goto(mail.link('/unsubscribe/'));
  await t.examine(phone, 'unsubscribe');
  await press(phone, 'unsubscribe');
  await t.examine(phone, 'unsubscribed');
  assert.equal(await standing(), 'stopped');
}, { onStage: true });
