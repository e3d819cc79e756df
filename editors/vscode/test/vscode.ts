// A stand-in for the editor, as far as the extension and its client ask for one: it keeps what is registered and shown, and refuses what the
// editor refuses. Whatever else there is to register is taken and forgotten; whatever else there is to know is not known.

import * as path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { seen, type Provider } from "./seen";

class Disposable {
  constructor(private readonly act: () => void = () => {}) {}
  static from(...all: { dispose(): void }[]): Disposable {
    return new Disposable(() => all.forEach((each) => each.dispose()));
  }
  dispose(): void {
    this.act();
  }
}

class EventEmitter {
  private readonly listeners = new Set<(told: unknown) => void>();
  readonly event = (listener: (told: unknown) => void, self?: unknown) => {
    const bound = self === undefined ? listener : listener.bind(self);
    this.listeners.add(bound);
    return new Disposable(() => this.listeners.delete(bound));
  };
  fire(told: unknown): void {
    for (const listener of this.listeners) listener(told);
  }
  dispose(): void {
    this.listeners.clear();
  }
}

class CancellationTokenSource {
  readonly token = { isCancellationRequested: false, onCancellationRequested: () => new Disposable() };
  cancel(): void {}
  dispose(): void {}
}

class Uri {
  constructor(readonly scheme: string, readonly path: string) {}
  static parse(text: string): Uri {
    const [scheme, rest] = [text.slice(0, text.indexOf(":")), text.slice(text.indexOf(":") + 1)];
    return scheme === "file" ? Uri.file(fileURLToPath(text)) : new Uri(scheme, rest.replace(/^\/\/[^/]*/, ""));
  }
  static file(name: string): Uri {
    return new Uri("file", pathToFileURL(name).pathname);
  }
  static from(parts: { scheme: string; path: string }): Uri {
    return new Uri(parts.scheme, parts.path);
  }
  get fsPath(): string {
    return this.scheme === "file" ? fileURLToPath(this.toString()) : this.path;
  }
  toString(): string {
    return `${this.scheme}:${this.scheme === "file" ? "//" : ""}${this.path}`;
  }
}

class Position {
  constructor(readonly line: number, readonly character: number) {}
}

class Range {
  readonly start: Position;
  readonly end: Position;
  constructor(...at: [Position, Position] | [number, number, number, number]) {
    const four = at.length === 4;
    this.start = four ? new Position(at[0], at[1]) : at[0];
    this.end = four ? new Position(at[2], at[3]) : at[1];
  }
}

class Location {
  constructor(readonly uri: Uri, readonly range: Range) {}
}

class Diagnostic {
  code: unknown;
  constructor(readonly range: Range, readonly message: string, readonly severity: number) {}
}

/** What nobody named here: registered and forgotten, or an event that never comes. */
function forgotten(known: Record<string, unknown>): unknown {
  const rest = (name: string) => (/^(on[A-Z]|register|create)/.test(name) ? () => new Disposable() : undefined);
  return new Proxy(known, { get: (all, name) => (name in all ? all[name as string] : rest(String(name))) });
}

class TabInputText {
  constructor(readonly uri: Uri) {}
}

const [opened, tabs] = [new EventEmitter(), new EventEmitter()];
seen.open = (document) => {
  seen.documents.push(document);
  tabs.fire({ opened: [document], closed: [], changed: [] });
  opened.fire(document);
};

const commands = forgotten({
  registerCommand(name: string, act: (...given: never[]) => unknown) {
    if (seen.commands.has(name)) throw new Error(`command '${name}' already exists`);
    seen.commands.set(name, act);
    return new Disposable(() => seen.commands.delete(name));
  },
  async executeCommand(command: string, ...given: unknown[]) {
    const own = seen.commands.get(command) as ((...given: unknown[]) => unknown) | undefined;
    if (own !== undefined) return own(...given);
    seen.ran.push({ command, given });
    return undefined;
  },
});

const item = () => ({ name: "", text: "", tooltip: "", command: "", show() {}, hide() {}, dispose() {} });
const channel = () => {
  const append = (text: string) => void seen.log.push(text);
  return { name: "", append, appendLine: append, replace: append, clear() {}, show() {}, hide() {}, dispose() {} };
};

const window = forgotten({
  createOutputChannel: channel,
  createStatusBarItem: item,
  showErrorMessage: async (text: string) => void seen.errors.push(text),
  showInformationMessage: async () => undefined,
  showTextDocument: async (document: { getText(): string }) => void seen.shown.push(document.getText()),
  withProgress: async (_: unknown, act: (...given: unknown[]) => unknown) => act({ report() {} }, new CancellationTokenSource().token),
  tabGroups: {
    get all() {
      return [{ tabs: seen.documents.map(({ uri }) => ({ input: new TabInputText(uri as unknown as Uri) })) }];
    },
    onDidChangeTabs: tabs.event,
    onDidChangeTabGroups: () => new Disposable(),
  },
  visibleTextEditors: [],
});

const contents = new Map<string, { provideTextDocumentContent(uri: Uri): string }>();
const configuration = (section?: string) => ({
  get: (name: string, otherwise?: unknown) => seen.settings[`${section}.${name}`] ?? otherwise,
  inspect: () => undefined,
  has: () => false,
});

const workspace = forgotten({
  get workspaceFolders() {
    return [{ uri: Uri.file(seen.folder), name: path.basename(seen.folder), index: 0 }];
  },
  get textDocuments() {
    return seen.documents;
  },
  notebookDocuments: [],
  isTrusted: true,
  getWorkspaceFolder: () => undefined,
  getConfiguration: configuration,
  saveAll: async () => true,
  onDidOpenTextDocument: opened.event,
  registerTextDocumentContentProvider(scheme: string, provider: { provideTextDocumentContent(uri: Uri): string }) {
    contents.set(scheme, provider);
    return new Disposable();
  },
  openTextDocument: async (uri: Uri) => ({ uri, getText: () => contents.get(uri.scheme)!.provideTextDocumentContent(uri) }),
  createFileSystemWatcher: () => forgotten({ dispose() {} }),
});

const languages = forgotten({
  match: () => 10,
  createDiagnosticCollection: () => ({
    set: (uri: Uri, all: Diagnostic[] | undefined) => void seen.diagnostics.set(uri.toString(), all ?? []),
    delete: (uri: Uri) => void seen.diagnostics.delete(uri.toString()),
    get: (uri: Uri) => seen.diagnostics.get(uri.toString()),
    has: (uri: Uri) => seen.diagnostics.has(uri.toString()),
    clear: () => seen.diagnostics.clear(),
    dispose() {},
  }),
  registerCodeLensProvider(_: unknown, provider: Provider) {
    seen.lenses.push(provider);
    return new Disposable();
  },
});

/** Classes that are only made, and lists of numbers by name. */
const rest = (name: string): unknown =>
  class Made {
    static readonly called = name;
    given: unknown[];
    constructor(...given: unknown[]) {
      this.given = given;
    }
    static [Symbol.toPrimitive](): number {
      return 0;
    }
  };

class CodeLens {
  constructor(readonly range: Range, public command?: unknown) {}
}

const known: Record<string, unknown> = {
  version: "1.82.0",
  env: forgotten({ language: "en", appName: "a stand-in" }),
  extensions: forgotten({ getExtension: () => undefined }),
  StatusBarAlignment: { Left: 1, Right: 2 },
  ProgressLocation: { SourceControl: 1, Window: 10, Notification: 15 },
  DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
  DiagnosticTag: { Unnecessary: 1, Deprecated: 2 },
  CodeActionKind: { Empty: { append: () => ({}) } },
  Disposable,
  EventEmitter,
  CancellationTokenSource,
  CancellationError: Error,
  Uri,
  Position,
  Range,
  Location,
  Diagnostic,
  CodeLens,
  TabInputText,
  commands,
  window,
  workspace,
  languages,
};

// The client asks for each thing by its name; the extension is given those above.
const editor = new Proxy(known, { get: (all, name) => (name in all ? all[name as string] : (all[name as string] = rest(String(name)))) });

module.exports = editor;
