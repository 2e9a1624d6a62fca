// Contacts who may not sign alone, or are not the right person: they ask a director, pass the invitation on, or type the codes
// of their mail on another machine.

import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { invited, stage } from './stage.mjs';
import { choose, fillIn, press, scanned, toTheForm } from './steps.mjs';

const follow = (page, end) => Promise.all([page.waitForEvent('load'), page.locator(`main a[href$="${end}"]`).click()]);

const asking = [
  { who: invited.lina, approver: 'Mart Saar', address: 'mart@marshland.example', approverHasScripts: false },
  { who: invited.joao, approver: 'Inês Prado', address: 'ines@tidalflats.example', approverHasScripts: true },
];

for (const { who, approver, address, approverHasScripts } of asking) {
  const way = approverHasScripts ? 'with JavaScript, the contact without' : 'without JavaScript, the contact with';
  journey(`A contact asks the director, who comments and approves on a telephone ${way}`, async (t) => {
    const { letter, mailTo, desk } = await stage();
    const { email, organisation } = who;
    const invitation = await mailTo(email);
    const contact = await t.page({ width: 360, js: !approverHasScripts });
    await contact.goto(invitation.link('/sign/'));
    await follow(contact, '/approve-request');
    await t.examine(contact, 'ask-approval');
    await press(contact, 'ask');
    assert.equal(contact.lastStatus, 422);
    await t.examine(contact, 'ask-approval-refused');
    await contact.fill('[name=approver_name]', approver);
    await contact.fill('[name=approver_email]', address);
    await contact.fill('[name=note]', 'Our board saw the draft in June.');
    await contact.fill('[name=representative_role]', 'Programme officer');
    await contact.check('[name=listing][value=named]');
    await press(contact, 'ask');
    await contact.waitForURL(/\/done$/);
    await t.examine(contact, 'done-asked');
    await contact.goto(invitation.link('/sign/'));
    assert.match(await contact.textContent('main'), new RegExp(`Waiting for\\s+.*${approver}`));
    await t.examine(contact, 'ask-waiting');

    const request = await mailTo(address, 'Your approval is asked');
    await t.examineMail(request, 'mail-approval');
    const link = request.link('/approve/');
    await scanned(t, link);
    const phone = await t.page({ width: 360, js: approverHasScripts });
    await phone.goto(link);
    await t.examine(phone, 'approve');
    assert.match(await phone.textContent('.proof'), new RegExp(organisation));
    await phone.locator('details', { has: phone.locator('[name=comment]') }).locator('summary').click();
    await phone.fill('[name=comment]', 'We can sign if the second paragraph keeps its last sentence.');
    await press(phone, 'comment');
    await phone.waitForURL(/\/done$/);
    await mailTo('nadia@confluence.example', 'A comment from somebody who is asked to approve');
    await phone.goto(link);
    await press(phone, 'approve');
    await phone.waitForURL(/\/done$/);
    await t.examine(phone, 'done-approved');
    assert.equal((await phone.goto(link)).status(), 410, 'a decision is taken once');
    await t.examine(phone, 'approve-used');
    await mailTo(email, 'Your signature was received');
    const coordinator = await desk(t);
    await choose(coordinator, letter, organisation);
  }, { onStage: true });
}

journey('An invitation is passed on, and the colleague types the codes of the mail on another machine', async (t) => {
  const { app, letter, mailTo, desk } = await stage();
  const { email, organisation } = invited.tomas;
  const invitation = await mailTo(email);
  const phone = await t.page({ width: 360, js: false });
  await phone.goto(invitation.link('/sign/'));
  await follow(phone, '/hand-over');
  await t.examine(phone, 'hand-over');
  await phone.fill('[name=email]', 'carla@weirkeepers.example');
  await phone.fill('[name=name]', 'Carla Muñoz');
  await press(phone, 'hand_over');
  await phone.waitForURL(/\/done$/);
  await t.examine(phone, 'done-handed-over');
  assert.equal((await phone.goto(invitation.link('/sign/'))).status(), 410, 'the old link is dead');
  await t.examine(phone, 'sign-replaced');

  const mail = await mailTo('carla@weirkeepers.example', 'A colleague passed an invitation on to you');
  await t.examineMail(mail, 'mail-handed-over');
  const [, first, second] = /\b([A-Z0-9]{4})\b[^A-Z0-9]+([A-Z0-9]{4}-?[A-Z0-9]{4})\b/.exec(mail.text.slice(mail.text.indexOf('/code')));
  const machine = await t.page();
  await machine.goto(`${app.url}/code`);
  await t.examine(machine, 'code');
  await machine.fill('[name=letter]', first.toLowerCase());
  await machine.fill('[name=code]', 'AAAA-AAAA');
  await press(machine, 'open');
  assert.equal(machine.lastStatus, 422);
  await t.examine(machine, 'code-refused');
  await machine.fill('[name=code]', second.toLowerCase());
  await press(machine, 'open');
  await machine.waitForURL(/\/sign\//);
  await toTheForm(machine, machine.url());
  assert.equal(await machine.inputValue('[name=organisation_name]'), organisation);
  await fillIn(machine, { role: 'Coordinator' });
  await press(machine, 'check');
  await press(machine, 'sign');
  await machine.waitForURL(/\/done$/);
  const coordinator = await desk(t);
  await choose(coordinator, letter, organisation);
}, { onStage: true });
