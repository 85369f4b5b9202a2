// VS Code in a browser, with the packaged extension and the real server: what a person sees and does.
// CODE_SERVER: the folder that `install-code-server` filled; TM: the program; TM_PROJECT: what is opened; CHROMIUM: the browser;
// OUT: a folder for pictures.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const { CODE_SERVER, TM, TM_PROJECT: project, CHROMIUM = "/usr/bin/chromium", OUT } = process.env;
const patience = 60_000;
const COLOURS = { type: "#010203", class: "#040506", enumMember: "#070809", property: "#0a0b0c" };

const work = mkdtempSync(join(tmpdir(), "tm-vscode-"));
const model = join(project, "model.tm");
mkdirSync(join(work, "data", "User"), { recursive: true });
writeFileSync(join(work, "config.yaml"), "");
// The program, and what it was called with.
const program = join(work, "tm");
const calls = join(work, "calls");
writeFileSync(program, `#!/bin/sh\necho "$@" >>'${calls}'\nexec '${TM}' "$@"\n`, { mode: 0o755 });
// Of the machine that the extension runs on, which is where this setting counts.
mkdirSync(join(work, "data", "Machine"));
writeFileSync(join(work, "data", "Machine", "settings.json"), JSON.stringify({ "tm.server.path": program }));
writeFileSync(join(work, "data", "User", "settings.json"), JSON.stringify({
  "tm.today": "2026-07-01",
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoUpdate": false,
  "workbench.startupEditor": "none",
  "chat.commandCenter.enabled": false,
  "editor.accessibilitySupport": "off",
  "editor.inlayHints.enabled": "off",
  "editor.codeLens": false,
  "editor.stickyScroll.enabled": false,
  "editor.autoClosingBrackets": "never",
  "editor.semanticTokenColorCustomizations": { enabled: true, rules: COLOURS },
  "files.autoSave": "off",
  "git.enabled": false,
}));

const rgb = (hex) => `rgb(${[1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)).join(", ")})`;

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function until(what, probe) {
  const end = Date.now() + patience;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) throw new Error(`${what}: waited in vain`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function drive(page, url) {
  const saw = (what) => console.log(`  ${what}`);
  const picture = async (name) => OUT && page.screenshot({ path: join(OUT, `${name}.png`) });
  const line = (text) => page.locator(".view-line", { hasText: text }).first();
  const word = (text, of) => line(of).locator("span span", { hasText: text }).last();
  const problems = page.locator(".markers-panel .monaco-list-row");
  // What is in the editor, as saved.
  const saved = async () => {
    await page.keyboard.press("Control+S");
    return readFileSync(model, "utf8");
  };

  await page.goto(`${url}/?folder=${encodeURIComponent(project)}`);
  await page.locator('.explorer-folders-view .monaco-list-row[aria-label*="model.tm"]').dblclick();
  await page.locator(".monaco-editor .squiggly-error").first().waitFor();
  saw("a squiggle");

  await page.keyboard.press("Control+Shift+M");
  await problems.filter({ hasText: "is no value of" }).first().waitFor();
  await problems.filter({ hasText: "plaintext-service-traffic" }).first().waitFor();
  await picture("problems");
  saw("an error and a finding in Problems");

  await line("service cart").locator("text=cart").first().hover();
  const hover = page.locator(".monaco-hover:not(.hidden)", { hasText: "Takes orders." });
  await hover.first().waitFor();
  await picture("hover");
  saw("documentation on hover");
  await page.mouse.move(900, 15);
  await hover.first().waitFor({ state: "hidden" });

  const colour = async (text, of) => word(text, of).evaluate((span) => getComputedStyle(span).color);
  await until("colours by meaning", async () => (await colour("cart", "service cart")) === rgb(COLOURS.class));
  assert.equal(await colour("service", "service cart"), rgb(COLOURS.type), "a kind");
  assert.equal(await colour("http", "-> orders"), rgb(COLOURS.enumMember), "a value");
  assert.equal(await colour("exposure", "exposure:"), rgb(COLOURS.property), "an attribute");
  saw("colours by meaning");

  // Commands, by their names.
  const command = async (name) => {
    await page.keyboard.press("F1");
    await page.locator(".quick-input-widget:not(.hidden) input:focus").waitFor();
    await page.keyboard.type(name);
    await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: name }).waitFor();
    await page.keyboard.press("Enter");
  };
  const asked = (what) => until(what, () => existsSync(calls) && readFileSync(calls, "utf8").split("\n").includes(what));

  await page.locator('[aria-label*="Editor Language Status"]').first().hover();
  await page.locator(".hover-language-status", { hasText: "tm" }).first().waitFor();
  await page.mouse.move(900, 15);
  saw("that the server runs, in the status");

  await line("exposure: intrnet").click();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  await command("tm: Open the Page of This Rule");
  await page.locator(".tab", { hasText: "unknown-value" }).waitFor();
  await picture("page");
  saw("the page of an error");
  await page.keyboard.press("Control+W");

  await word("cart", "service cart").click();
  await command("tm: Show Who Reaches This Element");
  await asked("who-reaches cart");
  await line("exposure: intrnet").click();
  await command("tm: Check the Project");
  await asked("check --format concise");
  // The terminal comes to the front, at some time.
  await until("what the command says, in Problems", async () => {
    if (!(await problems.first().isVisible())) await page.keyboard.press("Control+Shift+M");
    return (await problems.filter({ hasText: "is no value of" }).count()) > 1;
  });
  await picture("checked");
  saw("the project checked, and who reaches an element");

  await line("exposure: intrnet").click();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Control+.");
  await page.locator(".action-widget", { hasText: "change to `internet`" }).waitFor();
  await picture("quick-fix");
  await page.keyboard.press("Enter");
  await until("the spelling is mended", async () => (await saved()).includes("exposure: internet\n"));
  // That of the command stays until it is run again.
  await until("the server says so", async () => (await problems.filter({ hasText: "is no value of" }).count()) === 1);
  saw("a quick fix that takes the problem away");

  await word("orders", "service orders").click();
  await page.keyboard.press("F2");
  await page.locator(".rename-input:focus").waitFor();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("ledger");
  await page.keyboard.press("Enter");
  await until("both names change", async () => (await saved()).match(/ledger/g)?.length === 2);
  saw("a rename");

  await line("exposure: internet").click();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("edge: ");
  await page.keyboard.press("Control+Space");
  await page.locator(".suggest-widget.visible .monaco-list-row").first().waitFor();
  await page.keyboard.press("Escape");
  for (let back = "edge: ".length; back > 0; back -= 1) await page.keyboard.press("Backspace");
  await page.keyboard.type("peer-policy: ");
  await page.keyboard.press("Control+Space");
  await page.locator(".suggest-widget.visible .monaco-list-row", { hasText: "allow-all" }).first().waitFor();
  await picture("completion");
  saw("values on completion");
  await page.keyboard.press("Escape");
  await page.keyboard.type("allow-all");
  await page.keyboard.press("Escape");

  await line("service ledger").click();
  await page.keyboard.press("Home");
  await page.keyboard.type("   ");
  await until("it is out of place", async () => /^ {3}service ledger/m.test(await saved()));
  await page.keyboard.press("Control+Shift+I");
  await until("it is formatted", async () => /^service ledger/m.test(await saved()));
  saw("the format");

  execFileSync(TM, ["fmt", "--check", model]);
  assert.ok(readFileSync(model, "utf8").includes("\n  peer-policy: allow-all\n"));
}

const port = await freePort();
const entry = join(CODE_SERVER, "node_modules/code-server/out/node/entry.js");
const folders = ["--config", join(work, "config.yaml"), "--user-data-dir", join(work, "data"), "--extensions-dir", join(work, "extensions")];
execFileSync(process.execPath, [entry, ...folders, "--install-extension", "tm.vsix"], { stdio: "pipe" });
const server = spawn(
  process.execPath,
  [entry, ...folders, "--bind-addr", `127.0.0.1:${port}`, "--auth", "none", "--disable-telemetry", "--disable-update-check", "--disable-workspace-trust"],
  { stdio: ["ignore", "pipe", "pipe"] },
);
let log = "";
server.stdout.on("data", (data) => (log += data));
server.stderr.on("data", (data) => (log += data));
let browser;
try {
  await until("code-server", async () => fetch(`http://127.0.0.1:${port}/healthz`).then((answer) => answer.ok, () => false));
  browser = await chromium.launchPersistentContext(join(work, "chromium"), {
    executablePath: CHROMIUM,
    headless: true,
    viewport: { width: 1280, height: 800 },
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const page = browser.pages()[0];
  page.setDefaultTimeout(patience);
  try {
    await drive(page, `http://127.0.0.1:${port}`);
  } catch (error) {
    if (OUT) await page.screenshot({ path: join(OUT, "failed.png") });
    console.error(readFileSync(model, "utf8"), log);
    throw error;
  }
} finally {
  await browser?.close();
  server.kill("SIGTERM");
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
