// The harness itself: if the relay mangled a mail or axe saw nothing, every other journey would be worth nothing.

import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import { journey } from './harness.mjs';

const policy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'";

/** Serves fixed pages under the content policy of the program. */
async function pages(t, bodies, language = 'en') {
  const server = http.createServer((request, answer) => {
    const body = bodies[request.url];
    answer.writeHead(body ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy });
    answer.end(`<!doctype html><html lang="${language}"><title>Page</title><meta name="viewport" content="width=device-width">${body ?? ''}`);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  t.closing.push(() => new Promise((closed) => server.close(closed)));
  return `http://127.0.0.1:${server.address().port}`;
}

function smtp(url, lines) {
  const { hostname, port } = new URL(url);
  return new Promise((done, failed) => {
    const socket = net.connect(Number(port), hostname);
    socket.on('error', failed);
    socket.on('close', done);
    socket.on('data', () => (lines.length ? socket.write(lines.shift()) : socket.end()));
  });
}

journey('A mail that reaches the relay reads as it was written', async (t) => {
  const relay = await t.relay();
  const mail = [
    'Subject: =?utf-8?b?2YXYsdmD2LI=?=',
    ' =?utf-8?q?_w=C3=A4hlt?= now',
    'Content-Type: multipart/alternative; boundary="frontier"',
    '',
    '--frontier',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'Sign h=C3=A9re: http://127.0.0.1:1/sign/abc=',
    'def.',
    '..',
    '--frontier',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('<p>héllo</p>').toString('base64'),
    '--frontier--',
  ];
  const envelope = ['EHLO x\r\n', 'MAIL FROM:<a@example.org>\r\n', 'RCPT TO:<b@example.org>\r\n', 'DATA\r\n'];
  const sent = smtp(relay.url, [...envelope, `${mail.join('\r\n')}\r\n.\r\n`, 'QUIT\r\n']);
  const taken = await relay.waitForMailTo('b@example.org', { subject: 'wählt' });
  await sent;
  assert.equal(taken.subject, 'مركز wählt now');
  assert.equal(taken.text.trim(), 'Sign hére: http://127.0.0.1:1/sign/abcdef.\n.');
  assert.equal(taken.link('/sign/'), 'http://127.0.0.1:1/sign/abcdef');
  assert.equal(taken.html.trim(), '<p>héllo</p>');
  assert.throws(() => taken.link('/mine/'), /no link with/);
  await assert.rejects(relay.waitForMailTo('c@example.org', {}, 50), /waited for a mail to c@example.org/);
});

journey('A page that a blind person cannot use is found out, under the strict content policy too', async (t) => {
  const good = '<main><h1>Letter</h1><p>Text</p></main>';
  const bad = '<main><h1>Letter</h1><form><input name="email"></form></main>';
  const url = await pages(t, { '/good': good, '/bad': bad });
  const page = await t.page({ robot: true });
  await page.goto(`${url}/good`);
  await t.examine(page);
  await page.goto(`${url}/bad`);
  await assert.rejects(t.examine(page), /\/bad:\n {2}label: /);
});

journey('A page without JavaScript is examined too', async (t) => {
  const url = await pages(t, { '/': '<main><h1>Letter</h1><noscript><p>Plain</p></noscript></main>', '/bad': '<main><h1>Letter</h1><input></main>' });
  const page = await t.page({ width: 360, js: false, dark: true, robot: true });
  await page.goto(url);
  assert.equal(await page.locator('noscript p').innerText(), 'Plain');
  await t.examine(page);
  await page.goto(`${url}/bad`);
  await assert.rejects(t.examine(page), /label: /);
});

journey('A page that is too wide, breaks the policy, asks another host or lacks a part does not pass', async (t) => {
  const url = await pages(t, {
    '/wide': '<main><h1>Letter</h1><pre>' + 'x'.repeat(400) + '</pre></main>',
    '/narrow': '<main><h1>Letter</h1><p>' + 'x'.repeat(42) + '</p></main>',
    '/else': '<img alt="" src="http://tracker.example/pixel.png">',
    '/part': '<link rel="stylesheet" href="/none.css">',
  });
  const page = await t.page({ width: 360, robot: true });
  await page.goto(`${url}/wide`);
  await assert.rejects(t.examine(page), /px wide in a window of 360 px; sticks out: <pre>/);
  await page.goto(`${url}/narrow`);
  await assert.rejects(t.examine(page), /px wide in a window of 320 px/);
  assert.deepEqual(t.wrongs, []);
  await page.goto(`${url}/else`);
  assert.match(t.wrongs.join('\n'), /policy broken/);
  t.wrongs = [];
  await page.goto(`${url}/part`);
  assert.match(t.wrongs.join('\n'), /answered 404: .*none\.css/);
  t.wrongs = [];
});

journey('A word that is not in the catalogue is found out in the language nobody speaks', async (t) => {
  const url = await pages(t, {
    '/good': '<main><h1>Łééťťééŕ</h1><p><bdi>Kestrel Field Workers</bdi> <span lang="en">asks</span> CSV</p></main>',
    '/bad': '<main><h1>Łééťťééŕ</h1><button aria-label="Đóó">Sign now</button></main>',
    '/aria': '<main><h1>Łééťťééŕ</h1><nav aria-label="Menu"></nav></main>',
  }, 'qps-plocm');
  const page = await t.page({ robot: true });
  await page.goto(`${url}/good`);
  await t.examine(page);
  await page.goto(`${url}/bad`);
  await assert.rejects(t.examine(page), /not from the catalogue: Sign in “Sign now”/);
  await page.goto(`${url}/aria`);
  await assert.rejects(t.examine(page), /not from the catalogue: Menu in “Menu”/);
});
