import { compareDiagnostics, type Diagnostic } from "../../core/diagnostic.ts";
import type { Finding, Manifest, ManifestRule } from "../../core/release/manifest.ts";
import { EVENTING_RULES } from "../../core/release/rules/eventing-rules.ts";
import { FLUX_RULES } from "../../core/release/rules/flux-rules.ts";
import { METADATA_RULES } from "../../core/release/rules/metadata-rules.ts";
import { SERVING_RULES } from "../../core/release/rules/serving-rules.ts";
import { createSchemaCheck } from "./check-schema.ts";
import type { ReadManifest } from "./read-manifests.ts";

export interface CheckOptions {
  /** An image that was not published yet is an error, and no warning. */
  readonly published?: boolean | undefined;
  /** Rules beside those of Kubernetes, Knative and Flux. */
  readonly rules: readonly ManifestRule[];
}

export type ManifestCheck = (read: readonly ReadManifest[]) => readonly Diagnostic[];

/** A check that finds all that is wrong in manifests which are applied together, in the order of the files. */
export const createManifestCheck = ({ published = false, rules }: CheckOptions): ManifestCheck => {
  const checkSchema = createSchemaCheck();
  const all = [...METADATA_RULES, ...SERVING_RULES, ...EVENTING_RULES, ...FLUX_RULES, ...rules];
  const toDiagnostic = ({ manifest, file, place }: ReadManifest, finding: Finding): Diagnostic => {
    const { code, pointer, message } = finding;
    const severity = published && code === "kprompt_image_unpublished" ? "error" : finding.severity;
    const about = code === "schema_field_unknown" || code === "metadata_field" ? "key" : "value";
    const where = `${manifest.kind} ${manifest.name}${pointer === "" ? "" : ` ${pointer}`}`;
    return { code, severity, file, ...place(pointer, about), message: `${where}: ${message}` };
  };
  return (read) => {
    const tree = read.map(({ manifest }) => manifest);
    const found = read.flatMap((one) => {
      const findings = all.flatMap((rule) => [...rule(one.manifest, tree)]);
      const schema = checkSchema(one.manifest).filter((finding) => !isSaidBetter(finding, findings));
      return [...schema, ...findings].map((finding) => toDiagnostic(one, finding));
    });
    return [...found, ...findTwice(read)].toSorted(compareDiagnostics);
  };
};

/** A rule that looks at the same value knows more of it than a schema. */
const isSaidBetter = ({ code, pointer }: Finding, findings: readonly Finding[]): boolean =>
  code !== "schema_kind_unknown" &&
  findings.some((one) => one.pointer === pointer && one.severity === "error" && one.code.startsWith("eventing_"));

const findTwice = (read: readonly ReadManifest[]): readonly Diagnostic[] => {
  const first = new Map<string, ReadManifest>();
  return read.flatMap((one): readonly Diagnostic[] => {
    const key = keyOf(one.manifest);
    const before = first.get(key);
    if (before === undefined) {
      first.set(key, one);
      return [];
    }
    const { kind, name } = one.manifest;
    const { line } = before.place("/metadata/name");
    const message = `${kind} ${name} is in ${before.file}:${line} already: only one of them would be applied. Remove one.`;
    return [{ code: "yaml_twice", severity: "error", file: one.file, ...one.place("/metadata/name"), message }];
  });
};

/** Versions of a group are views of one object. */
const keyOf = ({ apiVersion, kind, namespace, name }: Manifest): string => {
  const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
  return JSON.stringify([group, kind, namespace, name]);
};
