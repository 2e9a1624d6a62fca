// What reaches for script, markup, formulas and templates, three hundred ways in every field that takes so much, on every page
// that shows it: nothing runs, no dialog opens, no content policy is broken, and every word is still there to read.

import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { draft, open, press, publish, setDates, inDays, setUpAndSignIn } from './steps.mjs';

const bare = [
  '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<svg onload=alert(1)>', '<iframe srcdoc="<script>alert(1)</script>">',
  '"><script>alert(1)</script>', "'><img src=x onerror=alert(1)>", '"onmouseover="alert(1)', "' autofocus onfocus=alert(1) x='",
  '</title><script>alert(1)</script>', '</textarea><script>alert(1)</script>', '</script><script>alert(1)</script>', '<!--<script>',
  '[x](javascript:alert(1))', '<javascript:alert(1)>', 'javascript:alert(1)', '{{7*7}}', '${alert(1)}', '%3Cscript%3Ealert(1)%3C/script%3E',
  '<a href="javascript:alert(1)">x</a>', '<base href=//x.example>', '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
  '<style>*{display:none}</style>', '=HYPERLINK("x")', '<math><mtext><script>alert(1)</script>', '\u202e<script>alert(1)</script>',
];
const frames = ['{}', 'A {} B', '{}{}', '({})', '«{}»', '&{};', '\\{}', '{}\\', '`{}', '*{}*', '{} 漢字', 'ع {}'];
const payloads = frames.flatMap((frame) => bare.map((one) => frame.replaceAll('{}', one)));

journey('Three hundred hostile texts in every field run nowhere and are read as they were written', async (t) => {
  assert.equal(payloads.length, 300);
  const app = await t.server();
  const desk = await t.page({ robot: true });
  const dialogs = [];
  const watched = (page) => page.on('dialog', (dialog) => { dialogs.push(`${page.url()}: ${dialog.message()}`); dialog.dismiss(); });
  watched(desk);
  await setUpAndSignIn(app, desk);
  const slug = 'hostile';
  const letter = await draft(desk, app, { title: payloads.join(' ').slice(0, 380), slug, signers: 'both' });
  await desk.goto(`${letter}/details`);
  for (const name of ['summary', 'place', 'dated']) {
    const field = desk.locator(`[name=${name}]`);
    if (await field.count()) await field.fill(payloads.join(' ').slice(0, 120));
  }
  await press(desk, 'save');
  await desk.goto(`${letter}/text`);
  // Marks that turn the direction of a line are refused in words; here they are left out.
  await desk.fill('[name=body]', payloads.join('\n\n').replaceAll('\u202e', ''));
  await desk.fill('[name=closing]', bare.join('\n').slice(0, 200));
  await press(desk, 'save');
  assert.equal(await desk.locator('.summary').count(), 0, await desk.locator('.summary').allInnerTexts().then((all) => all.join()));
  await setDates(desk, letter, { collects: 'in_public', publishes: inDays(1), closes: inDays(9) });
  await open(desk, letter);
  await publish(desk, letter, slug);

  // Three hundred names, by the form for a yes on paper; the same requests that the browser would send.
  await desk.goto(`${letter}/signatures/record`);
  const token = await desk.inputValue('[name=csrf_token] >> nth=0');
  const sent = desk.context().request;
  const taken = [];
  for (const [nth, payload] of payloads.entries()) {
    const name = `${payload} ${nth}`; // two that differ in marks only are one name
    const form = { csrf_token: token, action: 'record', organisation_name: name, kind: 'organisation', country: 'KE', person: name, consent_note: name };
    const answer = await sent.post(desk.url(), { form, maxRedirects: 0 });
    assert.ok([303, 422].includes(answer.status()), `${name} answers ${answer.status()}`);
    if (answer.status() === 303) taken.push(name);
  }
  assert.ok(taken.length > 200, `only ${taken.length} names were taken`);
  await desk.goto(`${letter}/signatures`);
  for (let round = 0; round < 30 && (await desk.locator('input.tick[name=signature]').count()); round += 1) {
    await desk.locator('input.tick[name=signature]').evaluateAll((all) => all.forEach((one) => { one.checked = true; }));
    const button = desk.locator('form:has(.queue) button[name=action]');
    await Promise.all([desk.waitForEvent('load'), button.click()]);
  }
  const list = await (await fetch(`${app.url}/letters/${slug}/signatories.json`)).json();
  assert.ok(list.signatories.length > 200, `only ${list.signatories.length} are listed`);

  const reader = await t.page({ robot: true });
  watched(reader);
  const shown = ['', '/signatories', '/signatories?q=%3Cscript%3E', '/signatories?q=%25', `/signatories?q=${'a'.repeat(10_000)}`, '/signatories?q=%F0%9F%AA%A7', '/versions/1', '/press', '/changes', '/embed'];
  for (const page of shown) {
    const answer = await reader.goto(`${app.url}/letters/${slug}${page}`);
    assert.equal(answer.status(), 200, page);
  }
  await reader.goto(`${app.url}/letters/${slug}`);
  const text = (await reader.textContent('main')).normalize('NFC');
  const missing = list.signatories.filter(({ name }) => !text.includes(name));
  assert.deepEqual(missing.map(({ name }) => name), [], 'every name is read as it was written');
  for (const page of ['/', '/feed.atom']) await reader.goto(app.url + page).catch(() => {});
  for (const page of ['', '/text', '/details', '/signatures', '/log', '/press', '/corrections', '/invitations']) await desk.goto(letter + page);
  assert.deepEqual(dialogs, [], 'no dialog opens');
}, { isLong: true });
