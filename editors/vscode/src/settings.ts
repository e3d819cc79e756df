// The settings of the editor as those of the server. The editor's names are in its own style, and some settings are not the server's.

/** What a user set in the section `clauselint`. */
export interface Settings {
  path?: string;
  stage?: string;
  asOf?: string;
  diagnostics?: string;
  features?: Record<string, boolean>;
}

/** What the server understands. */
export interface ServerSettings {
  stage: string;
  as_of: string;
  diagnostics: string;
  features: Record<string, boolean>;
}

/** Turns the one into the other. */
export function forServer(settings: Settings | null | undefined): ServerSettings {
  return {
    stage: settings?.stage ?? "",
    as_of: settings?.asOf ?? "",
    diagnostics: settings?.diagnostics || "open",
    features: { ...settings?.features },
  };
}

/** The options that `check` and `coverage` share with the server, so that both say the same. */
export function forCommand(settings: Settings | null | undefined): string[] {
  const { stage, as_of } = forServer(settings);
  return [...(stage === "" ? [] : ["--stage", stage]), ...(as_of === "" ? [] : ["--as-of", as_of])];
}
