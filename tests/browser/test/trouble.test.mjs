// What goes wrong on a device: each gets a sentence, and nothing is lost.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openBrowser, person } from '../lib/chromium.mjs';
import { openHospital } from '../lib/hospital.mjs';
import { look } from '../lib/look.mjs';
import { Patient } from '../lib/patient.mjs';
import { app } from '../lib/texts.mjs';

const words = app('zh-CN');
let browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

/** A test with a hospital and a page of somebody new; `prepare` may take things away from the browser first. */
function trouble(title, run, { prepare = async () => {}, options = {} } = {}) {
  test(title, async () => {
    const hospital = await openHospital();
    const { context, faults } = await person(browser, options);
    try {
      await prepare(context);
      const page = await context.newPage();
      await page.goto(hospital.patientPage);
      await run({ hospital, context, page, patient: new Patient(page, words), code: await hospital.invitation('李秀英') });
      assert.deepEqual(faults, []);
    } finally {
      await context.close();
      await hospital.close();
    }
  });
}

trouble('a wrong invitation code is explained, and the right one still works; a wrong PIN erases nothing', async ({ page, patient, code }) => {
  const field = page.getByRole('textbox');
  await field.fill('KANG-0000');
  await page.locator('.btn.primary').click();
  await page.locator('.wrong').filter({ hasText: /\S/ }).first().waitFor();
  assert.deepEqual(await look(page, 'trouble-wrong-code'), []);
  await patient.activate(code);
  await page.reload();
  await patient.pad().waitFor();
  await page.keyboard.type('111222');
  await page.getByRole('alert').filter({ hasText: words('pin-wrong') }).waitFor();
  assert.deepEqual(await look(page, 'trouble-wrong-pin'), []);
  await patient.unlock();
});

/** What a private window or an old browser does: every script is refused the origin's own file system. */
async function refuseStorage(context) {
  const refusal =
    "if (typeof StorageManager === 'function') StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException('refused', 'SecurityError'));\n";
  await context.route('**/*.js', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: refusal + (await answer.text()) });
  });
}

trouble(
  'without private storage the page says so in a sentence, in place of an empty diary',
  async ({ page }) => {
    await page.getByRole('heading', { level: 1, name: words('failed-unavailable') }).waitFor();
    assert.ok((await page.locator('main').innerText()).includes(words('failed-unavailable-text')));
    assert.deepEqual(await look(page, 'trouble-no-storage'), []);
  },
  // A service worker would fetch the scripts past the refusal.
  { prepare: refuseStorage, options: { serviceWorkers: 'block' } },
);

trouble('a file of 40 MB that is no photo is explained, and the rest of the entry is kept and saved', async ({ page, patient, code }) => {
  await patient.activate(code);
  const big = { name: 'wound.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(40 << 20, 1) };
  await patient.fillPain({ score: 6, note: '👍'.repeat(50), photo: big });
  await page.locator('.wrong').filter({ hasText: /\S/ }).first().waitFor();
  assert.deepEqual(await look(page, 'trouble-photo'), []);
  await patient.save();
  await patient.diary('history');
  await patient.rows('6').filter({ hasText: words('symptom-pain') }).first().waitFor();
});

trouble('a second tab follows the first, and takes over when that one closes', async ({ hospital, context, page, patient, code }) => {
  await patient.activate(code);
  const second = new Patient(await context.newPage(), words);
  await second.page.goto(hospital.patientPage);
  await second.tabs().first().waitFor();
  await patient.fillTemperature('36.8');
  await patient.save();
  await page.getByText(words('toast-saved')).first().waitFor();
  await second.diary('history');
  await second.rows('36.8').first().waitFor();
  await page.close();
  // The second is alone now: it holds the storage, and asks for the PIN because the key went with the first.
  await second.unlock();
  await second.fillTemperature('36.9');
  await second.save();
  await second.diary('history');
  await second.rows('36.9').first().waitFor();
  await second.rows('36.8').first().waitFor();
});
