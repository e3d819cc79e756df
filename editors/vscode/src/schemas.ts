// Which JSON Schema is for which YAML document. Schemas come from the program, so that they are those of its version.

/** The scheme of the schemas' addresses. */
export const SCHEME = "clauselint";

const ADDRESS = /^clauselint:\/\/schema\/([a-z+-]+)$/;

/** A JSON Schema, as far as it matters here. */
export type Schema = { [key: string]: unknown };

/** Asks the program for a schema, or for the names of all. */
export type Source = (name?: string) => Promise<string>;

/** A document, as far as it matters here. */
export interface Document {
  /** Its path, with slashes. */
  path: string;
  text: string;
  /** The names of the files beside it. */
  beside: string[];
}

/** The schemas of a program. */
export class Schemas {
  private readonly kinds = new Map<string, Schema>();
  private readonly plurals = new Map<string, string>();

  private constructor(private readonly source: Source) {}

  /** Reads the kinds, each once. What has no plural is no kind. */
  static async of(source: Source): Promise<Schemas> {
    const schemas = new Schemas(source);
    const names = (await source()).split("\n").filter((name) => name !== "");
    // One after the other: a hundred programs at once are too many.
    for (const name of names) {
      const schema = JSON.parse(await source(name)) as Schema;
      const plural = schema["x-plural"];
      if (typeof plural !== "string") continue;
      schemas.kinds.set(name, schema);
      schemas.plurals.set(plural, name);
    }
    return schemas;
  }

  /** The address of the schema for a document; none if nothing is known of it. */
  address(document: Document): string | undefined {
    const name = document.path.split("/").pop() ?? "";
    if (name === "clauselint.yaml") return `${SCHEME}://schema/manifest`;
    if (document.beside.includes("pack.yaml")) return name === "pack.yaml" ? undefined : `${SCHEME}://schema/rule`;
    const kind = /^kind:[ \t]*["']?([a-z][a-z-]*)/m.exec(document.text)?.[1];
    if (kind !== undefined && this.kinds.has(kind)) return `${SCHEME}://schema/${kind}`;
    const keys = [...document.text.matchAll(/^([a-z][a-z_]*):/gm)].map((found) => found[1] ?? "");
    const lists = [...new Set(keys)].flatMap((key) => this.plurals.get(key) ?? []).sort();
    return lists.length === 0 ? undefined : `${SCHEME}://schema/${lists.join("+")}+`;
  }

  /** The text of the schema at an address; none if it is no address of ours. */
  async text(address: string): Promise<string | undefined> {
    const name = ADDRESS.exec(address)?.[1];
    if (name === undefined) return undefined;
    if (!name.endsWith("+")) {
      const kind = this.kinds.get(name);
      return kind === undefined ? this.source(name) : JSON.stringify(helpful(kind));
    }
    const properties: Schema = {};
    for (const kind of name.split("+")) {
      const schema = this.kinds.get(kind);
      if (schema !== undefined) properties[String(schema["x-plural"])] = { description: schema.title, items: helpful(schema) };
    }
    return JSON.stringify({ properties });
  }
}

/**
 * A kind's schema for completion and hover, without what would call a value wrong: fields and values may be written in other words, which only
 * the server knows, and what is wrong is for it to say.
 */
export function helpful(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(helpful);
  if (typeof schema !== "object" || schema === null) return schema;
  const kept: Schema = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === "enum") kept.examples = value;
    else if (key === "properties") {
      kept.properties = Object.fromEntries(Object.entries(value as Schema).map(([field, told]) => [field, helpful(told)]));
    } else if (key === "items") kept.items = helpful(value);
    else if (key === "title" || key === "description") kept[key] = value;
  }
  return kept;
}
