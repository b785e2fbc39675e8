import type { Finding, Manifest, ManifestRule } from "../manifest.ts";
import { at, error, fieldsOf, textOf, warning } from "./serving-value.ts";

/** What the kinds of `source.toolkit.fluxcd.io` say in rules that no schema has. */
export const checkSource: ManifestRule = (manifest) =>
  manifest.apiVersion.startsWith("source.toolkit.fluxcd.io/") ? (KINDS.get(manifest.kind)?.(manifest) ?? []) : [];

const checkGitRepository = ({ value }: Manifest): readonly Finding[] => {
  const { serviceAccountName, provider } = fieldsOf(value.spec);
  if (serviceAccountName === undefined || provider === "azure" || provider === "aws") return [];
  return [
    error(
      "flux_service_account",
      ["spec", "serviceAccountName"],
      "is only for the providers azure and aws. Remove it, or name the provider.",
    ),
  ];
};

const checkHelmChart = ({ value }: Manifest): readonly Finding[] =>
  at(value, ["spec", "verify"]) === undefined || at(value, ["spec", "sourceRef", "kind"]) === "HelmRepository"
    ? []
    : [error("flux_chart_verify", ["spec", "verify"], "is only for charts of a HelmRepository. Remove it.")];

const checkOciRepository = ({ value }: Manifest): readonly Finding[] => {
  const { tag, semver, digest } = fieldsOf(at(value, ["spec", "ref"]));
  const given = Object.entries({ digest, semver, tag }).flatMap(([name, one]) => (one === undefined ? [] : [name]));
  if (given.length > 1) {
    const message = `names ${given.join(" and ")}, of which ${given[0]} alone counts. Remove the rest.`;
    return [warning("flux_oci_ref", ["spec", "ref"], message)];
  }
  if (tag === undefined || at(value, ["spec", "verify"]) !== undefined) return [];
  return [
    warning(
      "flux_oci_tag",
      ["spec", "ref", "tag"],
      `${textOf(tag) ?? "it"} can be moved to another artifact. Write the digest, or verify signatures and leave it.`,
    ),
  ];
};

const checkBucket = ({ value }: Manifest): readonly Finding[] => {
  const { provider = "generic", sts } = fieldsOf(value.spec);
  if (sts === undefined) return [];
  const { provider: service, secretRef, certSecretRef } = fieldsOf(sts);
  const wanted = provider === "aws" ? "aws" : provider === "generic" ? "ldap" : undefined;
  if (wanted === undefined)
    return [error("flux_bucket_sts", ["spec", "sts"], "is only for the providers aws and generic. Remove it.")];
  if (service !== wanted)
    return [
      error(
        "flux_bucket_sts",
        ["spec", "sts", "provider"],
        `must be ${wanted} where the Bucket's provider is ${provider}. Write it.`,
      ),
    ];
  if (service === "aws" && (secretRef !== undefined || certSecretRef !== undefined))
    return [
      error(
        "flux_bucket_sts",
        ["spec", "sts"],
        "takes no secretRef and no certSecretRef where its provider is aws. Remove them.",
      ),
    ];
  return [];
};

const KINDS: ReadonlyMap<string, (manifest: Manifest) => readonly Finding[]> = new Map([
  ["GitRepository", checkGitRepository],
  ["HelmChart", checkHelmChart],
  ["OCIRepository", checkOciRepository],
  ["Bucket", checkBucket],
]);
