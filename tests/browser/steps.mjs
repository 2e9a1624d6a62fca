// The stations of a letter as people walk them in a browser. Names of fields and verbs are the contract's.

import assert from 'node:assert/strict';

export const password = 'seven blue herons at dusk';
export const coordinator = 'nadia@confluence.example';

/** Presses the button of this verb and waits for the page that answers; `within` narrows it to a form. */
export async function press(page, verb, within = '') {
  // A button for the Enter key alone stands before the visible one.
  const button = page.locator(`${within} button[name=action][value=${verb}]:not([aria-hidden])`).first();
  await button.waitFor({ state: 'attached', timeout: 5_000 }).catch(async () => {
    const said = await page.locator('.summary, h1').allInnerTexts();
    throw new Error(`no button “${verb}” on ${page.url()}, which says: ${said.join(' | ').replace(/\s+/g, ' ')}`);
  });
  await unfold(page, button);
  await Promise.all([page.waitForEvent('load'), button.click()]);
}

/** Opens what is folded around something. */
export async function unfold(page, something) {
  const fold = page.locator('details:not([open])', { has: something });
  if (await fold.count()) await fold.first().locator('summary').first().click();
}

export async function setUpAndSignIn(app, page) {
  await page.goto(await app.setUpLink());
  await page.fill('[name=name]', 'Nadia Benali');
  await page.fill('[name=email]', coordinator);
  await page.fill('[name=password]', password);
  await page.click('button[name=action]');
  await page.waitForURL(/\/signin/);
  await page.fill('[name=email]', coordinator);
  await page.fill('[name=password]', password);
  await page.click('button[name=action]');
  await page.waitForURL(/\/desk/);
}

/** A local time in UTC so many days from now, as the form takes it. */
export function inDays(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 16);
}

/** Begins a letter and fills in what opening needs, up to the dates; returns its path on the desk. */
export async function draft(page, app, { title, slug, signers = 'organisations' }) {
  await page.goto(`${app.url}/desk/letters/new`);
  await page.fill('[name=title]', title);
  await page.check(`[name=signers][value=${signers}]`);
  await press(page, 'save');
  await page.waitForURL(/\/desk\/letters\/[0-9a-f-]{36}/);
  const desk = page.url();
  await page.goto(`${desk}/details`);
  await page.fill('[name=slug]', slug);
  await page.locator('[name=addressee_name]').first().fill('All delegations');
  await page.locator('[name=convener_name]').first().fill('Confluence Network');
  await press(page, 'save');
  await page.goto(`${desk}/text`);
  await page.fill('[name=body]', 'We ask the delegates to hear those who live by the river.\n\nThey know its water.');
  await press(page, 'save');
  return desk;
}

/** Dates in UTC, as `YYYY-MM-DDTHH:MM`; `collects` as in the contract. */
export async function setDates(page, desk, { collects = 'before_publication', due = inDays(5), closes = inDays(7), publishes = inDays(9) } = {}) {
  await page.goto(`${desk}/dates`);
  await page.check(`[name=collects][value=${collects}]`);
  await page.fill('[name=time_zone]', 'Etc/UTC');
  await page.fill('[name=zone_label]', 'Geneva');
  await page.fill('[name=due_at]', due);
  await page.fill('[name=closes_at]', closes);
  await page.fill('[name=publishes_at]', publishes);
  await press(page, 'save');
}

export async function open(page, desk) {
  await page.goto(`${desk}/publish`);
  await press(page, 'open');
}

/** Pastes a list and imports it as it was understood. */
export async function invite(page, desk, rows) {
  await page.goto(`${desk}/invitations/import`);
  await page.fill('[name=pasted]', rows);
  await press(page, 'upload');
  await press(page, 'check');
  await press(page, 'import');
}

/** Sends the covering mail to all; it leaves after the time for undoing. */
export async function send(page, desk) {
  await page.goto(`${desk}/mail`);
  await page.fill('[name=subject]', 'Please sign our letter');
  await page.fill('[name=message]', 'Dear friends,\n\nplease read the letter and sign it by Friday.');
  await press(page, 'send');
  await page.waitForURL(/\/desk\/jobs\//);
}

/** From a mailed or shared link to the form, as a person goes. */
export async function toTheForm(page, link) {
  await page.goto(link);
  await Promise.all([page.waitForURL(/\/sign$/), page.locator('main .button.first').first().click()]);
}

/** What the form asks beyond what the invitation knew. */
export async function fillIn(page, { role = 'Director', listing = 'named', place = 'none', country } = {}) {
  if (country) await page.selectOption('[name=country]', country);
  if (!(await page.inputValue('[name=representative_name]'))) await page.fill('[name=representative_name]', 'Amina Wanjiru');
  await page.fill('[name=representative_role]', role);
  await page.check(`[name=listing][value=${listing}]`);
  if (listing === 'withheld') {
    const choice = page.locator(`[name=withheld_place][value=${place}]`);
    await unfold(page, choice);
    await choice.check();
  }
  await page.check('[name=authorised]');
}

/** Takes one signature of the queue, by its name, before the coordinator's eyes. */
export async function choose(page, desk, name, show = '') {
  await page.goto(`${desk}/signatures${show && `?show=${show}`}`);
  const row = page.locator('.queue a', { hasText: name });
  assert.equal(await row.count(), 1, `${name} stands ${await row.count()} times under ${page.url()}`);
  await Promise.all([page.waitForEvent('load'), row.click()]);
}

/** Lists everything that waits at the check desk. */
export async function listAll(page, desk) {
  await page.goto(`${desk}/signatures`);
  for (const box of await page.locator('input[type=checkbox][name=signature]').all()) await box.check();
  await press(page, 'list');
}

export async function publish(page, desk, slug) {
  await page.goto(`${desk}/publish`);
  const form = page.locator('form', { has: page.locator('button[value=publish]') });
  await form.locator('[name=confirm]').fill(slug);
  await press(page, 'publish');
}

/** A link that coordinators share on lists; returns it. */
export async function share(page, desk, label) {
  await page.goto(`${desk}/invitations`);
  await page.fill('[name=label]', label);
  await press(page, 'share');
  return page.locator('tr', { hasText: label }).locator('a[href*="/join/"]').getAttribute('href');
}

/** A mail scanner that runs scripts opens a link several times before the person does. */
export async function scanned(t, link) {
  const robot = await t.page({ robot: true });
  for (let times = 0; times < 3; times += 1) {
    assert.equal((await fetch(link, { method: 'HEAD' })).status, 200);
    assert.equal((await robot.goto(link, { waitUntil: 'networkidle' })).status(), 200);
  }
  await robot.close();
}

/** The letter's data as programs read it. A name that was added may come a moment later, so it is read until it fits, at most five seconds. */
export async function dataOf(app, slug, fits = () => true) {
  for (const start = Date.now(); ; await new Promise((done) => setTimeout(done, 50))) {
    const data = await (await fetch(`${app.url}/letters/${slug}/signatories.json`)).json();
    if (fits(data) || Date.now() - start > 5000) return data;
  }
}

/** For dataOf: this name is there. */
export function holds(organisation) {
  return ({ signatories }) => signatories.some(({ name }) => name === organisation);
}

/** No output of a letter holds these words. */
export async function nowhere(app, slug, words) {
  for (const page of ['', '/signatories', '/signatories.csv', '/signatories.json']) {
    const answer = await fetch(`${app.url}/letters/${slug}${page}`);
    assert.equal(answer.status, 200, page);
    const text = await answer.text();
    for (const word of words) assert.ok(!text.includes(word), `${page || 'the letter'} holds ${word}`);
  }
}

export async function signIn(page, app, email, next = '/desk') {
  await page.goto(`${app.url}/signin?next=${encodeURIComponent(next)}`);
  await page.fill('[name=email]', email);
  await page.fill('[name=password]', password);
  await Promise.all([page.waitForURL((url) => url.pathname === next), page.click('button[value=sign_in]')]);
}

/** Somebody gets an account and one right on the letter; returns their browser. */
export async function colleague(t, app, desk, letter, { email, name = 'Omar Haddad', right = 'editor', js = true, width = 1280 }) {
  await desk.goto(`${app.url}/desk/operator/coordinators`);
  await desk.fill('[name=name]', name);
  await desk.fill('[name=email]', email);
  await press(desk, 'invite');
  const mail = await t.mail.waitForMailTo(email);
  const other = await t.page({ js, width });
  await other.goto(mail.link('/password/'));
  await t.examine(other, 'colleague-password');
  await other.fill('[name=password]', password);
  await other.click('button[name=action]');
  await other.waitForURL(/\/signin/);
  await desk.goto(`${letter}/people`);
  await desk.selectOption('select[name=coordinator]', { index: 1 });
  const rights = desk.locator('form:has(button[value=add]) [name=rights]');
  for (const box of await rights.all()) await box.setChecked((await box.getAttribute('value')) === right);
  await press(desk, 'add');
  await signIn(other, app, email);
  return other;
}
