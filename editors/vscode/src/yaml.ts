// Hands schemas to the extension redhat.vscode-yaml, if it is there.

import * as path from "node:path";
import * as vscode from "vscode";

import { run } from "./program";
import { SCHEME, Schemas } from "./schemas";

/** The part of that extension's interface that is used. */
interface Yaml {
  registerContributor(
    scheme: string,
    address: (resource: string) => string | undefined,
    text: (address: string) => Promise<string>,
    label?: string,
  ): boolean;
}

/** The schemas of the program that is in use; that extension can be told of us only once. */
let current: Schemas | undefined;
let registered = false;

/** Takes the schemas of a program, and tells the extension of them. */
export async function associate(program: string): Promise<void> {
  const extension = vscode.extensions.getExtension<Yaml>("redhat.vscode-yaml");
  if (extension === undefined) return;
  current = await Schemas.of(async (name) => (await run(program, name === undefined ? ["schema"] : ["schema", name])).stdout);
  if (registered) return;
  const yaml = await extension.activate();
  registered = yaml?.registerContributor?.(SCHEME, address, async (asked) => (await current?.text(asked)) ?? "{}") ?? false;
}

/** Forgets the schemas. */
export function forget(): void {
  current = undefined;
}

const besides = new Map<string, string[]>();

function address(resource: string): string | undefined {
  const uri = vscode.Uri.parse(resource);
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  if (current === undefined || document === undefined || uri.scheme !== "file") return undefined;
  return current.address({ path: uri.path, text: document.getText(), beside: beside(uri) });
}

/** Files beside one. The question must be answered at once, so they are those of the last time, and looked up for the next. */
function beside(uri: vscode.Uri): string[] {
  const folder = path.posix.dirname(uri.path);
  vscode.workspace.fs.readDirectory(uri.with({ path: folder })).then(
    (entries) => besides.set(folder, entries.map(([name]) => name)),
    () => besides.delete(folder),
  );
  return besides.get(folder) ?? [];
}
