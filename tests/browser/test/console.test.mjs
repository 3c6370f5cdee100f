// Every screen of the care console: wide and on 320 px, light and dark, in both languages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openBrowser, person } from '../lib/chromium.mjs';
import { Desk } from '../lib/desk.mjs';
import { openHospital } from '../lib/hospital.mjs';
import { look } from '../lib/look.mjs';
import { care } from '../lib/texts.mjs';

const WIDE = { width: 1280, height: 800 };
const PEOPLE = [
  { what: 'wide', language: 'zh-CN', name: '李秀英', viewport: WIDE },
  { what: 'wide and dark', language: 'en', name: 'Li Xiuying', viewport: WIDE, colorScheme: 'dark' },
  { what: 'on 320 px', language: 'en', name: 'Li Xiuying', viewport: { width: 320, height: 640 } },
];

let browser, hospital;
before(async () => {
  browser = await openBrowser();
  hospital = await openHospital();
});
after(async () => {
  await browser?.close();
  await hospital?.close();
});

for (const { what, language, name, ...options } of PEOPLE) {
  test(`every screen of the console is whole and accessible ${what}, ${language}`, async () => {
    const { context, faults } = await person(browser, { locale: language, ...options });
    const page = await context.newPage();
    const words = care(language);
    const desk = new Desk(page, words);
    const found = [];
    const seen = async (screen) => found.push(...(await look(page, `console-${language}-${what.replaceAll(' ', '-')}-${screen}`)));
    await desk.signIn(hospital.console, await hospital.login('dr-wang'), { seen });
    const nav = page.getByRole('navigation', { name: words('nav-label') });
    for (const place of ['inbox', 'patients', 'messages', 'rules']) {
      await nav.getByRole('link', { name: words(`nav-${place}`) }).click();
      await page.getByText(words('waiting'), { exact: true }).first().waitFor({ state: 'hidden' });
      await page.getByRole('heading', { level: 1 }).waitFor();
      await seen(place);
    }
    await nav.getByRole('link', { name: words('nav-patients') }).click();
    await page.locator('main').getByText(name).first().click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await page.locator('.plot canvas').first().waitFor();
    await seen('patient');
    await page.getByRole('button', { name: words('invite-open') }).click();
    await page.getByRole('dialog').waitFor();
    await seen('invite');
    await page.keyboard.press('Escape');
    await nav.getByRole('button', { name: words('nav-settings') }).click();
    await page.getByRole('dialog').waitFor();
    await seen('settings');
    assert.deepEqual(found, []);
    assert.deepEqual(faults, []);
    await context.close();
  });
}
