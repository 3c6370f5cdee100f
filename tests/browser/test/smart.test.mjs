// Somebody else's app signs a patient in with the public fhirclient package, unchanged.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

import { openBrowser, person } from '../lib/chromium.mjs';
import { openHospital } from '../lib/hospital.mjs';

const LIBRARY = readFileSync(createRequire(import.meta.url).resolve('fhirclient/build/fhir-client.min.js'));
const APP = {
  id: 'weight-chart',
  name: { zh: '体重曲线', en: 'Weight chart' },
  audience: 'patient',
  redirect_uris: ['http://127.0.0.1/app'],
  scopes: 'openid fhirUser launch/patient offline_access patient/*.rs',
};

let hospital, browser, app, origin;

before(async () => {
  hospital = await openHospital({ clients: [APP] });
  browser = await openBrowser();
  const page = (script) => `<!doctype html><meta charset="utf-8"><title>app</title><script src="/fhir-client.js"></script><script>${script}</script>`;
  const launch = `FHIR.oauth2.authorize(${JSON.stringify({
    iss: hospital.base,
    clientId: APP.id,
    scope: 'openid fhirUser launch/patient offline_access patient/*.rs',
    redirectUri: '/app',
    pkceMode: 'required',
  })})`;
  const ready = `FHIR.oauth2.ready().then(async (client) => {
    const patient = await client.patient.read();
    const found = await client.patient.request('Observation?_count=100', { pageLimit: 0, flat: true });
    const other = await client.request('Patient/zhang-wei').then(() => 200, (error) => error.status ?? error.statusCode);
    const before = client.state.tokenResponse.access_token;
    await client.refresh();
    const again = await client.patient.read();
    globalThis.result = { id: patient.id, name: patient.name[0].text, user: client.getFhirUser(), count: found.length,
      foreign: found.filter((one) => one.subject.reference !== 'Patient/' + patient.id).length,
      other, refreshed: before !== client.state.tokenResponse.access_token, again: again.id };
  }).catch((error) => { globalThis.result = { error: String(error) }; })`;
  app = createServer((request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    const pages = { '/launch': page(launch), '/app': page(ready) };
    response.setHeader('content-type', path === '/fhir-client.js' ? 'text/javascript' : 'text/html');
    response.end(path === '/fhir-client.js' ? LIBRARY : (pages[path] ?? ''));
  });
  await new Promise((resolve) => app.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${app.address().port}`;
});

after(async () => {
  await browser?.close();
  app?.close();
  await hospital?.close();
});

test('fhirclient launches standalone, reads its own patient, refreshes, and reaches nobody else', async () => {
  const { context } = await person(browser);
  const page = await context.newPage();
  await page.goto(`${origin}/launch`);
  await page.locator('input[name=code]').fill(await hospital.invitation('李秀英'));
  await page.locator('form:has(input[name=code]) button[type=submit]').click();
  await page.waitForURL(`${origin}/app**`);
  const result = await (await page.waitForFunction(() => globalThis.result)).jsonValue();
  assert.equal(result.error, undefined);
  assert.equal(result.id, 'li-xiuying');
  assert.equal(result.name, '李秀英');
  assert.equal(result.user, 'Patient/li-xiuying');
  assert.ok(result.count > 5, `${result.count} Observations`);
  assert.equal(result.foreign, 0);
  assert.ok([403, 404].includes(result.other), `another patient was answered with ${result.other}`);
  assert.ok(result.refreshed, 'a new access token');
  assert.equal(result.again, 'li-xiuying');
  await context.close();
});
