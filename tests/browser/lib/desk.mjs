// The care console, as a doctor uses it.

export class Desk {
  constructor(page, words) {
    this.page = page;
    this.words = words;
  }

  /** Opens the console and signs in at the hospital's own page. */
  async signIn(url, { user, password }, { seen = async () => {} } = {}) {
    const { page, words } = this;
    await page.goto(url);
    await page.getByRole('button', { name: words('sign-in-act') }).waitFor();
    await seen('console-sign-in');
    await page.getByRole('button', { name: words('sign-in-act') }).click();
    await page.locator('input[name=username]').fill(user);
    await page.locator('input[name=password]').fill(password);
    await seen('sign-in');
    await page.locator('form:has(input[name=password]) button[type=submit]').click();
    await page.getByRole('navigation', { name: words('nav-label') }).waitFor();
  }

  /** The open alerts that are shown about a patient. */
  alerts(name) {
    return this.page.getByRole('row').filter({ hasText: name });
  }

  /** Brings in the alerts that came while the list was being read: it does not move under the reader's eyes. */
  async showNew() {
    const show = this.page.getByRole('button', { name: this.words('inbox-show') });
    if (await show.isVisible()) await show.click();
  }

  /** Waits for a patient's alert, and opens the patient. */
  async openPatient(name) {
    await this.alerts(name).first().waitFor();
    await this.alerts(name).first().dblclick();
    await this.page.getByRole('heading', { level: 1, name }).waitFor();
  }

  async reply(text) {
    const { page, words } = this;
    await page.locator('.comp textarea').fill(text);
    await page.getByRole('button', { name: words('reply-act'), exact: true }).click();
    await page.getByRole('log').or(page.locator('.msgs')).getByText(text).first().waitFor();
  }

  async close(outcome) {
    const { page, words } = this;
    await page.locator('.close-alert label').filter({ hasText: words('outcome', { outcome }) }).click();
    await page.getByRole('button', { name: words('close-act-as', { outcome }) }).click();
    await page.getByText(words('patient-no-alert'), { exact: true }).first().waitFor();
  }
}
