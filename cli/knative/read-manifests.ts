import { type Document, LineCounter, parseAllDocuments } from "yaml";
import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Manifest } from "../../core/release/manifest.ts";
import { findMisreadScalars } from "./misread-scalars.ts";
import { type Place, placeOf } from "./place-of.ts";
import { YAML_OPTIONS } from "./yaml-options.ts";

/** A manifest that knows where it was read. */
export interface ReadManifest {
  readonly manifest: Manifest;
  readonly file: string;
  /** Where the value at a pointer begins, or its key; the nearest one above where there is none. */
  place(pointer: string, about?: "key" | "value"): Place;
}

export interface ReadFile {
  readonly manifests: readonly ReadManifest[];
  readonly diagnostics: readonly Diagnostic[];
  /** Documents that build a tree and are no part of one: those of kustomize. */
  readonly skipped: number;
}

/** Every object of a YAML or JSON text, those in a `List` one by one. */
export const readManifests = (file: string, text: string): ReadFile => {
  const lines = new LineCounter();
  const manifests: ReadManifest[] = [];
  const diagnostics: Diagnostic[] = [];
  let skipped = 0;
  const report = (code: string, severity: Diagnostic["severity"], offset: number, message: string): void => {
    const { line, col } = lines.linePos(offset);
    diagnostics.push({ code, severity, file, line, column: col, message });
  };

  const documents = parseAllDocuments(text, { ...YAML_OPTIONS, lineCounter: lines }) as Document.Parsed[];
  for (const document of documents) {
    for (const { code, pos, message } of document.errors) {
      if (code === "DUPLICATE_KEY") report("yaml_key_twice", "error", pos[0], "This key is there twice. Remove one.");
      else report("yaml_syntax", "error", pos[0], `${message.replace(/\.?$/, ".")} Correct the YAML.`);
    }
    if (document.errors.length > 0) continue;
    for (const { code, offset, message } of findMisreadScalars(document)) report(code, "warning", offset, message);

    const value = toValue(document, (message) => report("yaml_syntax", "error", 0, message));
    for (const { prefix, value: one } of unrollList(value)) {
      const place = (pointer: string, about: "key" | "value" = "value") =>
        placeOf(document, lines, `${prefix}${pointer}`, about);
      const header = toManifest(one);
      if (typeof header === "string") {
        diagnostics.push({ code: "schema_header", severity: "error", file, ...place(""), message: header });
      } else if (header.apiVersion.startsWith("kustomize.config.k8s.io/")) skipped += 1;
      else manifests.push({ manifest: header, file, place });
    }
  }
  return { manifests, diagnostics, skipped };
};

const toValue = (document: Document.Parsed, report: (message: string) => void): unknown => {
  try {
    return document.toJS();
  } catch (error) {
    // An alias to nothing, or so many of them that they would fill the memory.
    report(`${(error as Error).message.replace(/\.?$/, ".")} Correct the YAML.`);
    return null;
  }
};

/** What `kubectl get -o yaml` prints of several objects. An empty document is none, as `---` at the end makes one. */
const unrollList = (value: unknown): readonly { prefix: string; value: unknown }[] => {
  if (value === null || value === undefined) return [];
  const { kind, apiVersion, items } = value as Record<string, unknown>;
  if (typeof kind === "string" && kind.endsWith("List") && typeof apiVersion === "string" && Array.isArray(items))
    return items.map((item, index) => ({ prefix: `/items/${index}`, value: item }));
  return [{ prefix: "", value }];
};

/** The manifest, or why it is none. */
const toManifest = (value: unknown): Manifest | string => {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return "This document is no object of Kubernetes. Write apiVersion, kind and metadata.";
  const { apiVersion, kind, metadata } = value as Record<string, unknown>;
  if (typeof apiVersion !== "string") return "apiVersion is missing, or no text. Name the kind's group and version.";
  if (typeof kind !== "string") return "kind is missing, or no text. Name the kind.";
  const { name, namespace } = (metadata ?? {}) as Record<string, unknown>;
  const isOfKustomize = apiVersion.startsWith("kustomize.config.k8s.io/");
  if (typeof name !== "string" && !isOfKustomize) return "metadata.name is missing, or no text. Name the object.";
  return {
    apiVersion,
    kind,
    name: typeof name === "string" ? name : "",
    namespace: typeof namespace === "string" ? namespace : null,
    value: value as Manifest["value"],
  };
};
