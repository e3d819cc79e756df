// The parts of the extension that need neither the editor nor the server.

import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { before, test } from "node:test";

import * as commands from "../src/commands";
import { find, run } from "../src/program";
import { helpful, Schemas } from "../src/schemas";
import { forServer } from "../src/settings";
import { PROGRAM, ROOT } from "./program";

test("the program is found where the setting says, and on the path", async () => {
  const named = await find(PROGRAM);
  assert.ok("version" in named);
  assert.deepEqual(await find("", { PATH: path.dirname(PROGRAM) }), { path: PROGRAM, version: named.version });
});

test("what to do is said if the program is not there or is another one", async () => {
  const said = async (...asked: Parameters<typeof find>) => {
    const found = await find(...asked);
    return "missing" in found ? found.missing : "";
  };
  assert.match(await said("", { PATH: "" }), /not on the PATH: install it, or say where it is in the setting clauselint\.path/);
  assert.match(await said("", { PATH: "." }), /not on the PATH/);
  assert.match(await said("/nowhere/clauselint"), /there is no such program/);
  assert.match(await said(process.execPath), /does not say that it is clauselint/);
});

test("a program without a server is too old", { skip: process.platform === "win32" }, async () => {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync("."), "dist-test", "old-"));
  const program = path.join(folder, "clauselint");
  fs.writeFileSync(program, '#!/bin/sh\ntest "$1" = --version && echo "clauselint 0.0.9"\n', { mode: 0o755 });
  const found = await find(program);
  fs.rmSync(folder, { recursive: true });
  assert.match("missing" in found ? found.missing : "", /0\.0\.9, which is too old to be a language server: install a newer one/);
});

test("settings go to the server under its own names", () => {
  const settings = { path: "/bin/x", asOf: "2026-11-02", stage: "2", diagnostics: "repository", features: { hover: false } };
  assert.deepEqual(forServer(settings), { stage: "2", as_of: "2026-11-02", diagnostics: "repository", features: { hover: false } });
  assert.deepEqual(forServer(undefined), { stage: "", as_of: "", diagnostics: "open", features: {} });
});

test("every feature of the server can be switched off", () => {
  const features = path.join(ROOT, "src/lsp/features");
  const sources = fs.readdirSync(features, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".rs"));
  const names = sources.flatMap((name) => {
    const text = fs.readFileSync(path.join(features, name), "utf8");
    return [...text.matchAll(/const NAME: &'static str = "(\w+)"/g)].map((found) => found[1]!);
  });
  assert.ok(names.includes("folding"));
  const { contributes } = JSON.parse(fs.readFileSync("package.json", "utf8"));
  const settings = Object.keys(contributes.configuration.properties);
  assert.deepEqual([...new Set(names)].filter((name) => !settings.includes(`clauselint.features.${name}`)), []);
});

test("every command is there", () => {
  const { contributes } = JSON.parse(fs.readFileSync("package.json", "utf8"));
  const source = fs.readFileSync("src/extension.ts", "utf8");
  for (const { command } of contributes.commands) assert.ok(source.includes(`told("${command.split(".")[1]}"`), command);
});

test("explain is asked for what is under the cursor, and never for an option", () => {
  assert.equal(commands.wordAt("| RSK-001 | relies on A.9.4, which", 4), "RSK-001");
  assert.equal(commands.wordAt("| RSK-001 | relies on A.9.4, which", 25), "A.9.4");
  assert.equal(commands.wordAt("relies on", 3), undefined);
  assert.equal(commands.explain("--help"), undefined);
  assert.equal(commands.explain(" "), undefined);
});

let schemas: Schemas;
before(async () => {
  schemas = await Schemas.of(async (name) => (await run(PROGRAM, name === undefined ? ["schema"] : ["schema", name])).stdout);
});

const address = (path: string, text = "", beside: string[] = []) => schemas.address({ path, text, beside });

test("the manifest and rule files have the program's schemas", async () => {
  assert.equal(address("/a/clauselint.yaml"), "clauselint://schema/manifest");
  assert.equal(address("/a/house/own.yaml", "", ["pack.yaml"]), "clauselint://schema/rule");
  assert.equal(address("/a/house/pack.yaml", "", ["pack.yaml"]), undefined);
  assert.match((await schemas.text("clauselint://schema/manifest"))!, /"\$schema"/);
  assert.equal(await schemas.text("file:///etc/passwd"), undefined);
});

test("records have the schemas of their kinds, alone and in lists", async () => {
  assert.equal(address("/a/x.yaml", "kind: ai-system\nid: AIS-001\n"), "clauselint://schema/ai-system");
  assert.equal(address("/a/x.yaml", "risks:\n  - id: RSK-001\ntreatments: []\n"), "clauselint://schema/risk+treatment+");
  assert.equal(address("/a/compose.yaml", "services: {}\n"), undefined);
  const list = JSON.parse((await schemas.text("clauselint://schema/risk+treatment+"))!);
  assert.deepEqual(list.properties.treatments.items.properties.option.examples, ["modify", "retain", "avoid", "share"]);
});

test("no schema of a kind calls anything wrong", () => {
  const strict = { type: "object", required: ["id"], additionalProperties: false, properties: { enum: { enum: ["a"], pattern: "^a$" } } };
  assert.deepEqual(helpful(strict), { properties: { enum: { examples: ["a"] } } });
});
