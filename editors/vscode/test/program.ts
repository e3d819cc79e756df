// The program under test: that of CLAUSELINT, or the one built for the tests.

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** The repository. npm runs scripts in the folder of package.json. */
export const ROOT = path.resolve("../..");

const target = process.env.CARGO_TARGET_DIR ?? path.join(ROOT, "target");

/** The program. */
export const PROGRAM = process.env.CLAUSELINT ?? path.join(target, "debug", process.platform === "win32" ? "clauselint.exe" : "clauselint");

/** A copy of an example, in a folder of its own. */
export function example(name: string): string {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "clauselint-"));
  fs.cpSync(path.join(ROOT, "examples", name), folder, { recursive: true });
  return folder;
}
