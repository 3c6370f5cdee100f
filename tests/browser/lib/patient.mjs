// The patient page, as a patient uses it.
import { fileURLToPath } from 'node:url';

export const PIN = '380412';
export const PHOTO = fileURLToPath(new URL('../../journeys/assets/photo.png', import.meta.url));
const TABS = { today: 0, diary: 1, messages: 2, me: 3 };
const SECTIONS = { record: 0, history: 1, trends: 2, forms: 3 };

export class Patient {
  constructor(page, words) {
    this.page = page;
    this.words = words;
  }

  /** From the invitation to Today. */
  async activate(code, { seen = async () => {} } = {}) {
    const { page } = this;
    const field = page.getByRole('textbox');
    await field.waitFor();
    await seen('invitation');
    await field.fill(code);
    await page.locator('.btn.primary').click();
    await this.pad().waitFor();
    await seen('choose-pin');
    const first = await this.heading();
    await page.keyboard.type(PIN);
    await page.waitForFunction(
      (title) => document.querySelector('h1')?.textContent !== title || !document.querySelector('.dots .on'),
      first,
    );
    await page.keyboard.type(PIN);
    await this.tabs().first().waitFor({ timeout: 60_000 });
  }

  /** Opens the locked page. */
  async unlock() {
    await this.pad().waitFor();
    await this.page.keyboard.type(PIN);
    await this.tabs().first().waitFor({ timeout: 60_000 });
  }

  pad() {
    return this.page.locator('.keys:not(.off)');
  }

  tabs() {
    return this.page.getByRole('navigation').getByRole('button');
  }

  async heading() {
    return this.page.getByRole('heading', { level: 1 }).textContent();
  }

  /** Leaves tasks until the tabs are there, and chooses one. */
  async tab(name) {
    while ((await this.tabs().count()) === 0) await this.back();
    await this.tabs().nth(TABS[name]).click();
  }

  async back() {
    const title = await this.heading();
    await this.page.locator('header').getByRole('button').first().click();
    await this.page.waitForFunction(
      (left) => document.querySelector('h1')?.textContent !== left || document.querySelector('nav'),
      title,
    );
  }

  /** A section of the diary. */
  async diary(section) {
    await this.tab('diary');
    await this.page.getByRole('radiogroup').first().locator('label').nth(SECTIONS[section]).click();
  }

  /** Fills the symptom's screen; not saved yet. */
  async fillPain({ score, note, photo, site, seen = async () => {} }) {
    const { page } = this;
    await this.diary('record');
    await page.getByRole('button', { name: this.words('symptom-pain') }).first().click();
    const choice = page.locator('label.option').filter({ hasText: this.words('symptom-pain') });
    const scores = page.locator('label.score');
    await choice.or(scores).first().waitFor();
    // In elders' mode the symptom is chosen already, and only the score is asked.
    if (await choice.count()) await choice.first().click();
    await page.locator('label.score').first().waitFor();
    await page.locator('label.score').filter({ hasText: new RegExp(`^${score}$`) }).click();
    await seen('log-symptom');
    if (site) {
      await this.tile('site-label').click();
      const place = page.locator('label.region, label.option.in-rows').first();
      await place.waitFor();
      await seen('body-site');
      await place.click();
      await page.locator('label.score').first().waitFor();
    }
    if (photo) {
      await page.locator('input[type=file]').setInputFiles(photo);
      await page.locator('.photo-tile[aria-busy=false]').waitFor();
    }
    if (note) {
      await this.tile('note-label').click();
      await page.getByRole('textbox').last().fill(note);
    }
    await seen('log-symptom-full');
  }

  /** A tile that leads to a detail, by the text of its label. */
  tile(id) {
    return this.page.locator('.detail-tile').filter({ hasText: this.words(id) });
  }

  /** Presses save, and waits until the form has made room for what comes then. */
  async save() {
    await this.page.locator('.dock .btn.primary').click();
    await this.page.locator('label.score, .entry input').first().waitFor({ state: 'hidden' });
  }

  /** Fills a blood pressure, the longest reading there is; not saved yet. */
  async fillPressure(systolic, diastolic) {
    await this.diary('record');
    await this.page.getByRole('button', { name: this.words('measure-pressure') }).first().click();
    await this.page.getByRole('textbox').nth(0).fill(systolic);
    await this.page.getByRole('textbox').nth(1).fill(diastolic);
  }

  /** Fills the temperature; not saved yet. */
  async fillTemperature(value, { seen = async () => {} } = {}) {
    const { page } = this;
    await this.diary('record');
    await page.getByRole('button', { name: this.words('measure-temperature') }).first().click();
    const field = page.locator('.entry input').first();
    await field.fill(value);
    await field.blur();
    await seen('measure');
  }

  /** Turns elders' mode on or off. */
  async toggleElders() {
    await this.tab('me');
    const before = await this.page.evaluate(() => document.documentElement.dataset.mode);
    await this.page.locator('.toggle-row').first().click();
    await this.page.waitForFunction((mode) => document.documentElement.dataset.mode !== mode, before);
  }

  /** The advice in front: its text. */
  async advice() {
    const card = this.page.locator('.advice').first();
    await card.waitFor();
    return card.innerText();
  }

  /** The entries of the history that hold `text`. */
  rows(text) {
    return this.page.locator('.row-item').filter({ hasText: text });
  }
}
