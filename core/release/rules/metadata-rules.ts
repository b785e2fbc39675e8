import type { Finding, Manifest, ManifestRule } from "../manifest.ts";
import { at, error, fieldsOf, itemsOf, type Path, textOf } from "./serving-value.ts";

/** Of every object's metadata, and of the templates in it. */
export const METADATA_RULES: readonly ManifestRule[] = [
  (manifest) => [...checkName(manifest), ...checkNamespace(manifest)],
  (manifest) => metadataOf(manifest).flatMap((path) => [...checkFields(manifest, path), ...checkTexts(manifest, path)]),
];

const checkName = ({ apiVersion, kind, name }: Manifest): readonly Finding[] => {
  const report = (what: string) => [
    error("metadata_name", ["metadata", "name"], `${JSON.stringify(name)} is no name of a ${kind}. ${what}`),
  ];
  // Serving has a rule of its own; a role may be called nearly anything.
  if (/^(?:serving\.knative\.dev|rbac\.authorization\.k8s\.io)\//.test(apiVersion)) return [];
  if (LABEL_KINDS.includes(`${apiVersion} ${kind}`)) {
    return isLabel(name) ? [] : report("Write at most 63 lower-case letters, digits and dashes.");
  }
  if (name.length <= 253 && name.split(".").every((part) => /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(part))) return [];
  return report("Write at most 253 lower-case letters, digits, dashes and points.");
};

const LABEL_KINDS = ["v1 Namespace", "v1 Service"];

const checkNamespace = ({ namespace }: Manifest): readonly Finding[] =>
  namespace === null || isLabel(namespace)
    ? []
    : [
        error(
          "metadata_namespace",
          ["metadata", "namespace"],
          `${JSON.stringify(namespace)} is no namespace. Write at most 63 lower-case letters, digits and dashes.`,
        ),
      ];

const isLabel = (text: string): boolean => /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text);

/** The metadata of the object, of its template, and of what that makes in turn. */
const metadataOf = ({ value }: Manifest): readonly Path[] => [["metadata"], ...insideOf(value, [])];

const insideOf = (value: unknown, path: Path): readonly Path[] => {
  if (path.length > MAX_DEPTH) return [];
  return Object.keys(fieldsOf(at(value, path))).flatMap((key): readonly Path[] => {
    if (!WAYS.includes(key)) return [];
    const here: Path = [...path, key];
    const places =
      key === "volumeClaimTemplates" ? itemsOf(at(value, here)).map((_, index) => [...here, index]) : [here];
    return places.flatMap((place) => [
      ...(HOLDERS.includes(key) && at(value, [...place, "metadata"]) !== undefined ? [[...place, "metadata"]] : []),
      ...insideOf(value, place),
    ]);
  });
};

const HOLDERS = ["template", "jobTemplate", "job", "volumeClaimTemplates"];
const WAYS = ["spec", ...HOLDERS];
const MAX_DEPTH = 12;

const checkFields = ({ value }: Manifest, path: Path): readonly Finding[] =>
  Object.keys(fieldsOf(at(value, path)))
    .filter((field) => !FIELDS.includes(field))
    .map((field) =>
      error(
        "metadata_field",
        [...path, field],
        `${JSON.stringify(field)} is no field of metadata. Correct its name, or remove it.`,
      ),
    );

const FIELDS = [
  ...["name", "generateName", "namespace", "labels", "annotations", "finalizers", "ownerReferences"],
  // Written by the API server, and left in by whoever copied the object from it.
  ...["creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "managedFields"],
  ...["resourceVersion", "selfLink", "uid"],
];

const checkTexts = ({ value }: Manifest, path: Path): readonly Finding[] =>
  (["labels", "annotations"] as const).flatMap((field): readonly Finding[] => {
    const here: Path = [...path, field];
    const texts = at(value, here);
    // An empty `labels:` is null, and means none.
    if (texts === undefined || texts === null) return [];
    if (typeof texts !== "object" || Array.isArray(texts))
      return [error(CODES[field], here, "must be a mapping of texts. Write name: value.")];
    return Object.entries(texts).flatMap(([key, text]) => checkText(field, [...here, key], key, text));
  });

const CODES = { labels: "metadata_labels", annotations: "metadata_annotations" } as const;

const checkText = (field: "labels" | "annotations", path: Path, key: string, value: unknown): readonly Finding[] => {
  const findings: Finding[] = [];
  if (!isKey(key))
    findings.push(
      error(
        "metadata_key",
        path,
        `${JSON.stringify(key)} is no name of a label or an annotation. Write a name of at most 63 letters, digits, -, _ and points, after a domain and a slash where it has one.`,
      ),
    );
  const text = textOf(value);
  if (text === undefined)
    findings.push(error(CODES[field], path, `must be a text, not ${JSON.stringify(value)?.slice(0, 40)}. Quote it.`));
  else if (field === "labels" && !/^(?:[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?)?$/.test(text))
    findings.push(
      error(
        "metadata_label_value",
        path,
        `${JSON.stringify(text.slice(0, 80))} is no value of a label. Write at most 63 letters, digits, -, _ and points; longer texts go into an annotation.`,
      ),
    );
  return findings;
};

const isKey = (key: string): boolean => {
  const parts = key.split("/");
  const [prefix, name] = parts.length > 1 ? [parts[0], parts.slice(1).join("/")] : [undefined, key];
  if (name === undefined || !/^[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/.test(name)) return false;
  return prefix === undefined || (prefix.length <= 253 && /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(prefix));
};
