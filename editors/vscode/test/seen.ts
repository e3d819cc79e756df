// What a test sets and looks at, of the stand-in for the editor.

import type * as vscode from "vscode";

/** A provider of lenses, as the client registers it. */
export interface Provider {
  provideCodeLenses(document: unknown, token: unknown): Promise<unknown[]>;
  resolveCodeLens(lens: unknown, token: unknown): Promise<unknown>;
}

export const seen = {
  folder: "",
  settings: {} as Record<string, unknown>,
  commands: new Map<string, (...given: never[]) => unknown>(),
  /** Commands of the editor's own that were run. */
  ran: [] as { command: string; given: unknown[] }[],
  errors: [] as string[],
  log: [] as string[],
  /** The texts of documents that were shown. */
  shown: [] as string[],
  diagnostics: new Map<string, unknown[]>(),
  lenses: [] as Provider[],
  documents: [] as vscode.TextDocument[],
  open: (_: vscode.TextDocument): void => {},
};
