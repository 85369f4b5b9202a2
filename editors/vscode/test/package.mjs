// What is packaged is whole, and leaves the choice of the server to the machine.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const listed = execFileSync("npx", ["vsce", "ls", "--no-dependencies"], { encoding: "utf8" }).trim().split("\n").sort();
assert.deepEqual(listed, ["README.md", "dist/extension.js", "dist/tm.tmLanguage.json", "language-configuration.json", "package.json", "snippets.json"]);

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
assert.equal(manifest.contributes.configuration.properties["tm.server.path"].scope, "machine");

// The settings that the server documents, in the order in which it does.
const documented = readFileSync("../../docs/editors-server.md", "utf8").split("## Settings")[1].split("\n").filter((line) => line.startsWith("| `"));
const names = documented.flatMap((line) => line.split("|")[1].match(/[\w.]+/g)).map((name) => `tm.${name}`);
const offered = Object.keys(manifest.contributes.configuration.properties).filter((name) => !["tm.server.path", "tm.trace.server"].includes(name));
assert.deepEqual(offered, names);

const code = readFileSync("dist/extension.js", "utf8");
for (const { command } of manifest.contributes.commands) assert.ok(code.includes(`"${command}"`), `${command} is declared and not there`);
assert.ok(code.includes('"lsp"'), "the command line of the server");

const configuration = JSON.parse(readFileSync("language-configuration.json", "utf8"));
const word = new RegExp(configuration.wordPattern, "g");
assert.deepEqual("api-gateway -> `a b`.x2 2026-12-31".match(word), ["api-gateway", "`a b`", "x2", "2026-12-31"]);
const { increaseIndentPattern: deeper, decreaseIndentPattern: shallower } = configuration.indentationRules;
for (const [line, expected] of [["service cart {", true], ["  data: [", true], ["a {} // {", false], ['x: "{"', false], ["// {", false]]) {
  assert.equal(new RegExp(deeper).test(line), expected, line);
}
assert.ok(new RegExp(shallower).test("  }"));

const concise = new RegExp(manifest.contributes.problemMatchers[0].pattern.regexp);
assert.deepEqual(concise.exec("a.tm:4:13: error[unknown-value] `x` is no value").slice(1), ["a.tm", "4", "13", "error", "unknown-value", "`x` is no value"]);

for (const [name, { body }] of Object.entries(JSON.parse(readFileSync("snippets.json", "utf8")))) {
  const text = [body].flat().join("\n");
  assert.equal(text.split("{").length, text.split("}").length, `the braces of ${name}`);
}
