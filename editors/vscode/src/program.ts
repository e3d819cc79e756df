// The program: where it is, how it is started, and what to say if it is not there. Knows nothing of the editor, so that it is tested without one.

import { execFile } from "node:child_process";
import { access, constants, stat } from "node:fs/promises";
import * as path from "node:path";

/** The arguments with which the program is a language server. */
export const SERVER = ["lsp"];

/** The first version that is one. */
const FIRST = [0, 1, 0];

const MANUAL = "https://github.com/clauselint/clauselint/blob/main/docs/editors.md";

/** A program that can be used, or what to do to have one. */
export type Program = { path: string; version: string } | { missing: string; manual: string };

/** What the program answered. */
export interface Answer {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the program; never fails, for what it says when it fails is worth showing. */
export function run(program: string, words: string[], cwd?: string): Promise<Answer> {
  return new Promise((resolve) => {
    const options = { cwd, windowsHide: true, maxBuffer: 64 << 20, env: { ...process.env, NO_COLOR: "1" } };
    execFile(program, words, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      resolve({ status: typeof code === "number" ? code : null, stdout, stderr: stderr || (typeof code === "string" ? code : "") });
    });
  });
}

/** Finds the program in the setting, or on the path if that is empty, and makes sure that it is a server. */
export async function find(setting: string, environment: NodeJS.ProcessEnv = process.env): Promise<Program> {
  const named = setting.trim();
  const program = named === "" ? await onPath("clauselint", environment) : expand(named, environment);
  if (program === undefined) {
    return missing("clauselint is not on the PATH: install it, or say where it is in the setting clauselint.path");
  }
  if (!(await runs(program))) {
    return missing(`the setting clauselint.path names ${program}, and there is no such program`);
  }
  const told = await run(program, ["--version"]);
  const version = /^clauselint (\d+)\.(\d+)\.(\d+)/.exec(told.stdout);
  if (told.status !== 0 || version === null) {
    return missing(`${program} does not say that it is clauselint: correct the setting clauselint.path`);
  }
  const number = version.slice(1).map(Number);
  const help = await run(program, [...SERVER, "--help"]);
  if (before(number, FIRST) || help.status !== 0) {
    return missing(`${program} is clauselint ${number.join(".")}, which is too old to be a language server: install a newer one`);
  }
  return { path: program, version: number.join(".") };
}

function missing(message: string): Program {
  return { missing: message, manual: MANUAL };
}

function before(version: number[], first: number[]): boolean {
  const differs = first.findIndex((part, at) => version[at] !== part);
  return differs >= 0 && (version[differs] ?? 0) < (first[differs] ?? 0);
}

function expand(named: string, environment: NodeJS.ProcessEnv): string {
  const home = environment.HOME ?? environment.USERPROFILE;
  return home !== undefined && /^~[\\/]/.test(named) ? path.join(home, named.slice(2)) : named;
}

async function onPath(name: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const windows = process.platform === "win32";
  const folders = (environment.PATH ?? environment.Path ?? "").split(path.delimiter);
  // Only whole paths: a program that lies in the folder that is open is not run because of its name.
  for (const folder of folders.filter((folder) => path.isAbsolute(folder))) {
    const program = path.join(folder, windows ? `${name}.exe` : name);
    if (await runs(program)) return program;
  }
  return undefined;
}

async function runs(program: string): Promise<boolean> {
  try {
    await access(program, constants.X_OK);
    return (await stat(program)).isFile();
  } catch {
    return false;
  }
}
