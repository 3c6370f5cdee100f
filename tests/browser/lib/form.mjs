// A form on the patient page, answered as a person does, by what stands on the screen.
import { readFileSync } from 'node:fs';

const FORMS = new URL('../../../shared/care/forms/', import.meta.url);
const TRANSLATION = 'http://hl7.org/fhir/StructureDefinition/translation';

/** Answers to the post-operative check of somebody whose wound is infected; temperature and note are for the test to give. */
export const POSTOPERATIVE = {
  'page-pain/pain': 8,
  'page-pain/pain-medicine': ['not-enough'],
  'page-wound/wound': ['red', 'pus'],
  'page-bowel/eating': ['less'],
  'page-bowel/bowel': ['today'],
  'page-body/mobility': ['home'],
  'page-body/warning': ['none'],
  'page-body/sleep': 5,
  'page-mood/phq2-1': ['LA6569-3'],
  'page-mood/phq2-2': ['LA6570-1'],
};

/** A form that comes with Kangban, and what its items and options are called in a language. */
export function formTexts(name, language) {
  const questionnaire = JSON.parse(readFileSync(new URL(`${name}.json`, FORMS), 'utf8'));
  const items = new Map();
  const walk = (list) => {
    for (const item of list ?? []) {
      items.set(item.linkId, item);
      walk(item.item);
    }
  };
  walk(questionnaire.item);
  const said = (holder, element) => {
    const translated = holder[`_${element}`]?.extension?.find(
      (one) => one.url === TRANSLATION && one.extension.some((part) => part.valueCode === language),
    );
    return translated?.extension.find((part) => part.url === 'content').valueString ?? holder[element];
  };
  return {
    title: said(questionnaire, 'title'),
    text: (linkId) => said(items.get(linkId), 'text'),
    option(linkId, code) {
      const found = items.get(linkId).answerOption.find((one) => one.valueCoding.code === code);
      return said(found.valueCoding, 'display');
    },
  };
}

export class Form {
  constructor(patient, texts) {
    this.page = patient.page;
    this.words = patient.words;
    this.texts = texts;
  }

  /** Opens the form that Today offers. */
  async open() {
    const offered = this.page.getByRole('button', { name: this.words('form-begin') });
    await offered.or(this.page.getByRole('button', { name: this.words('form-go-on') })).first().click();
    await this.progress().waitFor();
  }

  progress() {
    return this.page.getByRole('progressbar');
  }

  async share() {
    return Number(await this.progress().getAttribute('aria-valuenow'));
  }

  question(path) {
    return this.page.locator(`[id="form-${path}"]`);
  }

  /** The paths of the questions on the page. */
  async paths() {
    const ids = await this.page.locator('.form-question').evaluateAll((all) => all.map((one) => one.id));
    return ids.map((id) => id.slice('form-'.length));
  }

  /** Answers one question: a number of the scale, a text, an option's code or several. */
  async answer(path, value) {
    const box = this.question(path);
    const linkId = path.split('/').at(-1);
    if (typeof value === 'number') {
      await box.locator('label.score').filter({ hasText: new RegExp(`^${value}$`) }).click();
      await box.locator('label.score[data-selected]').waitFor();
    } else if (Array.isArray(value)) {
      for (const code of value) {
        const option = box.locator('label.option').filter({ hasText: this.texts.option(linkId, code) });
        const chosen = box.locator('label.option[data-selected]').filter({ hasText: this.texts.option(linkId, code) });
        // Pressed once more, a checkbox would be taken back.
        if ((await chosen.count()) === 0) await option.first().click();
        await chosen.first().waitFor();
      }
    } else {
      const field = box.getByRole('textbox');
      await field.fill(value);
      await field.blur();
    }
  }

  /** The solid button: forwards, or finish. */
  async next() {
    const before = (await this.paths()).join();
    await this.page.locator('.dock .btn.primary').click();
    await this.page.waitForFunction(
      (paths) =>
        [...document.querySelectorAll('.form-question')].map((one) => one.id.slice(5)).join() !== paths ||
        document.querySelector('.form-answer'),
      before,
    );
  }

  async isReview() {
    return (await this.page.locator('.form-answer').count()) > 0;
  }

  /** Answers page after page until the review, or until `stop` says so; what is asked but not in `answers` is left. */
  async go(answers, { seen = async () => {}, stop = () => false } = {}) {
    let share = 0;
    for (let number = 1; !(await this.isReview()); number += 1) {
      const done = new Set();
      // An answer may bring more questions onto the page.
      for (;;) {
        const path = (await this.paths()).find((one) => one in answers && !done.has(one));
        if (path === undefined) break;
        done.add(path);
        await this.answer(path, answers[path]);
      }
      await seen(`form-${number}`);
      const now = await this.share();
      if (now < share) throw new Error(`progress went back from ${share} to ${now}`);
      share = now;
      if (stop(await this.paths())) return;
      await this.next();
    }
    await seen('form-review');
  }

  /** Finishes from the review. */
  async finish() {
    await this.page.locator('.dock .btn.primary').click();
    await this.page.locator('.score-value, .advice').first().waitFor();
  }
}
