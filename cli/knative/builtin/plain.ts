import {
  ANYTHING,
  COUNT,
  type Fields,
  FLAG,
  INTEGER,
  INTEGER_OR_TEXT,
  list,
  mapOf,
  NAME,
  object,
  SELECTOR,
  TEXT,
  word,
} from "./words.ts";

const PORT = { type: "integer", minimum: 1, maximum: 65_535 } as const;

const PEERS = list(
  object({
    podSelector: SELECTOR,
    namespaceSelector: SELECTOR,
    ipBlock: object({ cidr: TEXT, except: list(TEXT) }, "cidr"),
  }),
);
const POLICY_PORTS = list(object({ protocol: word("TCP", "UDP", "SCTP"), port: INTEGER_OR_TEXT, endPort: PORT }));

const RULES = list(
  object(
    {
      apiGroups: list(TEXT),
      resources: list(TEXT),
      resourceNames: list(TEXT),
      verbs: list(TEXT),
      nonResourceURLs: list(TEXT),
    },
    "verbs",
  ),
);
const SUBJECTS = list(
  object(
    { kind: word("ServiceAccount", "User", "Group"), name: TEXT, namespace: TEXT, apiGroup: TEXT },
    "kind",
    "name",
  ),
);
const ROLE_REF = object({ apiGroup: TEXT, kind: word("Role", "ClusterRole"), name: TEXT }, "apiGroup", "kind", "name");

/** What each kind has beside its header. */
export const PLAIN: Readonly<Record<string, Fields>> = {
  "v1 Namespace": { spec: object({ finalizers: list(TEXT) }) },
  "v1 ServiceAccount": {
    automountServiceAccountToken: FLAG,
    imagePullSecrets: list(NAME),
    secrets: list(ANYTHING),
  },
  "v1 ConfigMap": { data: mapOf(TEXT), binaryData: mapOf(TEXT), immutable: FLAG },
  "v1 Secret": { data: mapOf(TEXT), stringData: mapOf(TEXT), type: TEXT, immutable: FLAG },
  "v1 Service": {
    spec: object({
      type: word("ClusterIP", "NodePort", "LoadBalancer", "ExternalName"),
      selector: mapOf(TEXT),
      ports: list(
        object(
          {
            name: TEXT,
            port: PORT,
            targetPort: INTEGER_OR_TEXT,
            protocol: word("TCP", "UDP", "SCTP"),
            appProtocol: TEXT,
            nodePort: PORT,
          },
          "port",
        ),
      ),
      clusterIP: TEXT,
      clusterIPs: list(TEXT),
      externalName: TEXT,
      externalIPs: list(TEXT),
      externalTrafficPolicy: word("Cluster", "Local"),
      internalTrafficPolicy: word("Cluster", "Local"),
      ipFamilies: list(word("IPv4", "IPv6")),
      ipFamilyPolicy: word("SingleStack", "PreferDualStack", "RequireDualStack"),
      loadBalancerClass: TEXT,
      loadBalancerIP: TEXT,
      loadBalancerSourceRanges: list(TEXT),
      allocateLoadBalancerNodePorts: FLAG,
      healthCheckNodePort: INTEGER,
      publishNotReadyAddresses: FLAG,
      sessionAffinity: word("None", "ClientIP"),
      sessionAffinityConfig: ANYTHING,
      trafficDistribution: TEXT,
    }),
  },
  "networking.k8s.io/v1 NetworkPolicy": {
    spec: object({
      podSelector: SELECTOR,
      policyTypes: list(word("Ingress", "Egress")),
      ingress: list(object({ from: PEERS, ports: POLICY_PORTS })),
      egress: list(object({ to: PEERS, ports: POLICY_PORTS })),
    }),
  },
  "policy/v1 PodDisruptionBudget": {
    spec: object({
      selector: SELECTOR,
      minAvailable: INTEGER_OR_TEXT,
      maxUnavailable: INTEGER_OR_TEXT,
      unhealthyPodEvictionPolicy: word("IfHealthyBudget", "AlwaysAllow"),
    }),
  },
  "rbac.authorization.k8s.io/v1 Role": { rules: RULES },
  "rbac.authorization.k8s.io/v1 ClusterRole": { rules: RULES, aggregationRule: ANYTHING },
  "rbac.authorization.k8s.io/v1 RoleBinding": { subjects: SUBJECTS, roleRef: ROLE_REF },
  "rbac.authorization.k8s.io/v1 ClusterRoleBinding": { subjects: SUBJECTS, roleRef: ROLE_REF },
  "scheduling.k8s.io/v1 PriorityClass": {
    value: INTEGER,
    description: TEXT,
    globalDefault: FLAG,
    preemptionPolicy: word("Never", "PreemptLowerPriority"),
  },
  "v1 ResourceQuota": { spec: object({ hard: ANYTHING, scopes: list(TEXT), scopeSelector: ANYTHING }) },
  "v1 LimitRange": { spec: object({ limits: list(ANYTHING) }, "limits") },
  "autoscaling/v2 HorizontalPodAutoscaler": {
    spec: object(
      {
        scaleTargetRef: object({ apiVersion: TEXT, kind: TEXT, name: TEXT }, "kind", "name"),
        minReplicas: COUNT,
        maxReplicas: COUNT,
        metrics: list(ANYTHING),
        behavior: ANYTHING,
      },
      "scaleTargetRef",
      "maxReplicas",
    ),
  },
};
