// A post-operative check on a phone: offline, interrupted by a reload, finished, scored, told what to do, and seen by the
// doctor with the answers.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { openBrowser, person } from '../lib/chromium.mjs';
import { Desk } from '../lib/desk.mjs';
import { Form, POSTOPERATIVE, formTexts } from '../lib/form.mjs';
import { openHospital } from '../lib/hospital.mjs';
import { openLink } from '../lib/link.mjs';
import { look } from '../lib/look.mjs';
import { Patient } from '../lib/patient.mjs';
import { app, care } from '../lib/texts.mjs';

const PEOPLE = [
  // Full-width digits and Chinese numerals, as input methods give them.
  { what: 'in Chinese', language: 'zh-CN', name: '李秀英', temperature: '３８．９', note: '伤口一跳一跳地疼。' },
  { what: 'in English', language: 'en', name: 'Li Xiuying', temperature: '38.9', note: 'The wound throbs.' },
  { what: "in elders' mode", language: 'zh-CN', name: '李秀英', temperature: '三十八点九', note: '伤口疼。', elders: true },
];

let browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

for (const { what, language, name, temperature, note, elders = false } of PEOPLE) {
  describe(`a post-operative check, ${what}`, () => {
    let hospital, link, home, ward, patient, form;
    const faults = [];
    const words = app(language);
    const texts = formTexts('postoperative-check', language);
    const answers = { ...POSTOPERATIVE, 'page-pain/temperature': temperature, 'page-mood/note': note };
    const label = `${language}${elders ? '-elders' : ''}`;
    const seen = async (screen) => faults.push(...(await look(patient.page, `${label}-${screen}`)));

    before(async () => {
      hospital = await openHospital();
      link = await openLink(hospital.base);
      home = await person(browser, { locale: language, viewport: { width: 390, height: 844 } });
      patient = new Patient(await home.context.newPage(), words);
      form = new Form(patient, texts);
    });
    after(async () => {
      await home?.context.close();
      await ward?.context.close();
      link?.close();
      assert.equal(await hospital?.close(), 0, 'the hospital stops cleanly');
    });

    let broken = false;
    const step = (title, run) =>
      test(title, async () => {
        assert.ok(!broken, 'not reached');
        broken = true;
        await run();
        broken = false;
      });

    step('Today offers the form that is due', async () => {
      await patient.page.goto(`${link.origin}/`);
      await patient.activate(await hospital.invitation('李秀英'));
      await patient.page.getByText(words('call-ward'), { exact: true }).first().waitFor();
      if (elders) await patient.toggleElders();
      // The message of welcome comes first.
      await patient.tab('messages');
      await patient.page.locator('.bubble, .msg, [role=log]').first().waitFor();
      await patient.tab('today');
      await patient.page.getByRole('button', { name: words('form-begin') }).waitFor();
      await seen('today-form');
      await patient.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    });

    step('with the network cut, the form is answered up to its second part', async () => {
      link.cut();
      await home.context.setOffline(true);
      await form.open();
      await form.go(answers, { seen, stop: (paths) => paths.includes('page-wound/wound') });
    });

    step('after a reload it goes on where it was, with every answer kept', async () => {
      await patient.page.reload();
      await patient.unlock();
      await patient.tab('today');
      await form.open();
      const wound = form.question('page-wound/wound');
      await wound.waitFor();
      assert.equal(await wound.locator('label.option[data-selected]').count(), 2);
    });

    step('finished offline, it is scored, says what to do, and is saved on the phone', async () => {
      await form.go(answers, { seen });
      const review = await patient.page.locator('.form-answer').allInnerTexts();
      assert.ok(review.some((row) => row.includes('38.9')), `the temperature was read: ${review}`);
      await form.finish();
      await seen('form-result');
      const page = patient.page;
      await page.locator('.advice').filter({ hasText: '38.9' }).first().waitFor();
      const scores = await page.locator('.score-value').allInnerTexts();
      assert.deepEqual(scores, ['8', '3'], 'pain and PHQ-2');
      assert.match(await page.locator('a[href^="tel:"]').first().getAttribute('href'), /^tel:\d+/);
    });

    step('when the network returns the hospital has it', async () => {
      link.restore();
      await home.context.setOffline(false);
      await patient.tab('today');
      await patient.diary('forms');
      const received = words('mark-received', { time: '@' }).split('@')[0].trim();
      await patient.rows(received).first().waitFor({ timeout: 60_000 });
      await seen('forms');
    });

    step('the doctor sees one alert, the answers in words and the scores', async () => {
      ward = await person(browser, { locale: language, viewport: { width: 1280, height: 800 } });
      const desk = new Desk(await ward.context.newPage(), care(language));
      await desk.signIn(hospital.console, await hospital.login('dr-wang'));
      await desk.alerts(name).first().waitFor();
      assert.equal(await desk.alerts(name).count(), 1, 'one alert');
      await desk.openPatient(name);
      await desk.page.getByText(texts.option('wound', 'pus')).first().waitFor();
      await desk.page.getByText(note).first().waitFor();
      faults.push(...(await look(desk.page, `${label}-desk-form`)));
    });

    test('every screen on the way is accessible', () => {
      assert.deepEqual(faults, []);
      assert.deepEqual(home.faults, []);
    });
  });
}
