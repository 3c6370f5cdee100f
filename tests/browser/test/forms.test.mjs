// The twenty largest public forms are filled and finished in the browser, as they are in the Rust tests.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

import { openBrowser, person } from '../lib/chromium.mjs';

const CORPUS = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/corpus/questionnaires');
const TRIALS = process.env.KANGBAN_FORM_TRIALS;
const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm' };

/** Every JSON file below a folder. */
function files(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    return entry.isDirectory() ? files(path) : extname(path) === '.json' ? [path] : [];
  });
}

/** The largest Questionnaires, each with the resources of its folder. */
function largest(count) {
  const read = files(CORPUS).flatMap((path) => {
    try {
      return [{ path, json: JSON.parse(readFileSync(path, 'utf8')), text: readFileSync(path, 'utf8') }];
    } catch {
      return [];
    }
  });
  const forms = read.filter((one) => one.json.resourceType === 'Questionnaire');
  forms.sort((one, other) => other.text.length - one.text.length);
  return forms.slice(0, count).map((form) => ({
    name: form.path.slice(CORPUS.length + 1),
    text: form.text,
    beside: read.filter((one) => dirname(one.path) === dirname(form.path) && one.json.resourceType).map((one) => one.text),
  }));
}

test('the largest public forms are filled and finished in the browser', { skip: existsSync(CORPUS) ? false : 'skipped: no corpus' }, async () => {
  assert.ok(TRIALS, 'KANGBAN_FORM_TRIALS names the built trials');
  const site = createServer((request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    if (path === '/') return response.setHeader('content-type', 'text/html').end('<!doctype html><title>forms</title>');
    const file = join(TRIALS, path.slice(1));
    if (!/^\/[\w-]+\.(js|wasm)$/.test(path) || !existsSync(file)) return response.writeHead(404).end();
    return response.setHeader('content-type', TYPES[extname(file)]).end(readFileSync(file));
  });
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
  const browser = await openBrowser();
  try {
    const { context, faults } = await person(browser);
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${site.address().port}/`);
    await page.evaluate(async () => {
      globalThis.trials = await import('/kangban_form_trials_web.js');
      await globalThis.trials.default({ module_or_path: '/kangban_form_trials_web_bg.wasm' });
    });
    const forms = largest(20);
    assert.equal(forms.length, 20);
    const failed = [];
    for (const form of forms) {
      const beside = `[${form.beside.join(',')}]`;
      const outcome = JSON.parse(await page.evaluate(([text, list]) => globalThis.trials.attempt(text, list), [form.text, beside]));
      console.log(`${outcome.passed ? 'passed' : 'FAILED'} ${form.name}: ${outcome.answers} answers ${outcome.why}`);
      if (!outcome.passed) failed.push(`${form.name}: ${outcome.why}`);
    }
    // Told for the record: how long one answer takes here.
    const told = await page.evaluate((text) => {
      const filling = globalThis.trials.Filling.begin(text);
      const [height, weight] = ['2d68889b-88c1-4c6d-8b00-db4178dc1f52', '2136abeb-d75d-475d-9cc7-eeda8d131b95'].map((one) => filling.find(one));
      // It asks for the body-mass index from an age on.
      filling.answer(filling.find('e2a16e4d-2765-4b61-b286-82cfc6356b30'), '{"valueInteger":46}');
      const taken = filling.answer(height, '{"valueDecimal":170}');
      const times = [];
      for (let turn = 0; turn < 2000; turn += 1) {
        const began = performance.now();
        filling.answer(weight, `{"valueDecimal":${50 + (turn % 60)}}`);
        times.push(performance.now() - began);
      }
      times.sort((one, other) => one - other);
      return { taken, p50: times[1000], p99: times[1980] };
    }, forms[0].text);
    assert.ok(told.taken, 'the largest form asks for a height');
    console.log(`one answer in the largest form: p50 ${told.p50.toFixed(2)} ms, p99 ${told.p99.toFixed(2)} ms`);
    assert.deepEqual(failed, []);
    assert.deepEqual(faults, []);
  } finally {
    await browser.close();
    site.close();
  }
});
