/** Again new ones, as whole excerpts. Format: see `parse.ts`. */
export const LAST = String.raw`
### oom_killed | error | required | jvm in a container, quiet death
2026-11-21 10:00:01.110 INFO  [batch-1] c.a.Export - page 811 of 9120
2026-11-21 10:00:09.110 WARN  [batch-1] c.a.Export - page took 7.9s
Picked up JAVA_TOOL_OPTIONS: -XX:MaxRAMPercentage=95
Killed
I1121 10:00:12.101101    1201 kubelet.go:2453] "SyncLoop (PLEG): event for pod" pod="fin/export-1" event={"Type":"ContainerDied"}
exit code: 137
### disk_pressure | error | required | nextcloud upload
[2026-11-21 10:02:01] [info] upload started by ben
[2026-11-21 10:02:31] [error] OCP\Files\NotEnoughSpaceException: not enough free space on device
[2026-11-21 10:02:31] [error] fwrite(): Write of 8192 bytes failed with errno=28 No space left on device at /var/www/html/lib/private/Files/Stream.php#91
10.42.0.1 - ben [21/Nov/2026:10:02:31 +0000] "PUT /remote.php/dav/files/ben/a.mov HTTP/1.1" 507 1101
### volume_mount | error | required | rook mon and pods
2026-11-21 10:04:01.110 I | op-mon: mons running: [a b c]
E1121 10:04:11.101101       1 omap.go:80] ID: 9 omap not found (pool="replicapool"): rados: ret=-2, No such file or directory
Warning  FailedMount  40s (x5 over 5m)  kubelet  MountVolume.MountDevice failed for volume "pvc-91" : rpc error: code = Aborted desc = an operation with the given Volume ID already exists
Warning  FailedMount  10s               kubelet  Unable to attach or mount volumes: unmounted volumes=[data]: timed out waiting for the condition
{"level":"info","msg":"waiting for volume"}
### image_pull | error | required | cron job image typo
Normal   Scheduled  80s  default-scheduler  Successfully assigned ops/purge-2 to n1
Normal   Pulling    79s  kubelet  Pulling image "acme/purg:latest"
Warning  Failed     78s  kubelet  Failed to pull image "acme/purg:latest": Error response from daemon: pull access denied for acme/purg, repository does not exist or may require 'docker login'
Warning  Failed     60s  kubelet  Error: ImagePullBackOff
Warning  DeadlineExceeded  1s  job-controller  Job was active longer than specified deadline
### config_error | error | required | entrypoint script and env
+ set -eu
/entrypoint.sh: line 14: S3_BUCKET: unbound variable
Warning  BackOff  3s (x5 over 60s)  kubelet  Back-off restarting failed container sync in pod sync-1_ops(1)
### config_error | error | required | vector config and probe
2026-11-21T10:08:01.110Z  INFO vector::app: Loading configs. paths=["/etc/vector/vector.yaml"]
2026-11-21T10:08:01.330Z ERROR vector::cli: Configuration error. error=unknown variant loky, expected one of aws_s3, loki, console
Warning  Unhealthy  1s  kubelet  Readiness probe failed: dial tcp 10.42.0.3:8686: connect: connection refused
### scheduling | error | required | arm only image node
I1121 10:10:01.101101       1 schedule_one.go:1055] "Unable to schedule pod; no fit; waiting" pod="iot/zwave-0" err="0/4 nodes are available: 1 node(s) were unschedulable, 3 node(s) didn't match Pod's node affinity/selector."
time="2026-11-21T10:10:02Z" level=warning msg="HelmRelease iot/zwave not ready: timed out waiting for the condition"
### quota_limit | error | required | pvc quota
E1121 10:12:01.101101       1 stateful_set.go:438] "Error syncing StatefulSet" err="persistentvolumeclaims \"data-mongo-2\" is forbidden: exceeded quota: storage, requested: requests.storage=50Gi, used: requests.storage=100Gi, limited: requests.storage=120Gi"
### etcd | critical,error | required | compaction and slow reads
{"level":"info","ts":"2026-11-21T10:14:00Z","caller":"mvcc/kvstore_compaction.go:68","msg":"finished scheduled compaction","took":"2.1s"}
{"level":"warn","ts":"2026-11-21T10:14:02Z","caller":"etcdserver/v3_server.go:920","msg":"timed out waiting for read index response (local node might have slow network)","timeout":"7s"}
{"level":"error","ts":"2026-11-21T10:14:09Z","caller":"etcdhttp/health.go:181","msg":"Health check error","error":"RAFT NO LEADER"}
### tls_certificate | error | required | postgres ssl from app
sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) connection to server at "pg.lan" (192.168.1.9), port 5432 failed: SSL error: certificate verify failed
gunicorn: Worker exiting (pid: 8)
gunicorn: Worker failed to boot.
### auth_forbidden | error | required | velero service account
time="2026-11-21T10:18:01Z" level=info msg="Starting backup" backup=velero/n
time="2026-11-21T10:18:02Z" level=error msg="Error getting volume snapshotter" error="UnauthorizedOperation: You are not authorized to perform this operation. status code: 403"
time="2026-11-21T10:18:03Z" level=warning msg="backup partially failed" errors=1
### dns_failure | error | required | mail relay
Nov 21 10:20:01 mx postfix/smtp[81]: 9A2: to=<a@c.lan>, relay=none, delay=12, dsn=4.4.3, status=deferred (Host or domain name not found. Name service error for name=c.lan type=MX: Host not found, try again)
Nov 21 10:25:01 mx postfix/smtp[88]: 9A2: to=<a@c.lan>, relay=none, delay=312, dsn=4.4.3, status=deferred (Host or domain name not found. Name service error for name=c.lan type=MX: Host not found, try again)
### database | error | required | node app and locked table
{"level":30,"time":1795250000000,"msg":"POST /orders"}
{"level":50,"time":1795250051000,"msg":"order failed","err":{"message":"ER_LOCK_WAIT_TIMEOUT: Lock wait timeout exceeded; try restarting transaction","errno":1205}}
{"level":40,"time":1795250052000,"msg":"responded 500 in 51002ms"}
### connection_refused | error | required | prometheus target
ts=2026-11-21T10:24:01Z caller=manager.go:301 level=error msg="Error refreshing targets" err="Get \"http://consul:8500/v1/catalog/services\": dial tcp 10.43.1.1:8500: connect: connection refused"
ts=2026-11-21T10:24:31Z caller=manager.go:301 level=error msg="Error refreshing targets" err="Get \"http://consul:8500/v1/catalog/services\": dial tcp 10.43.1.1:8500: connect: connection refused"
ts=2026-11-21T10:25:00Z caller=head.go:1345 level=info msg="Head GC completed"
### network_timeout | error | required | webhook of admission slow
W1121 10:26:01.101101       1 dispatcher.go:187] Failed calling webhook, failing open policy.lan: failed calling webhook "policy.lan": failed to call webhook: Post "https://policy.sec.svc:443/v?timeout=10s": context deadline exceeded
E1121 10:26:01.102101       1 dispatcher.go:193] failed calling webhook "policy.lan": failed to call webhook: Post "https://policy.sec.svc:443/v?timeout=10s": context deadline exceeded
### rate_limited | warning | suggested,required | spotify client
INFO  sync: 41 playlists
WARN  http: 429 for /v1/me/tracks, Retry-After: 3600
ERROR sync: aborted, too many requests
### dependency_unavailable | error | required | celery backend api 502
[2026-11-21 10:30:01,110: WARNING/ForkPoolWorker-1] geocoder answered 502, will retry in 60s
[2026-11-21 10:31:01,110: WARNING/ForkPoolWorker-1] geocoder answered 502, will retry in 60s
[2026-11-21 10:32:01,110: ERROR/ForkPoolWorker-1] Task geo.lookup[9] raised unexpected: HTTPError('502 Server Error: Bad Gateway for url: https://geo.lan/v1')
### resource_leak | error | required | envoy fds
[2026-11-21 10:34:01.110][1][critical][assert] assert failure: fd_ != -1. Details: Too many open files
[2026-11-21 10:34:01.111][1][critical][backtrace] Caught Aborted, suspect faulting address 0x1
### application_exception | error | required | perl and xml
[2026-11-21 10:36:01] ERROR: Can't call method "text" on an undefined value at /srv/Feed.pm line 88.
[2026-11-21 10:36:02] INFO: next feed
[2026-11-21 10:36:03] ERROR: Can't call method "text" on an undefined value at /srv/Feed.pm line 88.
### upgrade_deprecated | error | required | ingress class annotation
W1121 10:38:01.101101       1 warnings.go:70] policy/v1beta1 PodSecurityPolicy is deprecated in v1.21+, unavailable in v1.25+
E1121 10:38:02.101101       1 reflector.go:138] Failed to watch *v1beta1.PodSecurityPolicy: failed to list *v1beta1.PodSecurityPolicy: the server could not find the requested resource
F1121 10:38:12.101101       1 main.go:91] cache did not sync
### probe_failure | warning,error | required,suggested | flapping readiness
Warning  Unhealthy  2m (x40 over 31m)  kubelet  Readiness probe failed: Get "http://10.42.2.2:8080/actuator/health/readiness": context deadline exceeded (Client.Timeout exceeded while awaiting headers)
2026-11-21 10:40:01.110  INFO 1 --- [exec-1] c.a.Report : report done in 41.1s
2026-11-21 10:41:01.110  INFO 1 --- [exec-2] c.a.Report : report done in 39.0s
### crash_loop | error | required | sidecar exits
Normal   Created   31s (x4 over 80s)  kubelet  Created container: tailscale
Normal   Started   31s (x4 over 80s)  kubelet  Started container tailscale
Warning  BackOff   2s (x7 over 70s)   kubelet  Back-off restarting failed container tailscale in pod gw-0_net(91)
### benign | info | no_action | websocket reconnect
{"level":"error","time":"2026-11-21T11:00:01Z","msg":"websocket closed unexpectedly","code":1006}
{"level":"info","time":"2026-11-21T11:00:02Z","msg":"websocket reconnecting","attempt":1}
{"level":"info","time":"2026-11-21T11:00:03Z","msg":"websocket reconnected"}
{"level":"info","time":"2026-11-21T11:00:04Z","msg":"resubscribed","channels":12}
### benign | info | no_action | pod replaced by autoscaler
Normal  SuccessfulRescale  3m  horizontal-pod-autoscaler  New size: 2; reason: All metrics below target
Normal  Killing            3m  kubelet  Stopping container web
Warning Unhealthy          3m  kubelet  Readiness probe failed: Get "http://10.42.0.9:8080/ready": dial tcp 10.42.0.9:8080: connect: connection refused
Normal  SuccessfulDelete   3m  replicaset-controller  Deleted pod: web-6-a
### benign | info | no_action | django runserver and 404
INFO "GET / HTTP/1.1" 200 4112
WARNING Not Found: /static/old.css
INFO "GET /static/old.css HTTP/1.1" 404 179
INFO "GET /about HTTP/1.1" 200 2110
### benign | info | no_action | influx compaction and retention
ts=2026-11-21T11:06:01Z lvl=info msg="TSM compaction (start)" trace_id=0 op_name=tsm1_compact_group
ts=2026-11-21T11:06:02Z lvl=info msg="TSM compaction (end)" trace_id=0 op_name=tsm1_compact_group elapsed=900ms
ts=2026-11-21T11:06:03Z lvl=info msg="Retention policy deletion check (end)" service=retention
### benign | info | no_action | graceful worker recycle
[2026-11-21 11:08:01 +0000] [1] [INFO] Handling signal: term
[2026-11-21 11:08:01 +0000] [8] [INFO] Worker exiting (pid: 8)
[2026-11-21 11:08:02 +0000] [1] [INFO] Shutting down: Master
### benign | info | no_action | error budget words
level=info msg="slo evaluated" name=error-budget burn_rate=0.2 failing=false
level=info msg="rule evaluated" rule=HighErrorRate state=inactive
level=info msg="rule evaluated" rule=KubePodCrashLooping state=inactive
level=info msg="rule evaluated" rule=NodeFilesystemAlmostOutOfSpace state=inactive
### benign | info | no_action | tls probe of scanner
2026/11/21 11:12:01 http: TLS handshake error from 45.1.1.9:40100: tls: first record does not look like a TLS handshake
2026/11/21 11:12:02 GET /health 200 1ms
2026/11/21 11:12:03 GET / 200 3ms
### benign | info | no_action | cache server restarted cleanly
Nov 21 11:14:01 app systemd[1]: Stopping memcached.service - memcached daemon...
Nov 21 11:14:01 app systemd[1]: memcached.service: Deactivated successfully.
Nov 21 11:14:02 app systemd[1]: Stopped memcached.service - memcached daemon.
Nov 21 11:14:02 app systemd[1]: Started memcached.service - memcached daemon.
### benign | info | no_action | crdb liveness info
I261121 11:16:01.110101 91 server/status/runtime.go:569 runtime stats: 1.1 GiB RSS, 412 goroutines (stacks: 8 MiB), 210 MiB/400 MiB Go alloc/total, 0.0 B/s r/w, CGO calls 91/sec
I261121 11:16:11.110101 91 kv/kvserver/store.go:901 heartbeat ok
### benign | info | no_action | k3s leader and snapshots
time="2026-11-21T11:18:01Z" level=info msg="Saving etcd snapshot to /var/lib/rancher/k3s/server/db/snapshots/etcd-snapshot-cp1"
{"level":"info","ts":"2026-11-21T11:18:02Z","caller":"snapshot/v3_snapshot.go:65","msg":"created temporary db file"}
time="2026-11-21T11:18:03Z" level=info msg="Reconciling ETCDSnapshotFile resources" 
time="2026-11-21T11:18:04Z" level=info msg="Reconciliation of ETCDSnapshotFile resources complete"
### benign | info | no_action | timeouts once then fine
2026-11-21T11:20:01Z WARN  poller: request to http://inverter.lan timed out after 5s, attempt 1/3
2026-11-21T11:20:07Z INFO  poller: inverter.lan ok, 31 values read
2026-11-21T11:21:01Z INFO  poller: inverter.lan ok, 31 values read
### benign | info | no_action | ansible-like failed zero and skipped
TASK [restart if failed] skipping: [n1]
ok: [n1] => (item=error-pages)
n1 : ok=12 changed=0 unreachable=0 failed=0 skipped=3 rescued=0 ignored=0
`;
