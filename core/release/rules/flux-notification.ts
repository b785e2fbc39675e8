import type { Finding, Manifest, ManifestRule } from "../manifest.ts";
import { error, fieldsOf, itemsOf } from "./serving-value.ts";

/** What the kinds of `notification.toolkit.fluxcd.io` say in rules that no schema has. */
export const checkNotification: ManifestRule = (manifest) =>
  manifest.apiVersion.startsWith("notification.toolkit.fluxcd.io/") ? (KINDS.get(manifest.kind)?.(manifest) ?? []) : [];

const checkProvider = ({ value }: Manifest): readonly Finding[] => {
  const { type, commitStatusExpr } = fieldsOf(value.spec);
  if (commitStatusExpr === undefined || GIT_HOSTS.includes(String(type))) return [];
  return [
    error(
      "flux_commit_status",
      ["spec", "commitStatusExpr"],
      `is only for the types ${GIT_HOSTS.join(", ")}. Remove it.`,
    ),
  ];
};

const GIT_HOSTS = ["github", "gitlab", "gitea", "bitbucketserver", "bitbucket", "azuredevops"];

const checkReceiver = ({ value }: Manifest): readonly Finding[] => {
  const { type, oidcProviders, secretRef } = fieldsOf(value.spec);
  if (type === undefined) return [];
  const hasProviders = itemsOf(oidcProviders).length > 0;
  if (type !== "generic-oidc") {
    return [
      ...(secretRef === undefined
        ? [error("flux_receiver", ["spec"], "secretRef is missing. Name a Secret with a token.")]
        : []),
      ...(hasProviders
        ? [error("flux_receiver", ["spec", "oidcProviders"], "are only for the type generic-oidc. Remove them.")]
        : []),
    ];
  }
  return [
    ...(hasProviders ? [] : [error("flux_receiver", ["spec"], "generic-oidc needs oidcProviders. Name at least one.")]),
    ...(secretRef === undefined
      ? []
      : [error("flux_receiver", ["spec", "secretRef"], "is not for the type generic-oidc. Remove it.")]),
  ];
};

const KINDS: ReadonlyMap<string, (manifest: Manifest) => readonly Finding[]> = new Map([
  ["Provider", checkProvider],
  ["Receiver", checkReceiver],
]);
