// Every screen of the patient page as different people have it: small, in elders' mode, dark, in both languages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openBrowser, person } from '../lib/chromium.mjs';
import { Form, POSTOPERATIVE, formTexts } from '../lib/form.mjs';
import { openHospital } from '../lib/hospital.mjs';
import { look } from '../lib/look.mjs';
import { PHOTO, Patient } from '../lib/patient.mjs';
import { app } from '../lib/texts.mjs';

const SMALL = { width: 320, height: 640 };
const PHONE = { width: 390, height: 844 };
const PEOPLE = [
  { what: 'on 320 px', language: 'zh-CN', viewport: SMALL },
  { what: 'on 320 px', language: 'en', viewport: SMALL },
  { what: "in elders' mode", language: 'zh-CN', viewport: PHONE, elders: true },
  { what: "in elders' mode on 320 px", language: 'en', viewport: SMALL, elders: true },
  { what: 'in the dark', language: 'zh-CN', viewport: PHONE, colorScheme: 'dark' },
];

let browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

/** What the brief for elders' mode asks for, measured: text of 18 px and more, targets of 60 px and more. */
function tooSmall() {
  const visible = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 1;
  const name = (element) => `${element.className || element.tagName} "${element.textContent.trim().slice(0, 20)}"`;
  const texts = [...document.querySelectorAll('body *')].filter(
    (element) => visible(element) && [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ''),
  );
  const targets = [...document.querySelectorAll('button, a[href], label.option, label.score')].filter(visible);
  return [
    ...texts.filter((one) => !one.closest('.vh') && parseFloat(getComputedStyle(one).fontSize) < 18).map((one) => `text of ${getComputedStyle(one).fontSize}: ${name(one)}`),
    ...targets.filter((one) => one.getBoundingClientRect().height < 59.5).map((one) => `target of ${one.getBoundingClientRect().height} px: ${name(one)}`),
  ];
}

for (const { what, language, elders = false, ...options } of PEOPLE) {
  test(`every screen is whole and accessible ${what}, ${language}`, async () => {
    const hospital = await openHospital();
    const { context, faults } = await person(browser, { locale: language, ...options });
    try {
      const page = await context.newPage();
      const words = app(language);
      const patient = new Patient(page, words);
      const label = what.replace(/[^a-z0-9]+/g, '-');
      const found = [];
      const seen = async (name) => {
        found.push(...(await look(page, `${language}-${label}-${name}`)));
        if (elders && name !== 'invitation' && name !== 'choose-pin') {
          found.push(...(await page.evaluate(tooSmall)).map((fault) => `${name}: ${fault}`));
        }
      };
      await page.goto(hospital.patientPage);
      await patient.activate(await hospital.invitation('李秀英'), { seen });
      await page.getByText(words('call-ward')).first().waitFor();
      if (elders) await patient.toggleElders();
      await patient.tab('today');
      await seen('today');
      await patient.fillPain({ score: 8, site: true, photo: PHOTO, note: '🤕🤕', seen });
      await patient.save();
      await patient.advice();
      await seen('advice');
      await patient.fillTemperature('38.9', { seen });
      await patient.save();
      await page.locator('.advice').filter({ hasText: '38.9' }).waitFor();
      await seen('advice-fever');
      await patient.fillPressure('185', '112');
      await patient.save();
      await page.locator('.advice').filter({ hasText: '185/112' }).waitFor();
      await seen('advice-pressure');
      for (const section of ['record', 'history', 'trends']) {
        await patient.diary(section);
        await page.locator('.row-item, .plot, canvas, .trend').first().waitFor();
        await seen(section);
      }
      await patient.diary('forms');
      await page.locator('.row-item button').first().click();
      const form = new Form(patient, formTexts('postoperative-check', language));
      await form.progress().waitFor();
      await form.go({ ...POSTOPERATIVE, 'page-pain/temperature': '38.9', 'page-mood/note': '🤕🤕' }, { seen });
      await form.finish();
      await seen('form-result');
      await page.locator('.dock .btn.primary').click();
      await patient.tabs().first().waitFor();
      await patient.diary('forms');
      await seen('forms');
      await patient.diary('history');
      await patient.rows('38.9').first().getByRole('button').click();
      await page.locator('.fact').first().waitFor();
      await seen('entry');
      await patient.tab('messages');
      await page.getByRole('textbox').fill('😀');
      await seen('messages');
      await page.getByRole('button', { name: words('message-send') }).click();
      await page.getByRole('dialog').waitFor();
      await seen('urgent-check');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await patient.tab('me');
      await seen('me');
      await page.locator('.sync-row').click();
      await seen('sync');
      await patient.tab('me');
      await page.getByRole('button', { name: words('settings-lock') }).click();
      await patient.pad().waitFor();
      await seen('lock');
      assert.deepEqual(found, []);
      assert.deepEqual(faults, []);
    } finally {
      await context.close();
      await hospital.close();
    }
  });
}
