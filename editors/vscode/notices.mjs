// Writes THIRD-PARTY.txt: whose work is bundled into the extension, and under which licences, in full, as these demand. What is bundled, the
// bundler says; a package without a licence to show ends the build.

import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const { inputs } = JSON.parse(readFileSync(process.argv[2], "utf8"));

/** The folder of the package that a file belongs to; none for our own. */
function home(file) {
  const at = file.lastIndexOf("node_modules/");
  if (at < 0) return undefined;
  const parts = file.slice(at).split("/");
  return file.slice(0, at) + parts.slice(0, parts[1].startsWith("@") ? 3 : 2).join("/");
}

const homes = [...new Set(Object.keys(inputs).map(home))].filter((folder) => folder !== undefined);
const notices = homes.map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const texts = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|thirdpartynotices)/i.test(file)).sort();
  if (!texts.some((file) => /^licen[cs]e/i.test(file))) throw new Error(`${name} ${version} is bundled and shows no licence`);
  const whole = texts.map((file) => readFileSync(path.join(folder, file), "utf8").replaceAll("\r\n", "\n").trim());
  return { name, text: [`${name} ${version} (${license})`, ...whole].join("\n\n") };
});
if (notices.length === 0 || !existsSync("LICENSE")) throw new Error("nothing is bundled, or our own licence is not there");
notices.sort((a, b) => (a.name < b.name ? -1 : 1));
const rule = `\n\n${"-".repeat(80)}\n\n`;
const head = "The extension contains the work of others, under these licences. Its own is in LICENSE.";
writeFileSync("THIRD-PARTY.txt", `${[head, ...notices.map(({ text }) => text)].join(rule)}\n`);
