// Two people draft one text: it saves by itself, one writes at a time, and whatever happens to the line, the tab or the session, no
// sentence is lost.

import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { until } from './server.mjs';
import { colleague, coordinator, draft, press, setUpAndSignIn, signIn } from './steps.mjs';

const [title, slug] = ['For the rivers we share', 'the-rivers-we-share'];
const omar = 'omar@confluence.example';

const state = (page) => page.locator('#save-state [role=status]').textContent();
const says = (page, words, patience = 12_000) => until(async () => words.test(await state(page)), patience, () => `“${words}” above the text`);

journey('Two people write one text, one takes over, and no sentence is lost', async (t) => {
  const app = await t.server();
  const desk = await t.page();
  await setUpAndSignIn(app, desk);
  const letter = await draft(desk, app, { title, slug });
  const other = await colleague(t, app, desk, letter, { email: omar });
  await desk.goto(`${letter}/text`);
  await other.goto(`${letter}/text`);
  await desk.locator('[name=body]').press('Control+End');
  await desk.locator('[name=body]').pressSequentially('\n\nNadia writes this.');
  await says(desk, /^Saved \d\d:\d\d$/);
  await t.examine(desk, 'desk-text-writing');
  await other.goto(`${letter}/text`);
  assert.match(await other.textContent('#held'), /Nadia Benali has been writing here since/);
  assert.equal(await other.locator('[name=body]').getAttribute('readonly'), '', 'Omar can only read');
  assert.match(await other.inputValue('[name=body]'), /Nadia writes this\./);
  await t.examine(other, 'desk-text-held');
  // Nadia's page must not hear of it before she types on: it would lock her field, as it should.
  await desk.context().setOffline(true);
  await press(other, 'take');
  await other.locator('[name=body]').press('Control+End');
  await other.locator('[name=body]').pressSequentially(' Omar adds this.');
  await says(other, /^Saved/);
  await desk.locator('[name=body]').pressSequentially(' And a sentence in the middle of');
  await desk.context().setOffline(false);
  await says(desk, /^Not saved\. Omar Haddad has been writing here/);
  await t.examine(desk, 'desk-text-taken');
  await desk.goto(`${letter}/text`);
  assert.match(await desk.inputValue('[name=body]'), /Omar adds this/);
  assert.match(await desk.textContent('#kept'), /kept a text of/);
  await t.examine(desk, 'desk-text-kept');
  await Promise.all([desk.waitForEvent('load'), desk.click('#kept [data-act=show]')]);
  assert.match(await desk.locator('.conflict ins').allTextContents().then((all) => all.join(' ')), /And a sentence in the middle of/);
  assert.match(await desk.inputValue('[name=body]'), /And a sentence in the middle of/);
  await t.examine(desk, 'desk-text-compare');
});

journey('A cut line, a closed tab and an ended session lose no sentence', async (t) => {
  const app = await t.server();
  const desk = await t.page();
  await setUpAndSignIn(app, desk);
  const letter = await draft(desk, app, { title, slug });
  await desk.goto(`${letter}/text`);
  const body = (page) => page.locator('[name=body]');
  await desk.context().setOffline(true);
  await body(desk).press('Control+End');
  await body(desk).pressSequentially('\n\nWritten on a train.');
  await says(desk, /^Not saved since \d\d:\d\d\. Trying again/);
  await desk.context().setOffline(false);
  await says(desk, /^Saved/);

  await desk.context().setOffline(true);
  await body(desk).pressSequentially(' In a tunnel.');
  await until(() => desk.evaluate(() => Object.values(localStorage).join().includes('In a tunnel')), 5_000, () => 'the text in the browser');
  const reopened = await t.tab(desk);
  await desk.close({ runBeforeUnload: false });
  await reopened.context().setOffline(false);
  await reopened.goto(`${letter}/text`);
  assert.doesNotMatch(await reopened.inputValue('[name=body]'), /In a tunnel/);
  await Promise.all([reopened.waitForEvent('load'), reopened.click('#kept [data-act=show]')]);
  assert.match(await reopened.inputValue('[name=body]'), /In a tunnel/);
  await press(reopened, 'save');
  // The closed tab could not say that it was closed.
  assert.match(await reopened.textContent('#held'), /You have been writing in another tab/);
  await press(reopened, 'take');

  await reopened.context().clearCookies();
  await body(reopened).press('Control+End');
  await body(reopened).pressSequentially(' After the session.');
  await says(reopened, /^Not saved since .*Sign in again in another tab/);
  const tab = await t.tab(reopened);
  await signIn(tab, app, coordinator);
  await says(reopened, /^Saved/, 20_000);
  await tab.goto(`${letter}/text`);
  assert.match(await tab.inputValue('[name=body]'), /Written on a train\. In a tunnel\. After the session\./);
});

journey('Paste from Word keeps its headings, lists and footnotes, and the tools type marks that can be undone', async (t) => {
  const app = await t.server();
  const desk = await t.page();
  await setUpAndSignIn(app, desk);
  const letter = await draft(desk, app, { title, slug });
  await desk.goto(`${letter}/text`);
  const html = '<h1>Rivers</h1><p class=MsoNormal><b>Water</b> is low<a href="#_ftn1" name="_ftnref1">[1]</a>.<img src="x"></p><p class=MsoListParagraph style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">1.</span>First</p><div style="mso-element:footnote" id=ftn1><p><a href="#_ftnref1">[1]</a> In May.</p></div>';
  await desk.locator('[name=body]').fill('');
  await desk.evaluate((pasted) => {
    const field = document.querySelector('[name=body]');
    field.focus();
    const clipboard = new DataTransfer();
    clipboard.setData('text/html', pasted);
    clipboard.setData('text/plain', 'Rivers');
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }));
  }, html);
  const typed = '# Rivers\n\n**Water** is low[^1].\n\n1. First\n\n[^1]: In May.';
  await until(async () => (await desk.inputValue('[name=body]')) === typed, 5_000, () => 'the pasted text');
  assert.match(await desk.textContent('#pasted'), /1 picture was left out/);
  await until(async () => /Water/.test(await desk.textContent('#preview')), 5_000, () => 'the preview');
  await desk.evaluate(() => document.querySelector('[name=body]').setSelectionRange(2, 8));
  await desk.click('[data-does=italic]');
  assert.match(await desk.inputValue('[name=body]'), /^# \*Rivers\*\n/);
  await desk.locator('[name=body]').press('Control+z');
  assert.equal(await desk.inputValue('[name=body]'), typed, 'one step back');
  await says(desk, /^Saved/);
  await t.examine(desk, 'desk-text-pasted');
  const small = await t.page({ width: 360, dark: true });
  await small.context().addCookies(await desk.context().cookies());
  await small.goto(`${letter}/text`);
  await t.examine(small, 'desk-text-small-dark');
});

journey('Without JavaScript the text is a plain form that saves', async (t) => {
  const app = await t.server();
  const desk = await t.page({ js: false });
  await setUpAndSignIn(app, desk);
  const letter = await draft(desk, app, { title, slug });
  await desk.goto(`${letter}/text`);
  assert.equal(await desk.locator('#tools:visible, #save-state:visible, #held:visible').count(), 0);
  await desk.fill('[name=closing]', 'In friendship');
  await press(desk, 'save');
  await desk.goto(`${letter}/text`);
  assert.equal(await desk.inputValue('[name=closing]'), 'In friendship');
});
