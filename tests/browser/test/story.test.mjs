// The main job in two browsers: a symptom logged offline reaches the doctor once, and the answer comes back.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { openBrowser, person } from '../lib/chromium.mjs';
import { Desk } from '../lib/desk.mjs';
import { openHospital } from '../lib/hospital.mjs';
import { openLink } from '../lib/link.mjs';
import { look } from '../lib/look.mjs';
import { PHOTO, Patient } from '../lib/patient.mjs';
import { app, care } from '../lib/texts.mjs';

const LANGUAGES = {
  'zh-CN': { name: '李秀英', doctor: '王建国', note: '下楼梯的时候伤口一跳一跳地疼。', reply: '李阿姨，请今天下午到病区来看一下伤口。' },
  en: { name: 'Li Xiuying', doctor: 'Wang Jianguo', note: 'The wound throbs when I go downstairs.', reply: 'Please come to the ward this afternoon.' },
};

let browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

for (const [language, story] of Object.entries(LANGUAGES)) {
  describe(`the main job, ${language}`, () => {
    let hospital, link, patient, desk, home, ward;
    const faults = [];
    const seenBy = (who) => async (name) => faults.push(...(await look(who().page, `${language}-${name}`)));
    const seen = seenBy(() => patient);
    const seenAtDesk = seenBy(() => desk);
    const words = app(language);

    before(async () => {
      hospital = await openHospital();
      link = await openLink(hospital.base);
      home = await person(browser, { locale: language });
      ward = await person(browser, { locale: language, viewport: { width: 1280, height: 800 } });
      patient = new Patient(await home.context.newPage(), words);
      desk = new Desk(await ward.context.newPage(), care(language));
    });
    after(async () => {
      await home?.context.close();
      await ward?.context.close();
      link?.close();
      assert.equal(await hospital?.close(), 0, 'the hospital stops cleanly');
    });

    // A step stands on the one before it.
    let broken = false;
    const step = (title, run) =>
      test(title, async () => {
        assert.ok(!broken, 'not reached');
        broken = true;
        await run();
        broken = false;
      });

    step('the patient activates the page with the invitation code and a PIN', async () => {
      await patient.page.goto(`${link.origin}/`);
      await patient.activate(await hospital.invitation('李秀英'), { seen });
      await patient.page.getByText(words('call-ward'), { exact: true }).first().waitFor();
      await seen('today');
      // The page and the core are kept for the time without a network.
      await patient.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    });

    step('with the network cut, pain and fever are saved on the phone, with advice at once', async () => {
      link.cut();
      await home.context.setOffline(true);
      await patient.fillPain({ score: 8, site: true, photo: PHOTO, note: story.note, seen });
      await patient.save();
      const pain = await patient.advice();
      assert.match(pain, /8/);
      await patient.page.getByText(words('toast-saved')).first().waitFor();
      assert.match(await patient.page.locator('a[href^="tel:"]').first().getAttribute('href'), /^tel:\d+/);
      await seen('advice');
      await patient.fillTemperature('38.9', { seen });
      await patient.save();
      await patient.page.locator('.advice').filter({ hasText: '38.9' }).waitFor();
      await seen('advice-fever');
    });

    step('the page is loaded again, still offline: everything is there', async () => {
      await patient.page.reload();
      await patient.pad().waitFor();
      await seen('lock');
      await patient.unlock();
      await patient.diary('history');
      await patient.rows('38.9').first().waitFor();
      assert.ok((await patient.rows(words('mark-saved')).count()) >= 2, 'both entries say where they are');
      await seen('history-offline');
      await patient.rows(words('symptom-pain')).filter({ hasText: words('mark-saved') }).first().getByRole('button').click();
      await patient.page.getByText(story.note).waitFor();
      const shown = patient.page.locator('img.photo');
      if ((await shown.count()) === 0) await patient.page.getByRole('button', { name: words('photo-show') }).click();
      await shown.waitFor();
      assert.ok(await shown.evaluate((image) => image.decode().then(() => image.naturalWidth > 100)), 'the photo is drawn');
      await seen('entry');
    });

    step('the network returns: received by the hospital, with the time', async () => {
      link.restore();
      await home.context.setOffline(false);
      await patient.diary('history');
      const received = words('mark-received', { time: '@' }).split('@')[0].trim();
      await patient.rows('38.9').filter({ hasText: received }).first().waitFor({ timeout: 60_000 });
      await patient.rows(words('symptom-pain')).filter({ hasText: received }).first().waitFor();
      assert.match(await patient.rows('38.9').first().innerText(), /\d{1,2}:\d{2}/);
      await seen('history-received');
    });

    step('the doctor finds one alert, with its severity, the answer, the rule and its source', async () => {
      await desk.signIn(hospital.console, await hospital.login('dr-wang'), { seen: seenAtDesk });
      await desk.alerts(story.name).first().waitFor();
      assert.equal(await desk.alerts(story.name).count(), 1, 'one alert');
      const row = await desk.alerts(story.name).innerText();
      assert.match(row, /38\.9/);
      assert.match(row, /8\/10/);
      await seenAtDesk('inbox');
      await desk.openPatient(story.name);
      await desk.page.getByText('PMC8937008').first().waitFor();
      await desk.page.locator('.plot canvas').first().waitFor();
      await desk.page.getByText(story.note).first().waitFor();
      await seenAtDesk('patient');
    });

    step('the doctor replies and closes the alert; the patient sees both without a reload', async () => {
      const mark = words('mark-seen', { name: story.doctor, time: '@' }).split('@')[0].trim();
      await patient.rows('38.9').filter({ hasText: mark }).first().waitFor();
      await seen('history-seen');
      await patient.tab('messages');
      await desk.reply(story.reply);
      await patient.page.getByText(story.reply).first().waitFor();
      await seen('messages');
      await desk.close('advised');
      await seenAtDesk('patient-closed');
    });

    test('every screen on the way is accessible, and nothing went wrong in either page', () => {
      assert.deepEqual(faults, []);
      assert.deepEqual(home.faults, []);
      assert.deepEqual(ward.faults, []);
    });
  });
}
