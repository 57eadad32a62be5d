// Goes through a page of results as readers do: in Chromium with the network off, on a desk and on a phone, light, dark
// and on paper, by mouse and by keyboard, and through the eyes of a checker of accessibility.
//
// Usage: node click.mjs CHROMIUM FOLDER-OF-MODULES [--shots FOLDER] PAGE…
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [browserPath, modules, ...rest] = process.argv.slice(2);
const shots = rest[0] === "--shots" ? rest.splice(0, 2)[1] : null;
const require = createRequire(resolve(modules, "x.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const VIEWS = [
  { name: "desk", viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  { name: "desk-dark", viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  { name: "phone", viewport: { width: 390, height: 844 }, colorScheme: "light", hasTouch: true, isMobile: true },
  { name: "phone-dark", viewport: { width: 390, height: 844 }, colorScheme: "dark", hasTouch: true, isMobile: true },
];

const faults = [];
let checks = 0;
function must(holds, where, what) {
  checks += 1;
  if (!holds) faults.push(`${where}: ${what}`);
}

const fits = (page) =>
  page.evaluate(() => {
    const root = document.documentElement;
    return [root.scrollWidth, root.clientWidth];
  });

// Each entry of the contents brings its section into view.
async function follow(page, where) {
  const links = await page.locator("nav a[href^='#']").all();
  must(links.length >= 5, where, `only ${links.length} links in the contents`);
  for (const link of links) {
    const target = await link.getAttribute("href");
    await link.click();
    const place = await page.locator(target).boundingBox();
    const { height } = page.viewportSize();
    must(place && place.y < height && place.y + place.height > 0, where, `${target} is not in view once clicked`);
  }
}

// Each fold opens by keyboard, shows its numbers, and shuts again.
async function unfold(page, where) {
  const folds = await page.locator("details").all();
  must(folds.length >= 3, where, `only ${folds.length} folds`);
  for (const [at, fold] of folds.entries()) {
    await fold.locator("summary").first().focus();
    const open = await fold.evaluate((d) => d.open);
    await page.keyboard.press("Enter");
    must((await fold.evaluate((d) => d.open)) !== open, where, `fold ${at} does not move by keyboard`);
    if (open) await page.keyboard.press("Enter");
    must(await fold.locator("table, dl, pre, ul, p").first().isVisible(), where, `fold ${at} shows nothing`);
    const [wide, window] = await fits(page);
    must(wide <= window, where, `fold ${at} makes the page ${wide} wide in ${window}`);
    if (!shots) await fold.evaluate((d) => (d.open = false));
  }
}

// The first tab leads past the contents; no focus is lost or invisible.
async function tab(page, where) {
  await page.evaluate(() => { scrollTo(0, 0); document.activeElement?.blur(); });
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => document.activeElement?.className);
  must(first === "skip", where, `the first tab goes to ${first || "nothing"}`);
  for (let step = 0; step < 20; step += 1) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return "end";
      const box = at.getBoundingClientRect();
      const style = getComputedStyle(at);
      const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
      return box.width > 0 && box.height > 0 && ring ? "seen" : at.outerHTML.slice(0, 80);
    });
    if (seen === "end") break;
    must(seen === "seen", where, `focus is not seen on ${seen}`);
  }
}

async function accessible(page, where) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const run = await window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] });
    if (run.passes.length < 10) return [`only ${run.passes.length} rules of accessibility were tried`];
    return run.violations.map((v) => `${v.id} (${v.impact}) ${v.nodes.length}×: ${v.nodes[0].html.slice(0, 120)}`);
  });
  checks += 1;
  for (const fault of found) must(false, where, fault);
}

async function look(context, file, view) {
  const where = `${basename(dirname(file))}/${basename(file)} ${view.name}`;
  const page = await context.newPage();
  page.on("console", (message) => must(message.type() !== "error", where, `console: ${message.text()}`));
  page.on("pageerror", (error) => must(false, where, `error: ${error.message}`));
  page.on("request", (request) => must(request.url().startsWith("file:") , where, `asks for ${request.url()}`));
  await page.goto(pathToFileURL(resolve(file)).href);
  const [wide, window] = await fits(page);
  must(wide <= window, where, `${wide} wide in a window of ${window}`);
  await tab(page, where);
  await follow(page, where);
  await page.evaluate(() => scrollTo(0, 0));
  if (shots) await page.screenshot({ path: `${shots}/${basename(dirname(file))}-${basename(file, ".html")}-${view.name}.png`, fullPage: true });
  await unfold(page, where);
  if (shots && view.name === "desk") {
    await page.emulateMedia({ media: "print" });
    await page.pdf({ path: `${shots}/${basename(dirname(file))}-${basename(file, ".html")}.pdf`, format: "A4" });
    await page.emulateMedia({ media: null });
  }
  must(page.url().startsWith("file:"), where, "the page was left");
  await accessible(page, where);
  await page.close();
}

if (shots) mkdirSync(shots, { recursive: true });
const browser = await chromium.launch({
  executablePath: browserPath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--allow-file-access-from-files"],
});
try {
  for (const view of VIEWS) {
    const { name, ...options } = view;
    for (const file of rest) {
      // Colours are the same in every language.
      if (file !== rest[0] && view.colorScheme === "dark") continue;
      const context = await browser.newContext({ ...options, offline: true });
      await look(context, file, view);
      await context.close();
    }
  }
} finally {
  await browser.close();
}
console.log(`${checks} checks, ${faults.length} faults`);
for (const fault of faults) console.log(fault);
process.exit(faults.length > 0 || checks < 50 ? 1 : 0);
