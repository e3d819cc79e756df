// What the commands ask the program.

import { forCommand, type Settings } from "./settings";

/** The words for `check`, as a person would read it. */
export function check(settings: Settings): string[] {
  return ["check", ...forCommand(settings), "--color", "never"];
}

/** The words for `coverage`. */
export function coverage(settings: Settings): string[] {
  return ["coverage", ...forCommand(settings), "--color", "never"];
}

/** The words for `explain`; none if nothing is named, or what is named would be taken for an option. */
export function explain(name: string): string[] | undefined {
  const word = name.trim();
  return word === "" || word.startsWith("-") ? undefined : ["explain", word, "--color", "never"];
}

/** The word that `explain` is likely asked for: an id, a control or a code around a column of a line. */
export function wordAt(line: string, column: number): string | undefined {
  for (const found of line.matchAll(/[A-Za-z0-9]+(?:[-._][A-Za-z0-9]+)*/g)) {
    if (found.index <= column && column <= found.index + found[0].length) {
      return /[-.\d]/.test(found[0]) ? found[0] : undefined;
    }
  }
  return undefined;
}
