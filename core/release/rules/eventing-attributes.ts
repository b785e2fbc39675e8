import type { Finding, ManifestRule } from "../manifest.ts";
import { parseCesql } from "./eventing-cesql.ts";
import { isTrigger } from "./eventing-places.ts";
import { at, fieldsOf, itemsOf, type Path, textOf, warning } from "./serving-value.ts";

/** Filters on attributes that no event has: they let nothing through, or everything, and nobody is told. */
export const checkAttributes: ManifestRule = (manifest) => {
  if (!isTrigger(manifest)) return [];
  const { filter, filters } = fieldsOf(manifest.value.spec);
  const findings: Finding[] = readAttributes(filter, ["spec", "filter"], "attributes");
  for (const [index, one] of itemsOf(filters).entries()) findings.push(...readFilter(one, ["spec", "filters", index]));
  if (itemsOf(filters).length > 0 && filter !== undefined) {
    findings.push(
      warning(
        "eventing_filter_ignored",
        ["spec", "filter"],
        "is not looked at, because there is filters as well. Remove it.",
      ),
    );
  }
  return findings;
};

/** Attributes that events of kprompt have, or that Knative gives them. */
export const KNOWN_ATTRIBUTES: readonly string[] = [
  ...["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema"],
  ...["severity", "namespace", "alertname", "cluster", "identity", "bucket", "traffictag", "kpsignature"],
  ...["causationid", "promptid", "promptversion", "promptsha", "engine", "reason"],
  ...["traceparent", "tracestate"],
  ...["knativearrivaltime", "knativeerrordest", "knativeerrorcode", "knativeerrordata"],
];

const readFilter = (filter: unknown, path: Path, depth = 0): Finding[] => {
  if (depth > MAX_DEPTH) return [];
  const { cesql, not } = fieldsOf(filter);
  const findings = ["exact", "prefix", "suffix"].flatMap((dialect) => readAttributes(filter, path, dialect));
  for (const dialect of ["all", "any"]) {
    for (const [index, one] of itemsOf(at(filter, [dialect])).entries())
      findings.push(...readFilter(one, [...path, dialect, index], depth + 1));
  }
  if (not !== undefined) findings.push(...readFilter(not, [...path, "not"], depth + 1));
  const read = parseCesql(textOf(cesql) ?? "");
  if (read.ok) {
    const unset = read.attributes.filter((name) => !KNOWN_ATTRIBUTES.includes(name));
    findings.push(...unset.map((name) => toFinding(name, [...path, "cesql"])));
  }
  return findings;
};

const readAttributes = (filter: unknown, path: Path, dialect: string): Finding[] =>
  Object.keys(fieldsOf(at(filter, [dialect])))
    // The others cannot be anybody's attributes, and are reported for that.
    .filter((name) => /^[a-z][a-z0-9]*$/.test(name) && !KNOWN_ATTRIBUTES.includes(name))
    .map((name) => toFinding(name, [...path, dialect, name]));

const toFinding = (name: string, path: Path): Finding =>
  warning(
    "eventing_attribute_unset",
    path,
    `${name} is an attribute of no event of kprompt. Correct the name, or leave it where another sender sets it. There is: ${KNOWN_ATTRIBUTES.join(", ")}.`,
  );

const MAX_DEPTH = 50;
