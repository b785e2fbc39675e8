import type { Bundle } from "./bundle.ts";
import { readMap, readVersionText } from "./read.ts";
import { isLabel } from "./reference.ts";
import { show } from "./show.ts";
import { type Place, report, type Source } from "./source.ts";
import { readYaml } from "./yaml.ts";

export interface Labels {
  /** Label, then prompt id → version; only what names something. */
  readonly versions: Bundle["labels"];
  /** Where a label first names an `id@version`. */
  readonly places: ReadonlyMap<string, Place>;
}

/** Versions of the tree by prompt id, lowest first. */
export type Versions = ReadonlyMap<string, readonly string[]>;

/** Reads `labels.yaml`; undefined where it is no mapping. */
export const readLabels = (source: Source, known: Versions): Labels | undefined => {
  const root = readYaml(source);
  const labels = root && readMap(root, "labels.yaml");
  if (labels === undefined) return undefined;

  // A prompt that no label names is a draft; once one does, it is served, and every environment needs a version of it.
  const served = new Set(
    labels.entries.flatMap(({ value }) => (value.kind === "map" ? value.entries : [])).map(({ key }) => key),
  );
  const places = new Map<string, Place>();
  const versions: Record<string, Record<string, string>> = {};
  for (const { key: label, keyPlace, value } of labels.entries) {
    if (!isLabel(label)) {
      report(
        keyPlace,
        "label_invalid",
        `${show(label)} cannot be a label: a-z, 0-9, _ - . with at most 36 characters, not "latest", not a version. Rename it.`,
      );
      continue;
    }
    const named: Record<string, string> = {};
    const ids = readMap(value, `The label "${label}"`)?.entries;
    for (const { key: id, keyPlace: idPlace, value: node } of ids ?? []) {
      const available = known.get(id);
      const version = readVersionText(node, "a version");
      if (available === undefined)
        report(
          idPlace,
          "prompt_unknown",
          `${show(id)} is no prompt of the tree. Prompts: ${[...known.keys()].join(", ") || "none"}.`,
        );
      else if (version !== undefined && !available.includes(version))
        report(node, "version_unknown", `${show(version)} is no version of ${id}. Versions: ${available.join(", ")}.`);
      else if (version !== undefined) {
        named[id] = version;
        if (!places.has(`${id}@${version}`)) places.set(`${id}@${version}`, node);
      }
    }
    const missing = [...known.keys()].filter((id) => served.has(id) && !ids?.some(({ key }) => key === id));
    if (ids !== undefined && missing.length > 0)
      report(
        keyPlace,
        "label_incomplete",
        `"${label}" names no version of ${missing.join(", ")}. Add one: what one label names, every label names.`,
      );
    versions[label] = named;
  }
  return { versions, places };
};
