// The extension: starts the server, starts it anew when it should, and shows what the program says.

import * as vscode from "vscode";
import {
  ExecuteCommandRequest,
  LanguageClient,
  State,
  type LanguageClientOptions,
  type Location,
  type Position,
  type ServerOptions,
  type StaticFeature,
} from "vscode-languageclient/node";

import * as commands from "./commands";
import { find, run, SERVER, type Program } from "./program";
import { forServer, type Settings } from "./settings";
import * as yaml from "./yaml";

const SECTION = "clauselint";

/** Settings that count from the beginning of a session. */
const NEEDS_RESTART = ["clauselint.path", "clauselint.features", "clauselint.yamlSchemas", "clauselint.diagnostics"];

/** Commands of the server's lenses and actions that the extension does: the server is told, and leaves them to it. */
const OWN: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    capabilities.experimental = { ...capabilities.experimental, commands: { commands: ["clauselint.explain", "clauselint.showReferences"] } };
  },
  initialize: () => {},
  getState: () => ({ kind: "static" }),
  clear: () => {},
};

let client: LanguageClient | undefined;
let program: Program | undefined;
/** Starts and stops wait for each other. */
let turn: Promise<void> = Promise.resolve();

/** The editor calls this when a document comes that may be ours. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("clauselint");
  const status = vscode.window.createStatusBarItem("clauselint", vscode.StatusBarAlignment.Right);
  status.name = "clauselint";
  const pages = new Pages();
  const restart = () => (turn = turn.then(() => start(log, status)).catch((error) => log.appendLine(String(error))));
  const told = (name: string, act: (...given: never[]) => unknown) => vscode.commands.registerCommand(`clauselint.${name}`, act);
  context.subscriptions.push(
    log,
    status,
    vscode.workspace.registerTextDocumentContentProvider(Pages.SCHEME, pages),
    told("restart", restart),
    told("output", () => log.show()),
    told("check", () => show(pages, "check", (settings) => commands.check(settings))),
    told("coverage", () => show(pages, "coverage", (settings) => commands.coverage(settings))),
    told("explain", (name?: string, uri?: string) => explain(pages, name, uri)),
    told("showReferences", showReferences),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (NEEDS_RESTART.some((setting) => change.affectsConfiguration(setting))) void restart();
    }),
  );
  await restart();
}

/** The editor calls this when it closes. */
export async function deactivate(): Promise<void> {
  await turn;
  await client?.stop();
}

function settings(scope?: vscode.Uri): Settings {
  const all = vscode.workspace.getConfiguration(SECTION, scope);
  const names = ["path", "stage", "asOf", "diagnostics", "features"] as const;
  return Object.fromEntries(names.map((name) => [name, all.get(name)]));
}

async function start(log: vscode.OutputChannel, status: vscode.StatusBarItem): Promise<void> {
  await client?.dispose();
  client = undefined;
  yaml.forget();
  program = await find(settings().path ?? "");
  status.show();
  if ("missing" in program) {
    status.text = "$(warning) clauselint";
    status.tooltip = program.missing;
    status.command = "clauselint.restart";
    complain(program.missing, program.manual);
    return;
  }
  const { path, version } = program;
  status.command = "clauselint.output";
  // No transport is named: the client would add words for it that the program has no use for.
  const server: ServerOptions = { command: path, args: SERVER };
  client = new LanguageClient("clauselint", "clauselint", server, options(log));
  client.registerFeature(OWN);
  client.onDidChangeState(({ newState }) => {
    const icon = { [State.Starting]: "$(sync~spin)", [State.Running]: "$(check)", [State.Stopped]: "$(error)" }[newState];
    status.text = `${icon} clauselint`;
    status.tooltip = `clauselint ${version}: ${State[newState].toLowerCase()}\n${path}`;
  });
  await client.start();
  if (vscode.workspace.getConfiguration(SECTION).get("yamlSchemas", true)) await yaml.associate(path);
}

function options(log: vscode.OutputChannel): LanguageClientOptions {
  return {
    documentSelector: [
      { scheme: "file", language: "markdown" },
      { scheme: "file", language: "yaml" },
      { scheme: "file", pattern: "**/*.{md,markdown,yaml,yml,csv,tsv}" },
    ],
    outputChannel: log,
    initializationOptions: forServer(settings()),
    middleware: {
      // The client asks for those of whole repositories by itself, again and again.
      provideWorkspaceDiagnostics: (known, token, report, next) =>
        settings().diagnostics === "repository" ? next(known, token, report) : { items: [] },
      workspace: {
        configuration: (asked, _token, _next) =>
          asked.items.map((item) => forServer(settings(item.scopeUri === undefined ? undefined : vscode.Uri.parse(item.scopeUri)))),
        didChangeConfiguration: async () => {
          await client?.sendNotification("workspace/didChangeConfiguration", { settings: { [SECTION]: forServer(settings()) } });
        },
      },
    },
    synchronize: { configurationSection: SECTION },
  };
}

function complain(message: string, manual: string): void {
  const [how, where] = ["How to Install", "Open Settings"];
  void vscode.window.showErrorMessage(message, how, where).then((chosen) => {
    if (chosen === how) void vscode.env.openExternal(vscode.Uri.parse(manual));
    if (chosen === where) void vscode.commands.executeCommand("workbench.action.openSettings", "clauselint.path");
  });
}

/** The folder that a command is for: that of the open document, the only one, or one that is chosen. */
async function folder(): Promise<vscode.WorkspaceFolder | undefined> {
  const open = vscode.window.activeTextEditor?.document.uri;
  const around = open === undefined ? undefined : vscode.workspace.getWorkspaceFolder(open);
  const all = vscode.workspace.workspaceFolders ?? [];
  return around ?? (all.length > 1 ? vscode.window.showWorkspaceFolderPick() : all[0]);
}

async function show(pages: Pages, title: string, words: (settings: Settings) => string[] | undefined): Promise<void> {
  const within = await folder();
  if (within === undefined) return void vscode.window.showInformationMessage("clauselint: open a folder first");
  if (program === undefined || "missing" in program) {
    return complain(program?.missing ?? "clauselint has not begun yet", program?.manual ?? "");
  }
  const asked = words(settings(within.uri));
  if (asked === undefined) return;
  const path = program.path;
  await vscode.workspace.saveAll(false);
  const title_ = `clauselint ${title}`;
  const answer = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: title_ }, () =>
    run(path, asked, within.uri.fsPath),
  );
  await pages.show(`${title_} · ${within.name}`, answer.stdout + answer.stderr);
}

/** Without a name, somebody is asked for one; with one, the server is asked, which knows what was not saved. */
async function explain(pages: Pages, name?: string, uri?: string): Promise<void> {
  if (typeof name === "string" && client?.isRunning()) {
    const asked = { command: "clauselint.explain", arguments: [name, ...(typeof uri === "string" ? [uri] : [])] };
    const told = await client.sendRequest(ExecuteCommandRequest.type, asked);
    if (typeof told === "string") return pages.show(`clauselint explain ${name}`, told);
  }
  const editor = vscode.window.activeTextEditor;
  const at = editor?.selection.active;
  const word = editor && at ? commands.wordAt(editor.document.lineAt(at.line).text, at.character) : undefined;
  const prompt = "A rule, a code, a clause, a control or a record";
  const asked = typeof name === "string" ? name : await vscode.window.showInputBox({ prompt, value: word });
  if (asked !== undefined) await show(pages, `explain ${asked.trim()}`, () => commands.explain(asked));
}

/** What a lens above a record does: the server says where, in its own types, and the editor shows it. */
async function showReferences(uri: string, at: Position, places: Location[]): Promise<void> {
  const convert = client?.protocol2CodeConverter;
  if (convert === undefined) return;
  const found = places.map((place) => convert.asLocation(place));
  await vscode.commands.executeCommand("editor.action.showReferences", convert.asUri(uri), convert.asPosition(at), found);
}

/** What the program said, as documents that cannot be edited. */
class Pages implements vscode.TextDocumentContentProvider {
  static readonly SCHEME = "clauselint-output";
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? "";
  }

  async show(title: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: Pages.SCHEME, path: `/${title.replaceAll("/", "∕")}` });
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }
}
