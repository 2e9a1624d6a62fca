// Thirty must be able to live with the text: five reviewers, four by personal link and one at the desk, with JavaScript and without;
// what each sentence costs in numbers; proposals that enter the text, are refused or merged; the lawyer's redline; and a round that
// ends while somebody types.

import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { colleague, draft, inDays, press, scanned, setUpAndSignIn, unfold } from './steps.mjs';

// By place: what each says of the first paragraph. Two of one country cannot sign, and one more of another.
const reviewers = [
  { organisation: 'Weir Keepers', name: 'Tomás Rojas', email: 'tomas@weirkeepers.example', country: 'CL', stance: 'cannot_sign', comment: 'We cannot speak for delegates.', proposal: 'We ask the delegates to listen to those who live by the river.' },
  { organisation: 'Marshland Trust', name: 'Lina Tamm', email: 'lina@marshland.example', country: 'CL', stance: 'cannot_sign', proposal: 'We ask all delegates to hear those who live by the river.' },
  { organisation: 'Boglands Watch', name: 'Aoife Byrne', email: 'aoife@boglands.example', country: 'IE', stance: 'can_live', comment: 'A stronger verb would help.', quoted: 'hear' },
  { organisation: 'جمعية زيتون الوادي', name: 'سلمى حداد', email: 'salma@zaytun.example', country: 'LB', stance: 'fine', condition: 'نوقّع إذا بقيت الجملة الثانية (2).' },
];
const omar = { organisation: 'Confluence Network', name: 'Omar Haddad', email: 'omar@confluence.example', country: 'KE', stance: 'cannot_sign', proposal: 'We ask the delegates to **hear** those who live by the river.' };

// As a finger or a mouse selects them: the words, and then the button that appears below them.
async function select(page, words) {
  const piece = page.locator('.piece', { has: page.locator('[name=comment-body-0]') });
  await piece.locator('[data-part=words]').evaluate((shown, wanted) => {
    const walker = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf(wanted);
      if (at >= 0) return document.getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + wanted.length);
    }
    throw new Error(`no ${wanted}`);
  }, words);
  await piece.locator('[data-act=quote]').click();
}

async function say(page, who, js = false) {
  const stance = page.locator(`[name=stance-body-0][value=${who.stance}]`);
  await unfold(page, stance);
  await stance.check();
  if (who.organisation === omar.organisation) {
    await page.fill('[name=organisation]', who.organisation);
    await page.selectOption('[name=country]', who.country);
  }
  if (who.quoted && js) {
    await select(page, who.quoted);
    assert.equal(await page.inputValue('[name=quoted-body-0]'), who.quoted);
    assert.equal(await page.evaluate(() => document.activeElement.name), 'comment-body-0', 'the comment is typed next');
  } else if (who.quoted) await page.fill('[name=quoted-body-0]', who.quoted);
  if (who.comment) await page.fill('[name=comment-body-0]', who.comment);
  if (who.proposal) await page.fill('[name=proposal-body-0]', who.proposal);
  if (who.condition) await page.fill('[name=condition]', who.condition);
  await press(page, 'save');
}

journey('Five reviewers say what they can sign, and their words enter the text or are refused with a reason', async (t) => {
  const app = await t.server();
  const desk = await t.page();
  await setUpAndSignIn(app, desk);
  const letter = await draft(desk, app, { title: 'Letter on the mandate', slug: 'on-the-mandate' });
  const atDesk = await colleague(t, app, desk, letter, { ...omar, right: 'reviewer', js: false, width: 360 });
  await desk.goto(`${letter}/comments`);
  await t.examine(desk, 'comments-none');
  await desk.fill('[name=people]', 'Weir Keepers, nobody at nowhere');
  await desk.fill('[name=closes_at]', inDays(2));
  await press(desk, 'start');
  assert.equal(desk.lastStatus, 422, 'a line that is no reviewer is told');
  await t.examine(desk, 'comments-refused');
  await desk.fill('[name=people]', reviewers.map((one) => `${one.organisation}, ${one.name}, ${one.email}, ${one.country}`).join('\n'));
  await press(desk, 'start');
  await t.examine(desk, 'comments-started');
  const links = [];
  for (const [nth, who] of reviewers.entries()) {
    const asked = await t.mail.waitForMailTo(who.email, { subject: 'DRAFT' });
    if (nth === 0) await t.examineMail(asked, 'mail-comment-request');
    const link = asked.link('/comment/');
    links.push(link);
    if (nth === 0) await scanned(t, link);
    const page = await t.page({ width: nth % 2 ? 1280 : 360, js: nth % 2 === 0, dark: nth === 2 });
    await page.goto(link);
    assert.match(await page.textContent('main'), /DRAFT/i);
    await t.examine(page, `comment-${nth}`);
    if (nth === 2) {
      // What was typed and not sent stands there again, until it is thrown away or sent.
      await select(page, 'the delegates');
      await page.fill('[name=comment-body-0]', 'Typed on a train');
      await page.reload();
      assert.match(await page.textContent('#kept'), /was not sent/);
      assert.equal(await page.inputValue('[name=comment-body-0]'), 'Typed on a train');
      await t.examine(page, 'comment-kept');
      await page.click('[data-act=drop]');
      assert.equal(await page.inputValue('[name=comment-body-0]') + await page.inputValue('[name=quoted-body-0]'), '');
      await page.reload();
      assert.ok(await page.locator('#kept').isHidden());
    }
    await say(page, who, nth % 2 === 0);
    if (nth === 2) {
      assert.ok(await page.locator('#kept').isHidden());
      await page.goto(link);
      assert.ok(await page.locator('#kept').isHidden(), 'what was sent waits no longer');
    }
    await t.examine(page, `commented-${nth}`);
    await page.close();
  }
  // The fifth sits at the desk: the same sheet, under an own name.
  await atDesk.goto(`${app.url}/desk`);
  assert.match(await atDesk.textContent('main'), /In comments.*4 of 4 answered/s);
  await t.examine(atDesk, 'letters-in-comments');
  await atDesk.goto(`${letter}/comments`);
  assert.ok(!(await atDesk.textContent('main')).includes('We cannot speak for delegates.'), 'who only reviews does not read the others');
  await atDesk.goto(`${letter}/comments/mine`);
  await t.examine(atDesk, 'reviewing');
  await say(atDesk, omar);
  assert.match(await atDesk.textContent('main'), /Saved\./);
  await t.examine(atDesk, 'reviewed');
  await desk.goto(letter);
  assert.match(await desk.textContent('main'), /In comments.*5 of 5 answered/s);
  await t.examine(desk, 'overview-in-comments');
  await desk.goto(`${letter}/comments`);
  const costs = await desk.locator('.costs tbody tr').filter({ hasText: 'We ask the delegates' }).locator('td').allInnerTexts();
  assert.deepEqual(costs, ['3', '2', '1', '1', '1'], 'cannot sign, their countries, can live with it, their countries, fine');
  const voices = await desk.locator('.voices > li').allInnerTexts();
  assert.equal(voices.length, 5);
  assert.match(voices[4], /Confluence Network \(Kenya\), Omar Haddad · at the desk · we cannot sign/);
  assert.match(voices[0], /Weir Keepers \(Chile\), Tomás Rojas · we cannot sign[^]*We cannot speak for delegates\./);
  await t.examine(desk, 'comments-costs');
  // One of the wordings is refused with a reason; the other two become one.
  const refused = desk.locator('.voices > li', { hasText: 'Lina Tamm' });
  await refused.locator('summary').click();
  await refused.locator('[name=reason]').fill('Three networks object to “all”.');
  await Promise.all([desk.waitForEvent('load'), refused.locator('button[value=refuse]').click()]);
  await t.mail.waitForMailTo(reviewers[1].email, { subject: 'Your wording was not taken over' });
  assert.equal(await desk.locator('input[name=reviewer][type=checkbox]').count(), 2, 'two wordings of one sentence wait');
  const merge = desk.locator('form', { has: desk.locator('button[value=accept]') }).first();
  await merge.locator('[name=words]').fill('We ask the delegates to **listen** to those who live by the river.');
  await Promise.all([desk.waitForEvent('load'), merge.locator('button[value=accept]').click()]);
  await t.examine(desk, 'comments-accepted');
  await t.mail.waitForMailTo(reviewers[0].email, { subject: 'Your wording was taken over' });
  await desk.goto(`${letter}/text`);
  assert.match(await desk.inputValue('[name=body]'), /the delegates to \*\*listen\*\*/);
  await desk.goto(`${letter}/text/history`);
  const newest = desk.locator('.past > li').first();
  assert.match(await newest.textContent(), /Proposed by\s+Weir Keepers, Tomás Rojas;\s+Confluence Network, Omar Haddad/, 'the history names who proposed');
  await t.examine(desk, 'history-proposed');
  await Promise.all([desk.waitForEvent('load'), newest.locator('.acts a').first().click()]);
  assert.deepEqual(await desk.locator('.redline .changed ins strong').allInnerTexts(), ['listen'], 'bold stays bold');
  assert.ok(!(await desk.textContent('.redline')).match(/\*\*|Weir Keepers/), 'no marks, and no names for the lawyer');
  await t.examine(desk, 'redline-proposed');
  await atDesk.goto(`${letter}/comments/mine`);
  assert.match(await atDesk.textContent('main'), /Your wording was taken over\./);
  // The round ends while somebody types: nothing is lost, and the page says so.
  const late = await t.page({ width: 360, js: false });
  await late.goto(links[3]);
  const field = late.locator('[name=comment-body-1]');
  await unfold(late, field);
  await field.fill('One more thing about the water.');
  await desk.goto(`${letter}/comments`);
  await press(desk, 'close');
  await press(late, 'save');
  await t.examine(late, 'comment-late');
  assert.match(await late.textContent('main'), /after the end|came after|kept/i);
  await desk.goto(`${letter}/comments`);
  assert.match(await desk.textContent('main'), /One more thing about the water\./);
  await t.examine(desk, 'comments-closed');
});
