// node bench-open.mjs RECORDS: opens a phone with that many records in Chromium; prints what it measured, as JSON.
//
// `lock`: from navigation to the lock screen. `pin`: how long a wrong PIN takes to be refused, which is the PIN's
// deliberate slowness. `view`: from the right PIN's last digit to the first view. `open`: lock and view, less pin.
import { openBrowser, person } from './lib/chromium.mjs';
import { openHospital } from './lib/hospital.mjs';
import { PIN, Patient } from './lib/patient.mjs';
import { app } from './lib/texts.mjs';

const RECORDS = Number(process.argv[2] ?? 50_000);
const ROUNDS = 5;
const BATCH = 500;
const LOINC = 'http://loinc.org';

const median = (figures) => figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 2)];

/** A token of a clinician, for filling the hospital. */
async function token(hospital) {
  const origin = new URL(hospital.base).origin;
  const { createHash, randomBytes } = await import('node:crypto');
  const verifier = randomBytes(32).toString('base64url');
  const redirect = `${origin}/console/`;
  const page = await fetch(`${origin}/oauth/authorize?${new URLSearchParams({
    response_type: 'code', client_id: 'kangban-console', redirect_uri: redirect, scope: 'openid fhirUser user/*.cruds', state: 's',
    aud: hospital.base, code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256',
  })}`);
  const { user, password } = await hospital.login('dr-wang');
  const answer = await fetch(`${origin}/oauth/authorize`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: page.headers.get('set-cookie').split(';')[0] },
    body: new URLSearchParams({ page: /name="page" value="([^"]+)"/.exec(await page.text())[1], how: 'password', username: user, password }),
  });
  const code = new URL(answer.headers.get('location')).searchParams.get('code');
  const granted = await fetch(`${origin}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'authorization_code', client_id: 'kangban-console', code, redirect_uri: redirect, code_verifier: verifier }),
  });
  return (await granted.json()).access_token;
}

/** Writes temperatures of the patient into the hospital, and a message last. */
async function fill(hospital, last) {
  const access = await token(hospital);
  const post = async (path, body) => {
    const answer = await fetch(`${hospital.base}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${access}`, 'content-type': 'application/fhir+json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`the hospital answered ${answer.status}: ${await answer.text()}`);
  };
  const subject = { reference: 'Patient/li-xiuying' };
  for (let from = 0; from < RECORDS; from += BATCH) {
    const entry = Array.from({ length: Math.min(BATCH, RECORDS - from) }, (_, i) => {
      const id = `bench-${from + i}`;
      const resource = {
        resourceType: 'Observation', id, status: 'final', subject, performer: [subject],
        category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] }],
        code: { coding: [{ system: LOINC, code: '8310-5', display: 'Body temperature' }], text: '体温' },
        effectiveDateTime: new Date(Date.now() - (from + i + 1) * 60_000).toISOString(),
        valueQuantity: { value: 36 + ((from + i) % 14) / 10, unit: '°C', system: 'http://unitsofmeasure.org', code: 'Cel' },
        note: [{ text: `第 ${from + i} 次，早饭前在家里量的，没有不舒服。` }],
      };
      return { resource, request: { method: 'PUT', url: `Observation/${id}` } };
    });
    await post('', { resourceType: 'Bundle', type: 'transaction', entry });
  }
  await post('/Communication', {
    resourceType: 'Communication', status: 'completed', subject, sender: { reference: 'Practitioner/dr-wang' },
    recipient: [subject], sent: new Date().toISOString(), payload: [{ contentString: last }],
  });
}

/** Types a PIN; says how long what follows its last digit takes, in milliseconds. */
async function typed(page, pin, follows) {
  await page.keyboard.type(pin.slice(0, -1));
  const began = performance.now();
  await page.keyboard.type(pin.slice(-1));
  await follows();
  return performance.now() - began;
}

/** Opens the page again and again; medians in milliseconds. */
async function measure(patient) {
  const { page, words } = patient;
  const [locks, pins, views] = [[], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    await page.reload({ waitUntil: 'commit' });
    await patient.pad().waitFor();
    locks.push(performance.now() - began);
    pins.push(await typed(page, '271828', () => page.getByText(words('pin-wrong')).first().waitFor()));
    await patient.pad().waitFor();
    views.push(await typed(page, PIN, () => patient.tabs().first().waitFor({ timeout: 60_000 })));
  }
  return { lock: median(locks), pin: median(pins), view: median(views) };
}

const browser = await openBrowser();
const hospital = await openHospital();
try {
  const last = '这是最后一条。';
  const { context } = await person(browser);
  context.setDefaultTimeout(20 * 60_000);
  const page = await context.newPage();
  const patient = new Patient(page, app('zh-CN'));
  await page.goto(hospital.patientPage);
  await patient.activate(await hospital.invitation('李秀英'));
  await page.getByText(patient.words('call-ward')).first().waitFor();
  await fill(hospital, last);
  await patient.tab('messages');
  const began = performance.now();
  await page.getByText(last).first().waitFor();
  const download = performance.now() - began;
  const many = await measure(patient);
  const open = many.lock + Math.max(0, many.view - many.pin);
  console.log(JSON.stringify({ ...many, open, download, chromium: browser.version() }));
} finally {
  await browser.close();
  await hospital.close();
}
