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
    const people = { 'Weir Keepers': 'keepers@weir.example', 'Tidal Flats Group': 'office@tidal.example', 'Old Mill Society': 'mill@oldmill.example' };
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
      } else if (email.startsWith('mill')) {
        await Promise.all([phone.waitForEvent('load'), phone.locator('.asked-again a[href$="/withdraw"]').click()]);
        await t.examine(phone, 'asked-again-out');
        await press(phone, 'withdraw');
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
    assert.match(said, /1 wants to talk/);
    assert.match(said, /1 is off/);
    await desk.goto(letter);
    assert.match(await desk.textContent('#answers'), /Answers to version 2/);
    await t.examine(desk, 'overview-answers');
    await desk.goto(`${letter}/signatures?show=listed`);
    assert.match(await desk.textContent('.answered'), /1 wants to talk/);
    await t.examine(desk, 'signatures-answers');
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

journey('Readers of a public letter see what was signed while its signatories are asked, and who signs reads the text that comes', async (t) => {
  const app = await t.server();
  const desk = await t.page();
  await setUpAndSignIn(app, desk);
  const letter = await draft(desk, app, { title: 'Letter on the gauges', slug: 'on-the-gauges' });
  await setDates(desk, letter, { collects: 'in_public', publishes: inDays(1) });
  await open(desk, letter);
  await desk.goto(`${letter}/publish`);
  await desk.locator('form', { has: desk.locator('button[value=publish]') }).locator('[name=confirm]').fill('on-the-gauges');
  await press(desk, 'publish');
  await write(desk, letter, 'We demand that the gauges are read each morning.');
  await desk.goto(`${letter}/publish`);
  const revise = desk.locator('form', { has: desk.locator('button[value=revise]') });
  await desk.locator('details', { has: revise }).locator('summary').click();
  await revise.locator('[name=change][value=substantive]').check();
  await revise.locator('[name=note]').fill('There is a time of day now.');
  await revise.locator('[name=answer_by]').fill(inDays(3));
  await press(desk, 'revise');
  const phone = await t.page({ width: 360, js: false });
  await phone.goto(`${app.url}/letters/on-the-gauges`);
  assert.match(await phone.textContent('.change'), /A change of the text was agreed on .* The text below is the one signed so far\./);
  assert.doesNotMatch(await phone.textContent('main'), /each morning/);
  await t.examine(phone, 'public-change-agreed');
  await phone.goto(`${app.url}/letters/on-the-gauges/sign`);
  assert.match(await phone.textContent('.to-come'), /You sign version 2\./);
  assert.match(await phone.textContent('#text'), /each morning/);
  await t.examine(phone, 'sign-text-to-come');
  await fillIn(phone, { country: 'DE' });
  await phone.fill('[name=organisation_name]', 'Gauge Readers');
  await phone.fill('[name=email]', 'read@gauges.example');
  await press(phone, 'check');
  assert.match(await phone.textContent('#text'), /each morning/);
  await t.examine(phone, 'check-text-to-come');
  await press(phone, 'sign');
});
