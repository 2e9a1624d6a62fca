// Nadia sets the server up, signs in and changes her password, in a real browser: pages with `no-referrer` send
// `Origin: null`, and the form's token alone must carry them.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { journey } from './harness.mjs';

const password = 'seven blue herons at dusk';

async function setUp(page, app) {
  await page.goto(await app.setUpLink());
  await page.fill('[name=name]', 'Nadia Benali');
  await page.fill('[name=email]', 'nadia@confluence.example');
  await page.fill('[name=password]', password);
  await page.click('button[name=action]');
  await page.waitForURL(/\/signin/);
}

async function signIn(page, secret = password) {
  await page.fill('[name=email]', 'nadia@confluence.example');
  await page.fill('[name=password]', secret);
  await page.click('button[name=action]');
}

for (const kind of [{ width: 360, js: false }, { width: 1280, js: true }]) {
  const how = kind.js ? 'with JavaScript on a wide screen' : 'without JavaScript on a phone';
  journey(`Nadia sets the server up and comes to her desk, ${how}`, async (t) => {
    const app = await t.server();
    const page = await t.page(kind);
    await page.goto(await app.setUpLink());
    await t.examine(page, 'accounts-set-up');
    await page.fill('[name=password]', 'short');
    await page.click('button[name=action]');
    assert.match(await page.textContent('main'), /Use at least 15 characters/);
    await t.examine(page, 'accounts-set-up-refused');
    await setUp(page, app);
    assert.equal((await page.posts[0].allHeaders()).origin, 'null', 'the browser does not say where a token page was');
    await t.examine(page, 'accounts-sign-in');
    await page.goto(`${app.url}/desk/account`);
    await signIn(page);
    await page.waitForURL(`${app.url}/desk/account`);
    assert.equal((await page.posts.at(-1).allHeaders()).origin, app.url, 'the desk does');
    await t.examine(page, 'accounts-account');
    await page.fill('[name=current_password]', password);
    await page.fill('[name=password]', 'nine grey herons at dawn');
    await page.click('button[value=change_password]');
    assert.match(await page.textContent('body'), /The password is changed/);
    await page.goto(`${app.url}/desk/operator/coordinators`);
    await t.examine(page, 'accounts-coordinators');
    await page.click('button[value=sign_out]');
    await page.waitForURL(/\/signin/);
    await page.goto(`${app.url}/desk/account`);
    await signIn(page, 'nine grey herons at dawn');
    await page.waitForURL(`${app.url}/desk/account`);
  });
}

journey('A page elsewhere cannot change anything in the name of Nadia, who is signed in', async (t) => {
  const app = await t.server();
  const page = await t.page({ robot: true });
  await setUp(page, app);
  await signIn(page);
  await page.goto(`${app.url}/desk/account`);
  const token = await page.inputValue('[name=csrf_token]');
  const form = `<form method="post" action="${app.url}/desk/account">
    <input name="csrf_token" value="${token}"><input name="action" value="save"><input name="name" value="Forged">
    <button>Win a prize</button></form>`;
  const evil = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(form));
  await new Promise((open) => evil.listen(0, '127.0.0.1', open));
  try {
    await page.goto(`http://localhost:${evil.address().port}/`);
    const [answer] = await Promise.all([page.waitForResponse((got) => got.url().includes('/desk/account')), page.click('button')]);
    assert.equal(answer.status(), 403);
  } finally {
    evil.close();
  }
  await page.goto(`${app.url}/desk/account`);
  assert.equal(await page.inputValue('[name=name]'), 'Nadia Benali');
});
