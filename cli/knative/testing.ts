/** Manifests in which nothing is wrong; the tests break them. */
export const VALID = {
  trigger: `apiVersion: eventing.knative.dev/v1
kind: Trigger
metadata:
  name: analyze
  namespace: kprompt
spec:
  broker: default
  filters:
    - exact: { type: dev.kprompt.alert.firing.v1 }
    - not: { exact: { traffictag: candidate } }
    - any: [ { prefix: { severity: crit } }, { suffix: { namespace: -prod } } ]
    - cesql: EXISTS identity
  subscriber:
    ref: { apiVersion: serving.knative.dev/v1, kind: Service, name: analyze }
    uri: /events
  delivery:
    retry: 5
    backoffPolicy: exponential
    backoffDelay: PT2S
    timeout: PT7M
    deadLetterSink:
      ref: { apiVersion: serving.knative.dev/v1, kind: Service, name: dead-letters }
`,
  olderTrigger: `apiVersion: eventing.knative.dev/v1
kind: Trigger
metadata: { name: archive }
spec:
  broker: default
  filter: { attributes: { type: dev.kprompt.triage.completed.v1 } }
  subscriber: { uri: http://archive.example }
`,
  brokerAndTrigger: `apiVersion: eventing.knative.dev/v1
kind: Broker
metadata: { name: default }
spec:
  delivery: { retry: 3, backoffDelay: PT1S, timeout: PT30S }
---
apiVersion: eventing.knative.dev/v1
kind: Trigger
metadata: { name: notify-ops }
spec:
  broker: default
  subscriber: { uri: http://notify.kprompt.svc.cluster.local/receivers/ops }
`,
  broker: `apiVersion: eventing.knative.dev/v1
kind: Broker
metadata:
  name: default
  annotations: { eventing.knative.dev/broker.class: MTChannelBasedBroker }
spec:
  config: { apiVersion: v1, kind: ConfigMap, name: config-br-default-channel, namespace: knative-eventing }
  delivery:
    timeout: PT30S
    deadLetterSink: { ref: { apiVersion: v1, kind: Service, name: lost } }
`,
  subscription: `apiVersion: messaging.knative.dev/v1
kind: Subscription
metadata: { name: s }
spec:
  channel: { apiVersion: messaging.knative.dev/v1, kind: Channel, name: c }
  subscriber: { uri: http://a.example }
  reply: { uri: http://b.example }
  delivery: { timeout: PT1M, format: json }
`,
  channel: `apiVersion: messaging.knative.dev/v1
kind: Channel
metadata: { name: c }
spec:
  delivery: { timeout: PT1M, backoffPolicy: linear }
`,
  sequence: `apiVersion: flows.knative.dev/v1
kind: Sequence
metadata: { name: s }
spec:
  steps:
    - uri: http://a.example
      delivery: { timeout: PT1M }
    - ref: { apiVersion: v1, kind: Service, name: b }
  reply: { uri: http://c.example }
`,
  parallel: `apiVersion: flows.knative.dev/v1
kind: Parallel
metadata: { name: p }
spec:
  branches:
    - filter: { uri: http://f.example }
      subscriber: { uri: http://a.example }
      reply: { uri: http://r.example }
      delivery: { timeout: PT1M }
  reply: { uri: http://c.example }
`,
  requestReply: `apiVersion: eventing.knative.dev/v1alpha1
kind: RequestReply
metadata: { name: r }
spec:
  brokerRef: { apiVersion: eventing.knative.dev/v1, kind: Broker, name: default }
  correlationAttribute: correlationid
  replyAttribute: replyid
  timeout: PT30S
  delivery: { timeout: PT1M }
`,
  transform: `apiVersion: eventing.knative.dev/v1alpha1
kind: EventTransform
metadata: { name: t }
spec:
  jsonata:
    expression: '{ "type": "a", "text": "it''s (not [closed", "list": [items.(id)] }'
  reply: { discard: true }
  sink: { uri: http://a.example }
`,
  sinkBinding: `apiVersion: sources.knative.dev/v1
kind: SinkBinding
metadata: { name: b }
spec:
  subject: { apiVersion: apps/v1, kind: Deployment, namespace: kprompt, name: d }
  sink: { ref: { apiVersion: eventing.knative.dev/v1, kind: Broker, name: default } }
  ceOverrides: { extensions: { origin: here } }
`,
  // Its subject's namespace is the binding's own where none is said.
  sinkBindingOfLabels: `apiVersion: sources.knative.dev/v1
kind: SinkBinding
metadata: { name: b }
spec:
  subject: { apiVersion: batch/v1, kind: Job, selector: { matchLabels: { app: heartbeat } } }
  sink: { ref: { apiVersion: v1, kind: Service, name: event-display } }
`,
  namespacedBinding: `apiVersion: sources.knative.dev/v1
kind: SinkBinding
metadata: { name: b, namespace: shop }
spec:
  subject: { apiVersion: batch/v1, kind: Job, namespace: shop, selector: { matchLabels: { app: heartbeat } } }
  sink: { ref: { apiVersion: v1, kind: Service, name: event-display } }
`,
  eventType: `apiVersion: eventing.knative.dev/v1beta2
kind: EventType
metadata: { name: alert-firing }
spec:
  type: dev.kprompt.alert.firing.v1
  reference: { apiVersion: eventing.knative.dev/v1, kind: Broker, name: default }
`,
  newerEventType: `apiVersion: eventing.knative.dev/v1beta3
kind: EventType
metadata: { name: alert-firing }
spec:
  attributes:
    - { name: type, required: true, value: dev.kprompt.alert.firing.v1 }
`,
  jobSink: `apiVersion: sinks.knative.dev/v1alpha1
kind: JobSink
metadata: { name: j }
spec:
  job:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [ { name: run, image: a.example/run:1 } ]
`,
  kustomizations: `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: eventing, namespace: flux-system }
spec:
  interval: 10m
  prune: true
  sourceRef: { kind: GitRepository, name: kprompt }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: kprompt, namespace: flux-system }
spec:
  interval: 10m
  timeout: 15m
  wait: true
  prune: true
  path: ./knative/overlays/prod
  sourceRef: { kind: GitRepository, name: kprompt }
  dependsOn: [ { name: eventing } ]
  kubeConfig: { secretRef: { name: far } }
---
apiVersion: serving.knative.dev/v1
kind: Route
metadata: { name: r, annotations: { serving.knative.dev/rollout-duration: 300s } }
spec: { traffic: [ { configurationName: c, percent: 100 } ] }
`,
  git: `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: kprompt }
spec:
  interval: 5m
  url: https://git.example/kprompt
  provider: azure
  serviceAccountName: reader
`,
  chart: `apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmChart
metadata: { name: valkey }
spec:
  interval: 5m
  chart: valkey
  sourceRef: { kind: HelmRepository, name: charts }
  verify: { provider: cosign }
`,
  oci: `apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: { name: kprompt }
spec:
  interval: 5m
  url: oci://images.example/kprompt
  ref: { digest: "sha256:0123456789012345678901234567890123456789012345678901234567890123" }
`,
  signedOci: `apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: { name: kprompt }
spec:
  interval: 5m
  url: oci://images.example/kprompt
  ref: { tag: main }
  verify: { provider: cosign }
`,
  bucket: `apiVersion: source.toolkit.fluxcd.io/v1
kind: Bucket
metadata: { name: b }
spec:
  interval: 5m
  bucketName: b
  endpoint: s3.example
  provider: aws
  sts: { provider: aws, endpoint: "https://sts.example" }
`,
  provider: `apiVersion: notification.toolkit.fluxcd.io/v1beta3
kind: Provider
metadata: { name: git }
spec:
  type: github
  address: https://git.example/kprompt
  commitStatusExpr: "'kprompt'"
`,
  receiver: `apiVersion: notification.toolkit.fluxcd.io/v1
kind: Receiver
metadata: { name: push }
spec:
  type: github
  resources: [ { kind: GitRepository, name: kprompt } ]
  secretRef: { name: token }
`,
  oidcReceiver: `apiVersion: notification.toolkit.fluxcd.io/v1
kind: Receiver
metadata: { name: push }
spec:
  type: generic-oidc
  resources: [ { kind: GitRepository, name: kprompt } ]
  oidcProviders: [ { issuerURL: "https://git.example", validations: [ { expression: "true", message: Another repository. } ] } ]
`,
  imagePolicy: `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: { name: kprompt, namespace: flux-system }
spec:
  imageRepositoryRef: { name: kprompt }
  digestReflectionPolicy: Always
  interval: 10m
  filterTags: { pattern: "^main-(?P<run>[0-9]+)-[0-9a-f]+$", extract: $run }
  policy: { numerical: { order: asc } }
`,
  canary: `apiVersion: flagger.app/v1beta1
kind: Canary
metadata: { name: analyze }
spec:
  provider: knative
  targetRef: { apiVersion: serving.knative.dev/v1, kind: Service, name: analyze }
  service: { port: 80 }
  analysis: { interval: 1m, threshold: 2, stepWeight: 10, maxWeight: 50 }
---
apiVersion: serving.knative.dev/v1
kind: Service
metadata: { name: analyze, labels: { networking.knative.dev/visibility: cluster-local } }
spec:
  template:
    spec:
      containers:
        - image: images.example/kprompt@sha256:0123456789012345678901234567890123456789012345678901234567890123
          securityContext:
            allowPrivilegeEscalation: false
            capabilities: { drop: [ALL] }
            runAsNonRoot: true
            seccompProfile: { type: RuntimeDefault }
`,
  deployment: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: valkey
  labels: { app.kubernetes.io/part-of: kprompt }
  annotations:
    kprompt.dev/note: keeps what instances share
spec:
  replicas: 1
  selector: { matchLabels: { app: valkey } }
  template:
    metadata:
      labels: { app: valkey }
    spec:
      automountServiceAccountToken: false
      containers:
        - name: valkey
          image: valkey.example/valkey@sha256:0123456789012345678901234567890123456789012345678901234567890123
          env: [ { name: MODE, value: "on" } ]
          resources: { requests: { cpu: 50m }, limits: { memory: 96Mi } }
          ports: [ { containerPort: 6379 } ]
          readinessProbe: { tcpSocket: { port: 6379 } }
      volumes:
        - name: data
          configMap: { name: c, defaultMode: 288 }
`,
  namespaced: `apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: kprompt }
data:
  LEVEL: info
`,
  serviceAccount: `apiVersion: v1
kind: ServiceAccount
metadata: { name: analyze }
automountServiceAccountToken: false
`,
  namespace: `apiVersion: v1
kind: Namespace
metadata: { name: kprompt, labels: { pod-security.kubernetes.io/enforce: restricted } }
`,
  domainClaim: `apiVersion: networking.internal.knative.dev/v1alpha1
kind: ClusterDomainClaim
metadata: { name: triage.example }
spec: { namespace: kprompt }
`,
} as const;
