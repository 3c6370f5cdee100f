// node bench-boundary.mjs ANSWERS: answers a question of a form in Chromium that often; prints what it measured, as JSON.
//
// `p50`, `p99`: from a tap's bytes leaving the page for its worker until the page has read the next view, in
// milliseconds. What React makes of the view afterwards is not in it. `bytes`: how large that view is. `start`: from
// navigation to the first view that the page has read.
import { openBrowser, person } from './lib/chromium.mjs';
import { Form, formTexts } from './lib/form.mjs';
import { openHospital } from './lib/hospital.mjs';
import { Patient } from './lib/patient.mjs';
import { app } from './lib/texts.mjs';

const ANSWERS = Number(process.argv[2] ?? 300);
const LANGUAGE = 'zh-CN';

const at = (figures, share) => figures.toSorted((one, other) => one - other)[Math.floor((figures.length - 1) * share)];

/** Puts a clock around the page's worker. Runs in the page, before its own code. */
function watchWorker() {
  const seen = { left: 0, took: [], bytes: 0, first: 0 };
  window.boundary = seen;
  window.Worker = class extends window.Worker {
    postMessage(...words) {
      seen.left = performance.now();
      super.postMessage(...words);
    }
    set onmessage(heard) {
      super.onmessage = (event) => {
        heard(event);
        if (event.data.kind !== 'view') return;
        const now = performance.now();
        seen.first ||= now;
        seen.bytes = event.data.bytes.length;
        if (seen.left > 0) seen.took.push(now - seen.left);
        seen.left = 0;
      };
    }
  };
}

const browser = await openBrowser();
const hospital = await openHospital();
try {
  const { context } = await person(browser, { locale: LANGUAGE });
  const page = await context.newPage();
  await page.addInitScript(watchWorker);
  const patient = new Patient(page, app(LANGUAGE));
  await page.goto(hospital.patientPage);
  await patient.activate(await hospital.invitation('李秀英'));
  // The message of welcome comes first on Today; the form does once that is read.
  await patient.tab('messages');
  await page.locator('.bubble').first().waitFor();
  await patient.tab('today');
  await page.getByRole('button', { name: patient.words('form-begin') }).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));

  const starts = [];
  for (let round = 0; round < 7; round += 1) {
    await page.reload();
    await patient.pad().waitFor();
    starts.push(await page.evaluate(() => window.boundary.first));
  }
  await patient.unlock();
  await new Form(patient, formTexts('postoperative-check', LANGUAGE)).open();
  const measured = await page.evaluate(async (answers) => {
    const seen = window.boundary;
    const options = [...document.querySelectorAll('.form-question input[type=radio]')];
    seen.took = [];
    for (let i = 0; seen.took.length < answers; i += 1) {
      options[i % options.length].click();
      const until = seen.took.length + 1;
      while (seen.took.length < until) await new Promise((go) => setTimeout(go));
    }
    return { took: seen.took, bytes: seen.bytes };
  }, ANSWERS);
  console.log(JSON.stringify({
    p50: at(measured.took, 0.5),
    p99: at(measured.took, 0.99),
    bytes: measured.bytes,
    start: at(starts, 0.5),
  }));
} finally {
  await browser.close();
  await hospital.close();
}
