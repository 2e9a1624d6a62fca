// One letter that several journeys share, because each of its mails waits a minute for an undo: published, still
// collecting, for organisations and individuals, with invitations mailed. Set up when the first journey asks for it.

import { Traveller, openBrowser } from './harness.mjs';
import { coordinator, draft, invite, open, publish, send, setDates, inDays, setUpAndSignIn } from './steps.mjs';

const slug = 'the-rivers-we-share';

/** Who is invited; each journey takes somebody else. */
export const invited = {
  amina: { organisation: 'Kestrel Field Workers', email: 'amina@kestrel.example', country: 'Kenya', name: 'Amina Wanjiru' },
  salma: { organisation: 'جمعية زيتون الوادي', email: 'salma@zaytun.example', country: 'Lebanon', name: 'سلمى حداد' },
  someone: { organisation: 'Quiet House', email: 'someone@quiet.example', country: 'Nepal', name: 'Prakash Rai' },
  thandi: { organisation: 'Umfula Listeners', email: 'thandi@umfula.example', country: 'South Africa', name: 'Thandi Nkosi' },
  lina: { organisation: 'Marshland Trust', email: 'lina@marshland.example', country: 'Estonia', name: 'Lina Tamm' },
  tomas: { organisation: 'Weir Keepers', email: 'tomas@weirkeepers.example', country: 'Chile', name: 'Tomás Rojas' },
  joao: { organisation: 'Tidal Flats Group', email: 'joao@tidalflats.example', country: 'Portugal', name: 'João Reis' },
  aoife: { organisation: 'Boglands Watch', email: 'aoife@boglands.example', country: 'Ireland', name: 'Aoife Byrne' },
};

let traveller = null;
let ready = null;

/** `{ app, letter, slug, mailTo(address), desk(t) }`. */
export function stage() {
  ready ??= build();
  return ready;
}

async function build() {
  const browser = await openBrowser();
  traveller = new Traveller(browser, 'The shared stage');
  traveller.closing.push(() => browser.close());
  const t = traveller;
  const app = await t.server();
  const page = await t.page({ robot: true });
  await setUpAndSignIn(app, page);
  const letter = await draft(page, app, { title: 'For the rivers we share', slug, signers: 'both' });
  await setDates(page, letter, { collects: 'in_public', publishes: inDays(1), closes: inDays(9) });
  await open(page, letter);
  const rows = Object.values(invited).map(({ organisation, email, country, name }) => [organisation, email, country, name].join(';'));
  await invite(page, letter, ['Organisation;E-mail;Country;Name', ...rows].join('\n'));
  await send(page, letter);
  const first = t.mail.mails.length;
  await publish(page, letter, slug);
  await t.mail.waitFor(first + rows.length, 120_000);
  const cookies = await page.context().cookies();
  return {
    app,
    letter,
    slug,
    mail: t.mail,
    coordinator,
    mailTo: (address, subject = 'Please sign our letter') => t.mail.waitForMailTo(address, { subject }),
    /** The coordinator's desk, in a window of its own. */
    desk: async (journey, look = {}) => {
      const desk = await journey.page(look);
      await desk.context().addCookies(cookies);
      return desk;
    },
  };
}

/** Ends it; returns what went wrong on it, as text. */
export async function lowerTheCurtain() {
  if (!traveller) return null;
  await ready.catch(() => {});
  return traveller.close().then(() => null, (error) => error.message);
}
