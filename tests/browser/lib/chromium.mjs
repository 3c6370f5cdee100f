// Headless Chromium, and what every page of a test is watched for.
import { chromium } from 'playwright-core';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Starts a browser. */
export function openBrowser() {
  // Chromium refuses its sandbox to root, which is who runs in a container.
  return chromium.launch({ executablePath: EXECUTABLE, headless: true, args: ['--no-sandbox', '--disable-gpu'] });
}

/** A person at a device: a context of its own, whose pages' faults are collected in `faults`. */
export async function person(browser, options = {}) {
  const context = await browser.newContext({
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 390, height: 844 },
    ...options,
  });
  context.setDefaultTimeout(30_000);
  const faults = [];
  context.on('page', (page) => page.on('pageerror', (error) => faults.push(String(error))));
  context.on('console', (message) => {
    // A request that failed because the test cut the network is what the test is about.
    if (message.type() === 'error' && !/Failed to load resource|net::ERR_/.test(message.text())) faults.push(message.text());
  });
  return { context, faults };
}
