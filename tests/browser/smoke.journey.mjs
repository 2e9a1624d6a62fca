// The program starts, answers and ends when it is asked to.

import assert from 'node:assert/strict';
import { journey } from './harness.mjs';

journey('The server starts, says that it lives, and prints the link for the first coordinator', async (t) => {
  const app = await t.server();
  const answer = await fetch(`${app.url}/healthz`);
  assert.equal(answer.status, 200);
  assert.match(await app.setUpLink(), /^http:\/\/127\.0\.0\.1:\d+\/\S+/);
});
