// The real server, started as the extension starts it, with the settings that the extension sends.

import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from "vscode-languageserver-protocol/node";

import * as commands from "../src/commands";
import { find, run, SERVER } from "../src/program";
import { forServer, type Settings } from "../src/settings";
import { example, PROGRAM } from "./program";

const DAY = { asOf: "2026-11-02", stage: "surveillance" };

class Session {
  settings: Settings;
  answer!: InitializeResult;
  readonly published = new Map<string, Diagnostic[]>();
  private readonly process: ChildProcess;
  private readonly connection: ProtocolConnection;
  private tell = () => {};

  constructor(program: string, readonly folder: string, settings: Settings) {
    this.settings = settings;
    this.process = spawn(program, SERVER, { stdio: ["pipe", "pipe", "inherit"] });
    this.connection = createProtocolConnection(new StreamMessageReader(this.process.stdout!), new StreamMessageWriter(this.process.stdin!));
    this.connection.onNotification("textDocument/publishDiagnostics", (told: PublishDiagnosticsParams) => {
      this.published.set(told.uri, told.diagnostics);
      this.tell();
    });
    this.connection.onRequest("workspace/configuration", (asked: { items: unknown[] }) => asked.items.map(() => forServer(this.settings)));
    this.connection.onRequest("client/registerCapability", () => null);
    this.connection.onRequest("window/workDoneProgress/create", () => null);
    this.connection.listen();
  }

  async begin(): Promise<this> {
    const uri = pathToFileURL(this.folder).href;
    this.answer = await this.connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: uri,
      capabilities: {
        workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
        textDocument: { publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true } },
      },
      initializationOptions: forServer(this.settings),
      workspaceFolders: [{ uri, name: "aims" }],
    });
    await this.connection.sendNotification("initialized", {});
    return this;
  }

  uri(name: string): string {
    return pathToFileURL(path.join(this.folder, name)).href;
  }

  async open(name: string, languageId: string): Promise<void> {
    const text = fs.readFileSync(path.join(this.folder, name), "utf8");
    await this.connection.sendNotification("textDocument/didOpen", { textDocument: { uri: this.uri(name), languageId, version: 1, text } });
  }

  async change(name: string, version: number, text: string): Promise<void> {
    await this.connection.sendNotification("textDocument/didChange", { textDocument: { uri: this.uri(name), version }, contentChanges: [{ text }] });
  }

  async configure(settings: Settings): Promise<void> {
    this.settings = settings;
    await this.connection.sendNotification("workspace/didChangeConfiguration", { settings: { clauselint: forServer(settings) } });
  }

  /** Waits until what is published meets a condition. */
  async until(name: string, wanted: (diagnostics: Diagnostic[]) => boolean): Promise<Diagnostic[]> {
    const uri = this.uri(name);
    const is = () => this.published.has(uri) && wanted(this.published.get(uri)!);
    await new Promise<void>((resolve, reject) => {
      const codes = () => JSON.stringify(this.published.get(uri)?.map((each) => each.code));
      const late = setTimeout(() => reject(new Error(`${name} still has ${codes()}`)), 30_000);
      this.tell = () => {
        if (!is()) return;
        clearTimeout(late);
        resolve();
      };
      this.tell();
    });
    return this.published.get(uri)!;
  }

  async end(): Promise<number | null> {
    const gone = new Promise<number | null>((resolve) => this.process.once("exit", resolve));
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    const status = await gone;
    this.connection.dispose();
    return status;
  }
}

let program: string;
let folder: string;
const REGISTER = "risk/register.md";

before(async () => {
  const found = await find(PROGRAM);
  assert.ok("path" in found, JSON.stringify(found));
  program = found.path;
  folder = example("first-draft");
});

after(() => fs.rmSync(folder, { recursive: true, force: true }));

/** What `check` says of a document: code, line and column, from 0. */
async function checked(name: string, settings: Settings): Promise<string[]> {
  const answer = await run(program, [...commands.check(settings), "--format", "json"], folder);
  const { findings } = JSON.parse(answer.stdout) as {
    findings: { code: string; at: { path: string; start: { line: number; column: number } } | null; suppressed: unknown }[];
  };
  const here = findings.filter(({ at, suppressed }) => at?.path === name && suppressed === null);
  return here.map(({ code, at }) => `${code} ${at!.start.line - 1}`).sort();
}

const told = (diagnostics: Diagnostic[]) => diagnostics.map(({ code, range }) => `${code} ${range.start.line}`).sort();

test("an open document has the findings of check, and none when it is mended", async () => {
  const wanted = await checked(REGISTER, DAY);
  assert.ok(wanted.length > 0);
  const session = await new Session(program, folder, DAY).begin();
  assert.equal(session.answer.serverInfo?.name, "clauselint");
  await session.open(REGISTER, "markdown");
  assert.deepEqual(told(await session.until(REGISTER, (all) => all.length > 0)), wanted);
  await session.change(REGISTER, 2, "# Notes\n");
  await session.until(REGISTER, (all) => all.length === 0);
  assert.equal(await session.end(), 0);
});

test("settings that change are judged by at once", async () => {
  const session = await new Session(program, folder, DAY).begin();
  const plan = "risk/treatment-plan.yaml";
  await session.open(plan, "yaml");
  await session.until(plan, (all) => all.length > 0);
  const early = { ...DAY, asOf: "2026-04-01" };
  const wanted = await checked(plan, early);
  assert.notDeepEqual(wanted, await checked(plan, DAY));
  await session.configure(early);
  await session.until(plan, (all) => told(all).join() === wanted.join());
  assert.equal(await session.end(), 0);
});

test("a feature that is switched off is not offered", async () => {
  const on = await new Session(program, folder, DAY).begin();
  const off = await new Session(program, folder, { ...DAY, features: { folding: false } }).begin();
  assert.ok(on.answer.capabilities.foldingRangeProvider);
  assert.ok(!off.answer.capabilities.foldingRangeProvider);
  await Promise.all([on.end(), off.end()]);
});

test("findings of the whole repository are sent if that is wanted", async () => {
  const session = await new Session(program, folder, { ...DAY, diagnostics: "repository" }).begin();
  await session.until(REGISTER, (all) => all.length > 0);
  assert.equal(await session.end(), 0);
});

test("the commands say something", async () => {
  const check = await run(program, commands.check(DAY), folder);
  assert.equal(check.status, 1);
  assert.match(check.stdout + check.stderr, /error\[/);
  assert.match((await run(program, commands.explain("RSK-001")!, folder)).stdout, /Slower track/);
  assert.match((await run(program, commands.coverage(DAY), folder)).stdout, /A\.6\.2\.6/);
});
