// An operator who is signed in at a desk: {page, context, faults}; `faults` gathers what the browser's console says.
// `init`: a script that runs before each page's own. `dark`: whose screen is.
export async function clerk(browser, party, { width = 1280, language = 'en', dark = false, init } = {}) {
  const context = await browser.newContext({
    locale: language === 'ja' ? 'ja-JP' : 'en-GB', viewport: { width, height: 900 }, reducedMotion: 'reduce', colorScheme: dark ? 'dark' : 'light',
  });
  context.setDefaultTimeout(20_000);
  if (init) await context.addInitScript(init);
  const faults = [];
  context.on('console', (message) => ['error', 'warning'].includes(message.type()) && faults.push(`${message.page()?.url()}: ${message.text()}`));
  context.on('weberror', (error) => faults.push(String(error.error())));
  const page = await context.newPage();
  await page.goto(`${party.desk_url}/sign-in`);
  await page.fill('[name=name]', party.operator.user);
  await page.fill('[name=password]', party.operator.password);
  await page.click('main button');
  await page.waitForURL(`${party.desk_url}/`);
  return { page, context, faults };
}
