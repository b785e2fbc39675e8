import {
  ANYTHING,
  COUNT,
  type Fields,
  FLAG,
  full,
  INTEGER,
  INTEGER_OR_TEXT,
  list,
  mapOf,
  object,
  QUANTITY,
  TEXT,
  word,
} from "./words.ts";

const OPTIONAL_KEY = object({ name: TEXT, key: TEXT, optional: FLAG }, "name", "key");
const OPTIONAL_NAME = object({ name: TEXT, optional: FLAG }, "name");
const FIELD = object({ apiVersion: TEXT, fieldPath: TEXT }, "fieldPath");
const RESOURCE_FIELD = object({ containerName: TEXT, resource: TEXT, divisor: QUANTITY }, "resource");

const ENV = object(
  {
    name: TEXT,
    value: TEXT,
    valueFrom: object({
      configMapKeyRef: OPTIONAL_KEY,
      secretKeyRef: OPTIONAL_KEY,
      fieldRef: FIELD,
      resourceFieldRef: RESOURCE_FIELD,
    }),
  },
  "name",
);

const HANDLER: Fields = {
  exec: object({ command: list(TEXT) }),
  httpGet: object(
    {
      path: TEXT,
      port: INTEGER_OR_TEXT,
      host: TEXT,
      scheme: word("HTTP", "HTTPS"),
      httpHeaders: list(object({ name: TEXT, value: TEXT }, "name", "value")),
    },
    "port",
  ),
  tcpSocket: object({ port: INTEGER_OR_TEXT, host: TEXT }, "port"),
};

const PROBE = object({
  ...HANDLER,
  grpc: object({ port: INTEGER, service: TEXT }, "port"),
  initialDelaySeconds: COUNT,
  periodSeconds: COUNT,
  timeoutSeconds: COUNT,
  failureThreshold: COUNT,
  successThreshold: COUNT,
  terminationGracePeriodSeconds: COUNT,
});

const SECCOMP = object({ type: word("RuntimeDefault", "Unconfined", "Localhost"), localhostProfile: TEXT }, "type");

const SECURITY: Fields = {
  runAsUser: INTEGER,
  runAsGroup: INTEGER,
  runAsNonRoot: FLAG,
  seccompProfile: SECCOMP,
  seLinuxOptions: ANYTHING,
  appArmorProfile: ANYTHING,
  windowsOptions: ANYTHING,
};

const CONTAINER_FIELDS: Fields = {
  name: TEXT,
  image: TEXT,
  imagePullPolicy: word("Always", "IfNotPresent", "Never"),
  command: list(TEXT),
  args: list(TEXT),
  workingDir: TEXT,
  env: list(ENV),
  envFrom: list(object({ prefix: TEXT, configMapRef: OPTIONAL_NAME, secretRef: OPTIONAL_NAME })),
  ports: list(
    object(
      {
        name: TEXT,
        containerPort: { type: "integer", minimum: 1, maximum: 65_535 },
        protocol: word("TCP", "UDP", "SCTP"),
        hostPort: INTEGER,
        hostIP: TEXT,
      },
      "containerPort",
    ),
  ),
  resources: object({ requests: mapOf(QUANTITY), limits: mapOf(QUANTITY), claims: list(ANYTHING) }),
  volumeMounts: list(
    object(
      {
        name: TEXT,
        mountPath: TEXT,
        subPath: TEXT,
        subPathExpr: TEXT,
        readOnly: FLAG,
        recursiveReadOnly: TEXT,
        mountPropagation: TEXT,
      },
      "name",
      "mountPath",
    ),
  ),
  volumeDevices: list(object({ name: TEXT, devicePath: TEXT }, "name", "devicePath")),
  readinessProbe: PROBE,
  livenessProbe: PROBE,
  startupProbe: PROBE,
  lifecycle: object({
    postStart: object(HANDLER),
    preStop: object({ ...HANDLER, sleep: object({ seconds: COUNT }, "seconds") }),
    stopSignal: TEXT,
  }),
  securityContext: object({
    ...SECURITY,
    privileged: FLAG,
    allowPrivilegeEscalation: FLAG,
    readOnlyRootFilesystem: FLAG,
    procMount: TEXT,
    capabilities: object({ add: list(TEXT), drop: list(TEXT) }),
  }),
  terminationMessagePath: TEXT,
  terminationMessagePolicy: word("File", "FallbackToLogsOnError"),
  stdin: FLAG,
  stdinOnce: FLAG,
  tty: FLAG,
  restartPolicy: TEXT,
  resizePolicy: list(ANYTHING),
};

const CONTAINER = object(CONTAINER_FIELDS, "name", "image");

const ITEMS = list(object({ key: TEXT, path: TEXT, mode: INTEGER }, "key", "path"));
const DOWNWARD = list(object({ path: TEXT, fieldRef: FIELD, resourceFieldRef: RESOURCE_FIELD, mode: INTEGER }, "path"));

const VOLUME = object(
  {
    name: TEXT,
    configMap: object({ name: TEXT, items: ITEMS, defaultMode: INTEGER, optional: FLAG }),
    secret: object({ secretName: TEXT, items: ITEMS, defaultMode: INTEGER, optional: FLAG }),
    emptyDir: object({ medium: TEXT, sizeLimit: QUANTITY }),
    persistentVolumeClaim: object({ claimName: TEXT, readOnly: FLAG }, "claimName"),
    hostPath: object({ path: TEXT, type: TEXT }, "path"),
    downwardAPI: object({ items: DOWNWARD, defaultMode: INTEGER }),
    projected: object({
      defaultMode: INTEGER,
      sources: list(
        object({
          configMap: object({ name: TEXT, items: ITEMS, optional: FLAG }),
          secret: object({ name: TEXT, items: ITEMS, optional: FLAG }),
          downwardAPI: object({ items: DOWNWARD }),
          serviceAccountToken: object({ audience: TEXT, expirationSeconds: INTEGER, path: TEXT }, "path"),
          clusterTrustBundle: ANYTHING,
          podCertificate: ANYTHING,
        }),
      ),
    }),
    nfs: object({ server: TEXT, path: TEXT, readOnly: FLAG }, "server", "path"),
    image: object({ reference: TEXT, pullPolicy: TEXT }),
    csi: ANYTHING,
    ephemeral: ANYTHING,
  },
  "name",
);

const POD_SPEC = object(
  {
    containers: full(CONTAINER),
    initContainers: list(CONTAINER),
    volumes: list(VOLUME),
    serviceAccountName: TEXT,
    serviceAccount: TEXT,
    automountServiceAccountToken: FLAG,
    enableServiceLinks: FLAG,
    restartPolicy: word("Always", "OnFailure", "Never"),
    terminationGracePeriodSeconds: COUNT,
    activeDeadlineSeconds: COUNT,
    securityContext: object({
      ...SECURITY,
      fsGroup: INTEGER,
      fsGroupChangePolicy: TEXT,
      supplementalGroups: list(INTEGER),
      supplementalGroupsPolicy: TEXT,
      sysctls: list(object({ name: TEXT, value: TEXT }, "name", "value")),
      seLinuxChangePolicy: TEXT,
    }),
    nodeSelector: mapOf(TEXT),
    nodeName: TEXT,
    affinity: ANYTHING,
    tolerations: list(
      object({ key: TEXT, operator: word("Exists", "Equal"), value: TEXT, effect: TEXT, tolerationSeconds: INTEGER }),
    ),
    topologySpreadConstraints: list(ANYTHING),
    imagePullSecrets: list(object({ name: TEXT }, "name")),
    hostNetwork: FLAG,
    hostPID: FLAG,
    hostIPC: FLAG,
    hostUsers: FLAG,
    hostname: TEXT,
    subdomain: TEXT,
    hostAliases: list(object({ ip: TEXT, hostnames: list(TEXT) }, "ip")),
    dnsPolicy: TEXT,
    dnsConfig: ANYTHING,
    priorityClassName: TEXT,
    preemptionPolicy: TEXT,
    runtimeClassName: TEXT,
    schedulerName: TEXT,
    schedulingGates: list(ANYTHING),
    shareProcessNamespace: FLAG,
    setHostnameAsFQDN: FLAG,
    readinessGates: list(ANYTHING),
    os: object({ name: TEXT }, "name"),
    overhead: mapOf(QUANTITY),
    resourceClaims: list(ANYTHING),
    resources: ANYTHING,
  },
  "containers",
);

export const POD_TEMPLATE = object({ metadata: ANYTHING, spec: POD_SPEC }, "spec");
export const POD = { spec: POD_SPEC };
