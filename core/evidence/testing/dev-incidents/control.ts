/** Configuration, scheduling, quotas, etcd. Format: see `parse.ts`. */
export const CONTROL = String.raw`
### config_error | error | required | nginx unknown directive
/docker-entrypoint.sh: Launching /docker-entrypoint.d/30-tune-worker-processes.sh
/docker-entrypoint.sh: Configuration complete; ready for start up
2026/11/21 06:10:01 [emerg] 1#1: unknown directive "proxy_pas" in /etc/nginx/conf.d/default.conf:14
nginx: [emerg] unknown directive "proxy_pas" in /etc/nginx/conf.d/default.conf:14
Warning  BackOff  3s (x9 over 80s)  kubelet  Back-off restarting failed container web in pod web-0_default(a1)
### config_error | error | required | configmap key missing
Normal   Pulled  4s (x5 over 60s)  kubelet  Container image "acme/api:4" already present on machine
Warning  Failed  4s (x5 over 60s)  kubelet  Error: couldn't find key redis-url in ConfigMap shop/api-settings
Warning  Failed  2s  kubelet  Error: CreateContainerConfigError
### config_error | error | required | spring placeholder
2026-11-21T06:14:01.220Z  WARN 1 --- [main] ConfigServletWebServerApplicationContext : Exception encountered during context initialization - cancelling refresh attempt: org.springframework.beans.factory.BeanCreationException: Error creating bean with name 'mailer': Injection of autowired dependencies failed
2026-11-21T06:14:01.310Z ERROR 1 --- [main] o.s.boot.SpringApplication : Application run failed
java.lang.IllegalArgumentException: Could not resolve placeholder 'mail.smtp.host' in value "\${mail.smtp.host}"
	at org.springframework.util.PropertyPlaceholderHelper.parseStringValue(PropertyPlaceholderHelper.java:180)
### config_error | error | required | prometheus config broken
ts=2026-11-21T06:16:00.110Z caller=main.go:627 level=info msg="Starting Prometheus Server" mode=server
ts=2026-11-21T06:16:00.330Z caller=main.go:1180 level=error msg="Error loading config (--config.file=/etc/prometheus/prometheus.yml)" file=/etc/prometheus/prometheus.yml err="parsing YAML file /etc/prometheus/prometheus.yml: yaml: line 41: did not find expected key"
### config_error | error | required | command not in image
Warning  Failed  8s (x4 over 61s)  kubelet  Error: failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/app/start.sh": stat /app/start.sh: no such file or directory: unknown
Warning  BackOff 2s (x6 over 60s)  kubelet  Back-off restarting failed container job in pod job-x_default(1)
### config_error | error | required | django settings
  File "/usr/local/lib/python3.12/site-packages/django/conf/__init__.py", line 89, in __getattr__
    self._setup(name)
django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.
[2026-11-21 06:18:10 +0000] [8] [INFO] Worker exiting (pid: 8)
[2026-11-21 06:18:10 +0000] [1] [ERROR] Worker (pid:8) exited with code 3
[2026-11-21 06:18:10 +0000] [1] [ERROR] Shutting down: Master
[2026-11-21 06:18:10 +0000] [1] [ERROR] Reason: Worker failed to boot.
### config_error | error | required | go flag unknown
Error: unknown flag: --metrics-bind-adress
Usage:
  manager [flags]
Flags:
      --health-probe-bind-address string   The address the probe endpoint binds to. (default ":8081")
      --leader-elect                       Enable leader election
### config_error | error | required | traefik static config
{"level":"error","error":"field not found, node: entryPoint","time":"2026-11-21T06:20:00Z","message":"Command error"}
2026-11-21T06:20:00Z ERR command traefik error: failed to decode configuration from file /etc/traefik/traefik.yml: field not found, node: entryPoint
### config_error | error | required | node env validation
> web@1.0.0 start
Error: ❌ Invalid environment variables: { NEXTAUTH_URL: [ 'Required' ], STRIPE_KEY: [ 'Required' ] }
    at validateEnv (/app/dist/env.js:31:11)
    at Object.<anonymous> (/app/dist/env.js:44:3)
npm error Lifecycle script failed with error: code 1
### config_error | error | required | flux kustomization build
{"level":"error","ts":"2026-11-21T06:22:00.110Z","msg":"Reconciliation failed after 1.2s, next try in 10m0s","controller":"kustomization","name":"apps","namespace":"flux-system","error":"kustomize build failed: accumulating resources: accumulation err='accumulating resources from 'wiki.yaml': open /tmp/kustomization-1/apps/wiki.yaml: no such file or directory'"}
{"level":"info","ts":"2026-11-21T06:22:01.110Z","msg":"All dependencies are ready, proceeding with reconciliation","controller":"kustomization","name":"infra"}
### config_error | error | required | home assistant yaml
2026-11-21 06:24:11.101 WARNING (MainThread) [homeassistant.loader] We found a custom integration hacs which has not been tested by Home Assistant
2026-11-21 06:24:12.440 ERROR (MainThread) [homeassistant.config] Invalid config for 'sensor' at configuration.yaml, line 88: required key 'host' not provided
2026-11-21 06:24:12.441 ERROR (MainThread) [homeassistant.setup] Setup failed for 'sensor': Invalid config.
### config_error | error | required | helm values schema
Error: UPGRADE FAILED: values don't meet the specifications of the schema(s) in the following chart(s):
redis:
- (root): Additional property replicaCounts is not allowed
- replica.persistence.size: Invalid type. Expected: string, given: integer
### config_error | error | required | apply refuses a manifest
The Deployment "blog" is invalid: spec.template.spec.containers[0].volumeMounts[0].name: Not found: "content"
error: error validating "svc.yaml": error validating data: ValidationError(Service.spec.ports[0]): unknown field "targetport" in io.k8s.api.core.v1.ServicePort
### scheduling | warning,error | required | insufficient cpu with autoscaler saying no
Warning  FailedScheduling   5m   default-scheduler   0/6 nodes are available: 2 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 4 Insufficient cpu. preemption: 0/6 nodes are available: 6 No preemption victims found for incoming pod.
Normal   NotTriggerScaleUp  4m   cluster-autoscaler  pod didn't trigger scale-up: 1 max node group size reached
### scheduling | error | required | node selector nowhere
I1121 06:30:01.220101       1 schedule_one.go:1055] "Unable to schedule pod; no fit; waiting" pod="ml/train-0" err="0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling."
I1121 06:31:01.220101       1 schedule_one.go:1055] "Unable to schedule pod; no fit; waiting" pod="ml/train-0" err="0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector."
### scheduling | error | required | topology spread
Warning  FailedScheduling  44s  default-scheduler  0/5 nodes are available: 2 node(s) didn't match pod topology spread constraints, 3 node(s) were unschedulable.
Normal   SuccessfulCreate  45s  replicaset-controller  Created pod: gateway-5d-aa
### scheduling | error | required | volume zone conflict
Warning  FailedScheduling  2m  default-scheduler  0/6 nodes are available: 3 node(s) had volume node affinity conflict, 3 Insufficient memory.
### scheduling | error | required | karpenter cannot find
{"level":"ERROR","time":"2026-11-21T06:36:01.110Z","logger":"controller","message":"could not schedule pod","controller":"provisioner","Pod":{"name":"spark-1","namespace":"etl"},"error":"incompatible with nodepool \"default\", no instance type satisfied resources {\"cpu\":\"130\"} and requirements karpenter.sh/capacity-type In [spot]"}
{"level":"INFO","time":"2026-11-21T06:36:02.110Z","logger":"controller","message":"disrupting node(s)"}
### scheduling | error | required | gpu not available
I1121 06:38:01.220101       1 schedule_one.go:1022] "Unable to schedule pod; no fit; waiting" pod="ai/ollama-0" err="0/2 nodes are available: 2 Insufficient nvidia.com/gpu."
W1121 06:38:02.220101       1 shared_informer.go:370] "Warning: event bookmark expired"
### scheduling | error | required | host port in use
Warning  FailedScheduling  12s  default-scheduler  0/3 nodes are available: 1 node(s) didn't have free ports for the requested pod ports, 2 node(s) didn't match Pod's node affinity/selector.
### scheduling | warning,error | required | too many pods on node
Warning  FailedScheduling  30s  default-scheduler  0/1 nodes are available: 1 Too many pods. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.
### scheduling | error | required | kube state alert text
pod dev/runner-77 has been pending for 25m: Unschedulable: 0/4 nodes are available: 4 node(s) had untolerated taint {dedicated: gpu}
deployment dev/runner 0/1 replicas ready
### scheduling | error | required | cluster autoscaler max size
I1121 06:44:00.110101       1 klogx.go:87] Pod ci/build-9 is unschedulable
I1121 06:44:00.110101       1 orchestrator.go:546] Pod ci/build-9 can't be scheduled on pool-a, predicate checking error: Insufficient cpu
W1121 06:44:00.120101       1 orchestrator.go:602] Skipping node group pool-a - max size reached
I1121 06:44:00.130101       1 orchestrator.go:214] No expansion options
### quota_limit | warning,error | required | replica set over resource quota
Warning  FailedCreate  9s (x14 over 3m)  replicaset-controller  Error creating: pods "api-7c9-x2k" is forbidden: exceeded quota: team-a, requested: requests.cpu=500m, used: requests.cpu=3800m, limited: requests.cpu=4
Normal   ScalingReplicaSet  4m  deployment-controller  Scaled up replica set api-7c9 to 3
### quota_limit | error | required | limit range
Error from server (Forbidden): error when creating "job.yaml": pods "import" is forbidden: [maximum memory usage per Container is 2Gi, but limit is 4Gi, maximum cpu usage per Container is 1, but limit is 2]
### quota_limit | error | required | quota demands limits
E1121 06:50:01.101101       1 job_controller.go:600] syncing job: pods "backup-291-" is forbidden: failed quota: compute: must specify limits.cpu for: restic; limits.memory for: restic
### quota_limit | error | required | fork blocked by pids limit
runtime/cgo: pthread_create failed: Resource temporarily unavailable
sh: 1: Cannot fork
/entrypoint.sh: fork: retry: Resource temporarily unavailable
Nov 21 06:52:01 worker-1 kernel: cgroup: fork rejected by pids controller in /kubepods/burstable/pod81/aa1
### quota_limit | warning | suggested | cpu throttled hard
level=warn ts=2026-11-21T06:54:00Z msg="container cpu throttled" container=search namespace=shop throttled_periods=91% cfs_quota=500m
level=warn ts=2026-11-21T06:55:00Z msg="container cpu throttled" container=search namespace=shop throttled_periods=93% cfs_quota=500m
level=info ts=2026-11-21T06:55:01Z msg="request finished" path=/search duration=2.9s
### quota_limit | error | required | cloud vcpu quota
{"level":"error","ts":"2026-11-21T06:56:00Z","logger":"cluster-autoscaler","msg":"Failed to scale up","error":"googleapi: Error 403: Quota 'CPUS' exceeded. Limit: 24.0 in region europe-west4., quotaExceeded"}
W1121 06:56:01.101101       1 clusterstate.go:301] Disabling scale-up for node group pool-1 until 2026-11-21 07:01; errorClass=OutOfResources; errorCode=QUOTA_EXCEEDED
### quota_limit | error | required | aws instance limit
{"level":"ERROR","time":"2026-11-21T06:58:01.110Z","logger":"controller","message":"creating instance","error":"VcpuLimitExceeded: You have requested more vCPU capacity than your current vCPU limit of 32 allows for the instance bucket"}
### quota_limit | warning,error | suggested,required | user connection limit of role
2026-11-21 07:00:01.101 UTC [301] FATAL:  too many connections for role "reporting"
2026-11-21 07:00:05.101 UTC [303] FATAL:  too many connections for role "reporting"
2026-11-21 07:00:05.333 UTC [303] DETAIL:  connection limit for role is 5
### quota_limit | error | required | admission webhook of kyverno on resources
Error creating: pods "x-1" is forbidden: minimum cpu usage per Container is 50m, but request is 10m
Warning  FailedCreate  3s (x5 over 20s)  statefulset-controller  create Pod x-1 in StatefulSet x failed error: pods "x-1" is forbidden: minimum cpu usage per Container is 50m, but request is 10m
### quota_limit | error | required | ip addresses of cloud
W1121 07:04:01.101101       1 controller.go:244] Failed to allocate load balancer for svc infra/ingress: LoadBalancerQuotaExceeded: quota of load balancers (5) reached
E1121 07:04:01.201101       1 event.go:359] "SyncLoadBalancerFailed" service="infra/ingress" err="error syncing load balancer: quota exceeded"
### etcd | critical,error | required | raft leader overloaded
{"level":"warn","ts":"2026-11-21T07:10:01.110Z","caller":"wal/wal.go:805","msg":"slow fdatasync","took":"2.8s","expected-duration":"1s"}
{"level":"warn","ts":"2026-11-21T07:10:02.110Z","caller":"etcdserver/raft.go:416","msg":"leader failed to send out heartbeat on time; took too long, leader is overloaded likely from slow disk","to":"8e9e05c52164694d","heartbeat-interval":"100ms","exceeded-duration":"1.9s"}
{"level":"info","ts":"2026-11-21T07:10:04.110Z","logger":"raft","caller":"etcdserver/zap_raft.go:77","msg":"raft.node: 8e9e05c52164694d lost leader 7f21 at term 41"}
{"level":"warn","ts":"2026-11-21T07:10:05.110Z","caller":"etcdserver/v3_server.go:897","msg":"waiting for ReadIndex response took too long, retrying","retry-timeout":"500ms"}
### etcd | critical | required | api server sees etcd time out
E1121 07:12:01.101101       1 status.go:71] "Unhandled Error" err="apiserver received an error that is not an metav1.Status: rpctypes.EtcdError{code:0xe, desc:\"etcdserver: request timed out\"}"
I1121 07:12:02.101101       1 trace.go:236] Trace[99]: "Update" url:/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-scheduler (total time: 7001ms):
E1121 07:12:07.101101       1 leaderelection.go:436] error retrieving resource lock kube-system/kube-scheduler: Get "https://127.0.0.1:6443/apis/coordination.k8s.io/v1": context deadline exceeded
F1121 07:12:09.101101       1 server.go:301] leaderelection lost
### etcd | critical | required | no space alarm
{"level":"warn","ts":"2026-11-21T07:14:00Z","caller":"etcdserver/server.go:2101","msg":"alarm raised","alarm":"NOSPACE","from":"ca1f"}
E1121 07:14:02.101101       1 writers.go:131] apiserver was unable to write a JSON response: rpc error: code = ResourceExhausted desc = etcdserver: mvcc: database space exceeded
Error from server: etcdserver: mvcc: database space exceeded
### etcd | critical,error | required | peer unreachable
{"level":"warn","ts":"2026-11-21T07:16:00Z","caller":"rafthttp/probing_status.go:68","msg":"prober detected unhealthy status","round-tripper-name":"ROUND_TRIPPER_RAFT_MESSAGE","remote-peer-id":"91bc","rtt":"0s","error":"dial tcp 10.0.0.12:2380: connect: connection refused"}
{"level":"warn","ts":"2026-11-21T07:16:01Z","caller":"rafthttp/stream.go:223","msg":"lost TCP streaming connection with remote peer","stream-reader-type":"stream MsgApp v2","remote-peer-id":"91bc"}
{"level":"info","ts":"2026-11-21T07:16:09Z","logger":"raft","msg":"a1 is starting a new election at term 12"}
### etcd | critical | required | old text format, no leader
2026-11-21 07:18:01.101 I | raft: a81f is starting a new election at term 77
2026-11-21 07:18:01.102 I | raft: a81f became candidate at term 78
2026-11-21 07:18:04.330 E | etcdserver: publish error: etcdserver: request timed out, possibly due to connection lost
2026-11-21 07:18:06.330 W | etcdserver: read-only range request "key:\"/registry/health\" " with result "error:etcdserver: no leader" took too long (2.0s) to execute
### etcd | critical | required | member corrupted wal
{"level":"info","ts":"2026-11-21T07:20:00Z","caller":"etcdmain/etcd.go:73","msg":"Running: ","args":["etcd"]}
{"level":"panic","ts":"2026-11-21T07:20:01Z","caller":"etcdserver/storage.go:95","msg":"failed to recover v3 backend from snapshot","error":"failed to find database snapshot file (snap: snapshot file doesn't exist)"}
panic: failed to recover v3 backend from snapshot
goroutine 1 [running]:
go.uber.org/zap/zapcore.(*CheckedEntry).Write(0xc0000f2a80)
	/go/pkg/mod/go.uber.org/zap@v1.27.0/zapcore/entry.go:234 +0x2db
### etcd | warning,error | suggested,required | disk slow, still serving
{"level":"warn","ts":"2026-11-21T07:22:00Z","caller":"txn/util.go:93","msg":"apply request took too long","took":"812ms","expected-duration":"100ms","prefix":"read-only range ","request":"key:\"/registry/pods/\" "}
{"level":"warn","ts":"2026-11-21T07:22:04Z","caller":"txn/util.go:93","msg":"apply request took too long","took":"1.4s","expected-duration":"100ms","prefix":"","request":"header:<ID:7> lease_grant:<ttl:15>"}
{"level":"warn","ts":"2026-11-21T07:22:09Z","caller":"wal/wal.go:805","msg":"slow fdatasync","took":"1.2s","expected-duration":"1s"}
### etcd | critical | required | k3s embedded quorum
time="2026-11-21T07:24:00Z" level=info msg="Waiting for etcd server to become available"
time="2026-11-21T07:24:05Z" level=error msg="Failed to test etcd connection: this server is a not a member of the etcd cluster. Found [s1-aa=https://10.0.0.1:2380], expect: s3-cc=https://10.0.0.3:2380"
time="2026-11-21T07:24:06Z" level=fatal msg="starting kubernetes: preparing server: start managed database: this server is a not a member of the etcd cluster"
### etcd | critical | required | api readyz says etcd failed
I1121 07:26:00.110101       1 healthz.go:261] etcd,etcd-readiness check failed: readyz
[-]etcd failed: error getting data from etcd: context deadline exceeded
[-]etcd-readiness failed: error getting data from etcd: context deadline exceeded
W1121 07:26:01.110101       1 logging.go:55] [core] [Channel #1 SubChannel #2]grpc: addrConn.createTransport failed to connect to {Addr: "127.0.0.1:2379"}. Err: connection error: desc = "transport: authentication handshake failed: context deadline exceeded"
### etcd | warning,error | suggested,required | clock differs
{"level":"warn","ts":"2026-11-21T07:28:00Z","caller":"rafthttp/probing_status.go:86","msg":"prober found high clock drift","remote-peer-id":"91bc","clock-drift":"4.2s","rtt":"1.1ms"}
{"level":"warn","ts":"2026-11-21T07:28:30Z","caller":"etcdserver/server.go:1190","msg":"failed to revoke lease","lease-id":"7f1","error":"etcdserver: not leader"}
`;
