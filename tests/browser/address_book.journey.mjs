// The address book, with and without scripts: cards are added, tagged, merged and parted, and invited to the next letter.

import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { draft, press, setUpAndSignIn, unfold } from './steps.mjs';

for (const js of [true, false]) {
  journey(`A coordinator keeps an address book ${js ? 'with' : 'without'} JavaScript and invites from it`, async (t) => {
    const app = await t.server();
    const desk = await t.page({ js, width: js ? 1280 : 360 });
    await setUpAndSignIn(app, desk);
    const letter = await draft(desk, app, { title: 'For the rivers we share', slug: 'the-rivers-we-share' });
    await desk.goto(`${app.url}/desk/organisations`);
    await t.examine(desk, 'book-empty');
    const kept = await added(t, desk, app, { name: 'Kestrel Field Workers', country: 'KE', tags: 'rivers, youth' }, 'amina@kestrel.example');
    const other = await added(t, desk, app, { name: 'Kestrel F. W.', country: 'KE', tags: 'rivers' }, 'office@kestrel.example');
    await added(t, desk, app, { name: 'جمعية زيتون الوادي', country: 'LB', tags: 'olives' }, 'salma@zaytun.example');
    await merged(t, desk, app, kept, other);
    await invitedFromTheBook(t, desk, letter);
  });
}

/** A card with one contact; a slip on the way loses nothing. Gives where it is. */
async function added(t, desk, app, { name, country, tags }, email) {
  await desk.goto(`${app.url}/desk/organisations/new`);
  await press(desk, 'save');
  assert.equal(desk.lastStatus, 422, 'a card needs a name');
  await t.examine(desk, 'card-refused');
  await desk.fill('[name=organisation_name]', name);
  await desk.selectOption('[name=country]', country);
  await desk.fill('[name=tags]', tags);
  await press(desk, 'save');
  await desk.waitForURL(/\/desk\/organisations\/[0-9a-f-]{36}/);
  const card = desk.url().split('?')[0];
  await desk.goto(`${card}?contact=new`);
  await desk.fill('[name=email]', email);
  await press(desk, 'save_contact');
  assert.match(await desk.textContent('#contacts'), new RegExp(email));
  await t.examine(desk, 'card');
  return card;
}

/** Two cards become one, which the book then shows once; parted again they are two. */
async function merged(t, desk, app, kept, other) {
  const named = async () => {
    await desk.goto(`${app.url}/desk/organisations?q=kestrel`);
    return desk.locator('table.cards tbody th a').allInnerTexts();
  };
  assert.equal((await named()).length, 2);
  await t.examine(desk, 'book');
  await desk.goto(`${kept}/merge`);
  await t.examine(desk, 'merge-whom');
  await desk.fill('main [name=q]', 'kestrel');
  await Promise.all([desk.waitForEvent('load'), desk.click('main form:has([name=q]) button')]);
  await Promise.all([desk.waitForEvent('load'), desk.click(`main a[href*="with=${other.split('/').pop()}"]`)]);
  await t.examine(desk, 'merge');
  await press(desk, 'merge');
  assert.deepEqual(await named(), ['Kestrel Field Workers']);
  await desk.goto(other);
  assert.equal(desk.url().split('?')[0], kept, 'the other card leads to the one that was kept');
  assert.match(await desk.textContent('#contacts'), /office@kestrel\.example/);
  await t.examine(desk, 'card-merged');
  await press(desk, 'split');
  assert.equal((await named()).length, 2);
  await desk.goto(`${kept}/merge?with=${other.split('/').pop()}`);
  await press(desk, 'merge');
}

/** By a tag, with the number first; nobody is mailed. */
async function invitedFromTheBook(t, desk, letter) {
  await desk.goto(`${letter}/invitations/book`);
  await t.examine(desk, 'invite-book');
  await unfold(desk, desk.locator('[name=tag]'));
  await desk.selectOption('[name=tag]', 'rivers');
  await Promise.all([desk.waitForEvent('load'), desk.click('form.filter button')]);
  assert.match(await desk.textContent('main'), /2 contacts of 1 card/);
  await t.examine(desk, 'invite-book-found');
  await press(desk, 'invite');
  assert.match(await desk.textContent('h1'), /2 contacts imported/);
  await desk.goto(`${letter}/invitations`);
  assert.equal(await desk.locator('.invitees tbody tr').count(), 2);
  assert.equal(t.mail.mails.length, 0, 'inviting sends no mail');
}
