// The stations of a letter as people walk them in a browser. Names of fields and verbs are the contract's.

import assert from 'node:assert/strict';

export const password = 'seven blue herons at dusk';
export const coordinator = 'nadia@confluence.example';

/** Presses the button of this verb; `within` narrows it to a form. */
export async function press(page, verb, within = '') {
  const button = page.locator(`${within} button[name=action][value=${verb}]`).first();
  const fold = page.locator('details:not([open])', { has: button });
  if (await fold.count()) await fold.first().locator('summary').click();
  await Promise.all([page.waitForLoadState('load'), button.click()]);
}

/** Looks at a page as everybody else will: accessible, no wider than the window, in the catalogue. */
export async function look(t, page, name) {
  await t.axe(page);
  await t.fits(page);
  await t.screenshot(page, name);
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

export async function setDates(page, desk, { due = 5, closes = 7, publishes = 9 } = {}) {
  await page.goto(`${desk}/dates`);
  await page.check('[name=collects][value=before_publication]');
  await page.fill('[name=time_zone]', 'Etc/UTC');
  await page.fill('[name=zone_label]', 'Geneva');
  await page.fill('[name=due_at]', inDays(due));
  await page.fill('[name=closes_at]', inDays(closes));
  await page.fill('[name=publishes_at]', inDays(publishes));
  await press(page, 'save');
}

export async function open(page, desk) {
  await page.goto(`${desk}/publish`);
  await press(page, 'open');
}

/** Pastes a list and imports it as it was understood. */
export async function invite(t, page, desk, rows) {
  await page.goto(`${desk}/invitations/import`);
  await page.fill('[name=pasted]', rows);
  await press(page, 'upload');
  await look(t, page, 'import-columns');
  await press(page, 'check');
  await look(t, page, 'import-check');
  await press(page, 'import');
  await look(t, page, 'import-done');
}

/** Sends the covering mail to all, and has the job begin after the time for undoing. */
export async function send(page, desk) {
  await page.goto(`${desk}/mail`);
  await page.fill('[name=subject]', 'Please sign our letter');
  await page.fill('[name=message]', 'Dear friends,\n\nplease read the letter and sign it by Friday.');
  await press(page, 'send');
  await page.waitForURL(/\/desk\/jobs\//);
}

/** From a mailed link to the form, as a person goes. */
export async function toTheForm(page, link) {
  await page.goto(link);
  const button = page.locator('main .button.first').first();
  await Promise.all([page.waitForURL(/\/sign$/), button.click()]);
}

/** What the form asks beyond what the invitation knew. */
export async function fillIn(page, { role = 'Director', listing = 'named', place = 'none', country } = {}) {
  if (country) await page.selectOption('[name=country]', country);
  if (!(await page.inputValue('[name=representative_name]'))) await page.fill('[name=representative_name]', 'Amina Wanjiru');
  await page.fill('[name=representative_role]', role);
  await page.check(`[name=listing][value=${listing}]`);
  if (listing === 'withheld') {
    const choice = page.locator(`[name=withheld_place][value=${place}]`);
    const fold = page.locator('details:not([open])', { has: choice });
    if (await fold.count()) await fold.locator('summary').click();
    await choice.check();
  }
  await page.check('[name=authorised]');
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
  await form.locator('button[value=publish]').click();
  await page.waitForLoadState('load');
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
