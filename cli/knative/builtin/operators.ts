import { type Fields, FLAG, INTEGER, list, mapOf, NAME, object, TEXT, word } from "./words.ts";

const FLUX_DURATION = { type: "string", pattern: "^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$" } as const;
const PROMETHEUS_DURATION = {
  type: "string",
  pattern: "^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$",
  minLength: 1,
} as const;
const ORDER = object({ order: word("asc", "desc") });

/** Kinds of operators whose CRDs are not imported, by what their documentation says. */
export const OPERATORS: Readonly<Record<string, Fields>> = {
  "image.toolkit.fluxcd.io/v1 ImageRepository": {
    spec: object(
      {
        image: TEXT,
        interval: FLUX_DURATION,
        timeout: FLUX_DURATION,
        provider: word("generic", "aws", "azure", "gcp"),
        secretRef: NAME,
        certSecretRef: NAME,
        proxySecretRef: NAME,
        serviceAccountName: TEXT,
        exclusionList: list(TEXT),
        insecure: FLAG,
        suspend: FLAG,
        accessFrom: object({ namespaceSelectors: list(object({ matchLabels: mapOf(TEXT) })) }, "namespaceSelectors"),
      },
      "image",
      "interval",
    ),
  },
  "image.toolkit.fluxcd.io/v1 ImagePolicy": {
    spec: object(
      {
        imageRepositoryRef: object({ name: TEXT, namespace: TEXT }, "name"),
        policy: object({
          semver: object({ range: TEXT }, "range"),
          alphabetical: ORDER,
          numerical: ORDER,
        }),
        filterTags: object({ pattern: TEXT, extract: TEXT }),
        digestReflectionPolicy: word("Always", "IfNotPresent", "Never"),
        interval: FLUX_DURATION,
        suspend: FLAG,
      },
      "imageRepositoryRef",
      "policy",
    ),
  },
  "monitoring.coreos.com/v1 PrometheusRule": {
    spec: object({
      groups: list(
        object(
          {
            name: { type: "string", minLength: 1 },
            interval: PROMETHEUS_DURATION,
            query_offset: PROMETHEUS_DURATION,
            limit: INTEGER,
            labels: mapOf(TEXT),
            partial_response_strategy: TEXT,
            rules: list(
              object(
                {
                  alert: TEXT,
                  record: TEXT,
                  expr: { type: ["string", "integer"] },
                  for: PROMETHEUS_DURATION,
                  keep_firing_for: PROMETHEUS_DURATION,
                  labels: mapOf(TEXT),
                  annotations: mapOf(TEXT),
                },
                "expr",
              ),
            ),
          },
          "name",
        ),
      ),
    }),
  },
};
