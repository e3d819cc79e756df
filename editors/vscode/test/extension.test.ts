// The extension itself, with a stand-in for the editor and the real server.

import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { after, test } from "node:test";
import * as vscode from "vscode";

import { activate, deactivate } from "../src/extension";
import { example, PROGRAM } from "./program";
import { seen } from "./seen";

const folder = example("first-draft");
after(() => fs.rmSync(folder, { recursive: true, force: true }));

function document(name: string, languageId: string): vscode.TextDocument {
  const text = fs.readFileSync(path.join(folder, name), "utf8");
  const uri = vscode.Uri.file(path.join(folder, name));
  return { uri, languageId, version: 1, fileName: uri.fsPath, isClosed: false, getText: () => text } as vscode.TextDocument;
}

async function until(what: string, holds: () => boolean): Promise<void> {
  for (let i = 0; i < 3000 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(holds(), `${what}: ${JSON.stringify({ errors: seen.errors, log: seen.log })}`);
}

test("it starts the server, shows what it says, and does what its lenses and actions offer", async () => {
  Object.assign(seen, { folder, settings: { "clauselint.path": PROGRAM, "clauselint.asOf": "2026-11-02", "clauselint.stage": "surveillance" } });
  const context = { subscriptions: [] as vscode.Disposable[] };
  await activate(context as unknown as vscode.ExtensionContext);
  assert.deepEqual(seen.errors, [], seen.log.join("\n"));
  assert.ok(!seen.log.some((line) => /fail|already exists/i.test(line)), seen.log.join("\n"));

  const register = document("risk/register.md", "markdown");
  seen.open(register);
  await until("findings", () => (seen.diagnostics.get(register.uri.toString()) ?? []).length > 0);
  assert.deepEqual([...seen.diagnostics.keys()], [register.uri.toString()], "of documents that are open alone");

  // A lens above a record leads to the places that name it, in the editor's types.
  const lenses: { command?: { command: string; title: string; arguments?: unknown[] } }[] = [];
  const token = new vscode.CancellationTokenSource().token;
  for (const provider of seen.lenses) {
    for (const lens of await provider.provideCodeLenses(register, token)) lenses.push((await provider.resolveCodeLens(lens, token)) as never);
  }
  const lens = lenses.find(({ command }) => command?.command === "clauselint.showReferences");
  assert.ok(lens, JSON.stringify(lenses));
  await vscode.commands.executeCommand(lens.command!.command, ...lens.command!.arguments!);
  const [shown] = seen.ran.filter(({ command }) => command === "editor.action.showReferences");
  const [uri, at, places] = shown!.given as [vscode.Uri, vscode.Position, vscode.Location[]];
  assert.equal(uri.toString(), register.uri.toString());
  assert.ok(at instanceof vscode.Position);
  assert.ok(places.length > 0 && places.every((place) => place instanceof vscode.Location));

  await vscode.commands.executeCommand("clauselint.explain", "RSK-001", register.uri.toString());
  assert.match(seen.shown.at(-1)!, /RSK-001/);
  await vscode.commands.executeCommand("clauselint.coverage");
  assert.match(seen.shown.at(-1)!, /A\.6\.2\.6/);
  await vscode.commands.executeCommand("clauselint.check");
  assert.match(seen.shown.at(-1)!, /error\[/);

  // Started anew, it registers nothing twice.
  await vscode.commands.executeCommand("clauselint.restart");
  assert.deepEqual(seen.errors, []);
  assert.ok(!seen.log.some((line) => /already exists/.test(line)), seen.log.join("\n"));
  seen.settings["clauselint.diagnostics"] = "repository";
  await vscode.commands.executeCommand("clauselint.restart");
  await until("findings of all documents", () => seen.diagnostics.size > 5);
  await deactivate();
});
