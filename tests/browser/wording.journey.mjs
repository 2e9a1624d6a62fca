// Every word agreed: the lawyer's redline, and asking every signatory again after a change in substance.

import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { draft, fillIn, inDays, listAll, open, press, setDates, setUpAndSignIn, share, toTheForm } from './steps.mjs';

async function write(page, letter, body, note = '') {
  await page.goto(`${letter}/text`);
  await page.fill('[name=body]', body);
  if (note) await page.fill('[name=note]', note);
  await press(page, 'save');
}

journey('A lawyer reads on paper what two words change, and the text before comes back, without JavaScript', async (t) => {
  const app = await t.server();
  const page = await t.page({ js: false });
  await setUpAndSignIn(app, page);
  const letter = await draft(page, app, { title: 'For an open ended mandate', slug: 'open-ended' });
  await write(page, letter, 'We ask for an open ended mandate.\n\nIt begins in May.\n\nNobody is left out.');
  await write(page, letter, 'We ask for a mandate of two years.\n\nIt begins in May.\n\nThe budget is public.', 'after the call with the lawyer');
  await page.goto(`${letter}/text/history`);
  await t.examine(page, 'history');
  await Promise.all([page.waitForEvent('load'), page.locator('.past > li').first().locator('a').first().click()]);
  assert.deepEqual(await page.locator('.redline .difference del').allTextContents(), ['an open ended mandate', 'Nobody is left out.']);
  const added = (await page.locator('.redline ins').allTextContents()).map((words) => words.trim());
  assert.ok(added.includes('The budget is public.'), added.join(' | '));
  await t.examine(page, 'redline');
  await page.emulateMedia({ media: 'print' });
  assert.ok(!(await page.locator('nav.menu').isVisible()), 'paper shows the text and no menu');
  const struck = await page.locator('.redline del').first().evaluate((words) => getComputedStyle(words).textDecorationLine);
  assert.equal(struck, 'line-through', 'marks need no colour');
  await page.emulateMedia({ media: 'screen' });
  await page.goto(`${letter}/text/history`);
  await press(page, 'restore', '.past > li:nth-child(2)');
  await t.examine(page, 'history-restored');
  await page.goto(`${letter}/text`);
  assert.match(await page.inputValue('[name=body]'), /an open ended mandate/);
});

for (const js of [true, false]) {
  journey(`After a change in substance every signatory is asked, keeps or talks, on a telephone ${js ? 'with' : 'without'} JavaScript`, async (t) => {
    const app = await t.server();
    const desk = await t.page();
    await setUpAndSignIn(app, desk);
    const letter = await draft(desk, app, { title: 'Letter on the weir', slug: 'on-the-weir' });
    await setDates(desk, letter);
    await open(desk, letter);
    const link = await share(desk, letter, 'Everybody');
    const people = { 'Weir Keepers': 'keepers@weir.example', 'Tidal Flats Group': 'office@tidal.example' };
    const phone = await t.page({ width: 360, js });
    for (const [name, email] of Object.entries(people)) {
      await toTheForm(phone, link);
      await phone.fill('[name=organisation_name]', name);
      await phone.fill('[name=email]', email);
      await fillIn(phone, { country: 'DE' });
      await press(phone, 'check');
      await press(phone, 'sign');
      const wanted = await t.mail.waitForMailTo(email, { subject: 'Confirm your address' });
      await phone.goto(wanted.link('/confirm/'));
      await press(phone, 'confirm');
    }
    await listAll(desk, letter);
    await write(desk, letter, 'We demand that the weir is opened by May.');
    await desk.goto(`${letter}/publish`);
    const revise = desk.locator('form', { has: desk.locator('button[value=revise]') });
    await desk.locator('details', { has: revise }).locator('summary').click();
    await revise.locator('[name=change][value=substantive]').check();
    await revise.locator('[name=note]').fill('“Ask” became “demand”, and there is a date.');
    await press(desk, 'revise');
    assert.equal(desk.lastStatus, 422, 'the time to answer is missing');
    await t.examine(desk, 'revise-refused');
    await desk.locator('[name=answer_by]').fill(inDays(3));
    await press(desk, 'revise');
    await t.examine(desk, 'publish-asked');
    const subject = 'does your signature stand';
    for (const email of Object.values(people)) {
      const asked = await t.mail.waitForMailTo(email, { subject });
      await t.examineMail(asked, `mail-text-changed-${email}`);
      await phone.goto(asked.link('/mine/'));
      await t.examine(phone, `asked-again-${email.slice(0, 5)}`);
      assert.ok((await phone.locator('.asked-again ins').count()) > 0, 'the page shows what changed');
      if (email.startsWith('keepers')) {
        await press(phone, 'keep');
        assert.match(await phone.textContent('.banner.done'), /stands for the new text/);
      } else {
        await phone.fill('[name=talk_note]', 'May is too late for the fish.');
        await press(phone, 'talk');
      }
      await t.examine(phone, `answered-${email.slice(0, 5)}`);
    }
    await desk.goto(`${letter}/answers`);
    await t.examine(desk, 'answers');
    const said = await desk.textContent('main');
    assert.match(said, /1 is still in/);
    assert.match(said, /May is too late for the fish\./);
    await desk.goto(`${letter}/publish`);
    const publish = desk.locator('form', { has: desk.locator('button[value=publish]') });
    await publish.locator('[name=confirm]').fill('on-the-weir');
    await press(desk, 'publish');
    assert.equal(desk.lastStatus, 409, 'a signature of another text holds it back');
    assert.match(await desk.textContent('.remark.look'), /Tidal Flats Group/);
    await t.examine(desk, 'publish-held');
    await desk.goto(`${letter}/answers`);
    await press(desk, 'leave_off');
    await desk.goto(`${letter}/publish`);
    await publish.locator('[name=confirm]').fill('on-the-weir');
    await press(desk, 'publish');
    const data = await (await fetch(`${app.url}/letters/on-the-weir/signatories.json`)).json();
    assert.deepEqual(data.signatories.map(({ name }) => name), ['Weir Keepers']);
    assert.equal(data.letter.version, 2);
  });
}
