// Thirty must be able to live with the text: five reviewers by personal link, with JavaScript and without; what each sentence
// costs; proposals that enter the text, are refused or merged; and a round that ends while somebody types.

import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { draft, inDays, press, scanned, setUpAndSignIn, unfold } from './steps.mjs';

const reviewers = [
  { organisation: 'Weir Keepers', name: 'Tomás Rojas', email: 'tomas@weirkeepers.example', country: 'CL', stance: 'cannot_sign', comment: 'We cannot speak for delegates.', proposal: 'We ask the delegates to listen to those who live by the river.' },
  { organisation: 'Marshland Trust', name: 'Lina Tamm', email: 'lina@marshland.example', country: 'EE', stance: 'cannot_sign', proposal: 'We ask all delegates to hear those who live by the river.' },
  { organisation: 'Boglands Watch', name: 'Aoife Byrne', email: 'aoife@boglands.example', country: 'IE', stance: 'can_live', comment: 'A stronger verb would help.' },
  { organisation: 'جمعية زيتون الوادي', name: 'سلمى حداد', email: 'salma@zaytun.example', country: 'LB', stance: 'fine', condition: 'نوقّع إذا بقيت الجملة الثانية.' },
  { organisation: 'Tidal Flats Group', name: 'João Reis', email: 'joao@tidalflats.example', country: 'PT', stance: 'fine' },
];

async function say(t, page, link, who) {
  await page.goto(link);
  const stance = page.locator(`[name=stance-body-0][value=${who.stance}]`);
  await unfold(page, stance);
  await stance.check();
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
    await say(t, page, link, who);
    await t.examine(page, `commented-${nth}`);
    await page.close();
  }
  await desk.goto(`${letter}/comments`);
  const cost = await desk.textContent('main');
  assert.match(cost, /2 (organisations )?(of|in|from)? ?2|2 .*cannot sign|cannot sign/i);
  assert.match(cost, /We cannot speak for delegates\./);
  await t.examine(desk, 'comments-costs');
  // Two wordings of one paragraph: one is made of both.
  const merge = desk.locator('form', { has: desk.locator('button[value=accept]') }).first();
  await merge.locator('[name=words]').fill('We ask all delegates to listen to those who live by the river.');
  await Promise.all([desk.waitForEvent('load'), merge.locator('button[value=accept]').click()]);
  await t.examine(desk, 'comments-accepted');
  await t.mail.waitForMailTo(reviewers[0].email, { subject: 'Your wording was taken over' });
  await desk.goto(`${letter}/text`);
  assert.match(await desk.inputValue('[name=body]'), /all delegates to listen/);
  await desk.goto(`${letter}/text/history`);
  assert.match(await desk.textContent('.past'), /Weir Keepers/, 'the history names who proposed');
  // The round ends while somebody types: nothing is lost, and the page says so.
  const late = await t.page({ width: 360, js: false });
  await late.goto(links[4]);
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
