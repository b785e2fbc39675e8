/** More programs and more ways to say it. Format: see `parse.ts`. */
export const MORE = String.raw`
### oom_killed | error | required | systemd-oomd and a vm
Nov 21 05:00:01 lab systemd-oomd[611]: Killed /system.slice/docker-91.scope due to memory pressure for /system.slice being 81.20% > 60.00% for > 20s
Nov 21 05:00:01 lab systemd[1]: docker-91.scope: systemd-oomd killed 14 process(es) in this unit.
Nov 21 05:00:02 lab dockerd[801]: level=info msg="ignoring event" container=91 module=libcontainerd type="*events.TaskDelete"
### oom_killed | error | required | spark executor
26/11/21 05:02:01 INFO TaskSetManager: Starting task 81.0 in stage 4.0
26/11/21 05:02:41 ERROR YarnClusterScheduler: Lost executor 3 on node-2: Container killed by YARN for exceeding memory limits. 5.5 GB of 5.5 GB physical memory used.
26/11/21 05:02:41 WARN TaskSetManager: Lost task 81.0 in stage 4.0: ExecutorLostFailure
### oom_killed | error | required | gunicorn sigkill hint
[2026-11-21 05:04:01 +0000] [1] [CRITICAL] WORKER TIMEOUT (pid:91)
[2026-11-21 05:04:02 +0000] [1] [ERROR] Worker (pid:91) was sent SIGKILL! Perhaps out of memory?
[2026-11-21 05:04:02 +0000] [95] [INFO] Booting worker with pid: 95
### disk_pressure | error | required | git runner
Preparing the "docker" executor
ERROR: Job failed (system failure): Error response from daemon: write /var/lib/docker/tmp/GetImageBlob91: no space left on device (docker.go:701:0s)
### disk_pressure | error,critical | required | clickhouse
2026.11.21 05:08:01.110101 [ 81 ] {} <Error> MergeTreeBackgroundExecutor: Code: 243. DB::Exception: Cannot reserve 1.20 GiB, not enough space. (NOT_ENOUGH_SPACE)
2026.11.21 05:08:02.110101 [ 82 ] {} <Information> DiskLocal: Reserved 1.00 MiB on local disk default, having unreserved 100.00 MiB.
### disk_pressure | warning,error | suggested,required | zfs pool nearly full
zed[71]: eid=41 class=statechange pool='tank'
storage monitor: pool tank is 97% full, writes will fail soon
### volume_mount | error | required | smb credentials
E1121 05:12:01.101101       1 utils.go:83] GRPC error: rpc error: code = Internal desc = volume(nas#share) mount "//nas.lan/share" on "/var/lib/kubelet/plugins/kubernetes.io/csi/smb/globalmount" failed with mount failed: exit status 32
Output: mount error(13): Permission denied
Refer to the mount.cifs(8) manual page (e.g. man mount.cifs)
### volume_mount | error | required | hostpath missing
Warning  FailedMount  3s (x6 over 20s)  kubelet  MountVolume.SetUp failed for volume "cam" : hostPath type check failed: /dev/video0 is not a character device
### volume_mount | error | required | provisioner no space in pool
E1121 05:16:01.101101       1 controller.go:974] error syncing claim "c1": failed to provision volume with StorageClass "longhorn": rpc error: code = ResourceExhausted desc = insufficient storage
I1121 05:16:01.101501       1 event.go:389] "Event occurred" object="media/cache" kind="PersistentVolumeClaim" type="Warning" reason="ProvisioningFailed"
### image_pull | error | required | sandbox pause image
E1121 05:18:01.101101    1201 kuberuntime_sandbox.go:72] "Failed to create sandbox for pod" err="rpc error: code = Unknown desc = failed to get sandbox image \"registry.k8s.io/pause:3.9\": failed to pull image \"registry.k8s.io/pause:3.9\": dial tcp: lookup registry.k8s.io: no such host"
### image_pull | error | required | podman digest
Error: initializing source docker://quay.lan/ops/tool@sha256:aa: reading manifest sha256:aa in quay.lan/ops/tool: unauthorized: access to the requested resource is not authorized
Error: unable to start container: image not known
### config_error | error | required | alertmanager receiver
ts=2026-11-21T05:22:00Z caller=coordinator.go:113 level=info component=configuration msg="Loading configuration file" file=/etc/alertmanager/config.yml
ts=2026-11-21T05:22:00Z caller=coordinator.go:118 level=error component=configuration msg="Loading configuration file failed" file=/etc/alertmanager/config.yml err="undefined receiver \"pager\" used in route"
### config_error | error | required | caddy
{"level":"info","ts":1795200000.1,"msg":"using adapted config","config_file":"/etc/caddy/Caddyfile"}
Error: adapting config using caddyfile: /etc/caddy/Caddyfile:9: unrecognized directive: reverseproxy
### config_error | error | required | pydantic settings
pydantic_core._pydantic_core.ValidationError: 2 validation errors for Settings
database_url
  Field required [type=missing, input_value={}, input_type=dict]
redis_url
  Field required [type=missing, input_value={}, input_type=dict]
### config_error | error | required | quarkus
2026-11-21 05:28:01,110 ERROR [io.qua.run.Application] (main) Failed to start application: java.lang.RuntimeException: Failed to start quarkus
Caused by: io.smallrye.config.ConfigValidationException: Configuration validation failed:
	java.util.NoSuchElementException: SRCFG00014: The config property app.mail.from is required but it could not be found in any config source
### config_error | error | required | ingress backend service missing
W1121 05:30:01.101101       7 controller.go:1110] Error obtaining Endpoints for Service "blog/webb": no object matching key "blog/webb" in local store
W1121 05:30:02.101101       7 backend_ssl.go:47] Error obtaining X.509 certificate: no object matching key "blog/tls" in local store
### scheduling | error | required | daemonset can not be placed
E1121 05:32:01.101101       1 daemon_controller.go:1001] "Failed to place pod on \"n3\"" err="Insufficient memory"
Warning  FailedPlacement  2s  daemonset-controller  failed to place pod on "n3": Node didn't have enough resource: memory, requested: 4294967296, used: 7012345678, capacity: 8123456789
### quota_limit | error | required | inotify no, max user connections
2026-11-21T05:34:01.110Z ERROR worker: db: Error 1226 (42000): User 'shop' has exceeded the 'max_user_connections' resource (current value: 10)
2026-11-21T05:34:02.110Z ERROR worker: db: Error 1226 (42000): User 'shop' has exceeded the 'max_user_connections' resource (current value: 10)
### quota_limit | error | required | s3 bucket quota
API: SYSTEM()
Error: Bucket quota exceeded (cmd.BucketQuotaExceeded)
level=error msg="upload failed" err="XMinioAdminBucketQuotaExceeded: Bucket quota exceeded"
### etcd | critical | required | member removed
{"level":"fatal","ts":"2026-11-21T05:38:01Z","caller":"etcdmain/etcd.go:204","msg":"discovery failed","error":"member count is unequal"}
{"level":"warn","ts":"2026-11-21T05:38:02Z","caller":"etcdserver/server.go:1148","msg":"server error","error":"the member has been permanently removed from the cluster"}
### etcd | critical,error | required | kine and apiserver storage
time="2026-11-21T05:40:01Z" level=info msg="Slow SQL (started: 2026-11-21 05:39:58) (total time: 3.1s): SELECT * FROM kine"
W1121 05:40:02.101101       1 clientconn.go:1331] [core] grpc: addrConn.createTransport failed to connect to {127.0.0.1:2379}. Err: connection error: desc = "transport: Error while dialing dial tcp 127.0.0.1:2379: connect: connection refused". Reconnecting...
F1121 05:40:09.101101       1 instance.go:291] Error creating leases: error creating storage factory: context deadline exceeded
### tls_certificate | error | required | mqtt tls version
1795200000: New connection from 192.168.1.31:41100 on port 8883.
1795200000: OpenSSL Error[0]: error:0A000416:SSL routines::sslv3 alert certificate unknown
1795200000: Client <unknown> disconnected: Protocol error.
### tls_certificate | error | required | java cert date
java.security.cert.CertificateExpiredException: NotAfter: Fri Nov 20 00:00:00 UTC 2026
	at java.base/sun.security.x509.CertificateValidity.valid(CertificateValidity.java:279)
io.grpc.StatusRuntimeException: UNAVAILABLE: io exception
### tls_certificate | warning | suggested | expiry soon
level=warn msg="certificate expires soon" secret=ingress/wildcard-lan-tls days_left=4 issuer=home-ca
level=warn msg="renewal attempt failed" secret=ingress/wildcard-lan-tls err="issuer home-ca is not ready"
### auth_forbidden | error | required | redis acl and npm
ReplyError: NOPERM this user has no permissions to run the 'flushall' command
    at parseError (/app/node_modules/redis-parser/lib/parser.js:179:12)
### auth_forbidden | error | required | selinux denied
Nov 21 05:48:01 okd-1 kernel: audit: type=1400 audit(1795200000.1:81): avc:  denied  { write } for  pid=91 comm="mysqld" name="data" dev="sda2" scontext=system_u:system_r:container_t:s0
2026-11-21 05:48:01 0 [ERROR] mysqld: Can't create/write to file '/var/lib/mysql/is_writable' (Errcode: 13 "Permission denied")
### auth_forbidden | error | required | grafana api key
logger=context userId=0 orgId=0 uname= t=2026-11-21T05:50:01Z level=info msg="Request Completed" method=GET path=/api/datasources status=401 remote_addr=10.42.0.9
logger=authn.service t=2026-11-21T05:50:01Z level=warn msg="Failed to authenticate request" client=auth.client.api-key error="[api-key.invalid] API key is invalid"
### dns_failure | error | required | systemd resolved
Nov 21 05:52:01 pi systemd-resolved[411]: Using degraded feature set UDP instead of UDP+EDNS0 for DNS server 192.168.1.1.
Nov 21 05:52:04 pi chronyd[501]: Could not resolve address of time.lan
Nov 21 05:52:05 pi cloudflared[811]: ERR Failed to refresh DNS local resolver error="lookup region1.v2.argotunnel.com: i/o timeout"
### dns_failure | error | required | unbound
[1795200000] unbound[1:0] info: validation failure <api.lan. A IN>: no signatures
[1795200000] unbound[1:0] error: SERVFAIL <api.lan. A IN>: all servers for this domain failed, at zone lan.
### database | error | required | duplicate and fk
ERROR: insert or update on table "order_items" violates foreign key constraint "order_items_order_id_fkey" (SQLSTATE 23503)
level=error msg="create order" err="ERROR: insert or update on table \"order_items\" violates foreign key constraint"
### database | error,critical | required | mariadb galera
2026-11-21  6:00:01 2 [Warning] WSREP: Quorum: No node with complete state:
2026-11-21  6:00:02 0 [ERROR] WSREP: gcs/src/gcs_group.cpp:group_post_state_exchange():433: Reversing history: 91 -> 88
WSREP has not yet prepared node for application use
### database | error | required | influx
ts=2026-11-21T06:02:01Z lvl=error msg="Unable to open shard" log_id=0 service=store db=ha error="unexpected end of JSON: tsm1 file corrupt: block checksum mismatch"
### database | error,critical | required | consul raft no leader
2026-11-21T06:04:01.110Z [ERROR] agent.anti_entropy: failed to sync remote state: error="No cluster leader"
2026-11-21T06:04:02.110Z [WARN]  agent.server.raft: heartbeat timeout reached, starting election: last-leader-addr=10.42.0.3:8300
2026-11-21T06:04:08.110Z [ERROR] agent.http: Request error: method=GET url=/v1/kv/app error="No cluster leader"
### connection_refused | error | required | erlang econnrefused
=ERROR REPORT==== 21-Nov-2026::06:06:01.110 ===
emqx_bridge: failed_to_start, reason: {shutdown,{failed_to_connect,{tcp,"10.43.8.8",9092},econnrefused}}
### connection_refused | error | required | go test of smtp
2026/11/21 06:08:01 sending mail to ops: dial tcp [::1]:25: connectex: No connection could be made because the target machine actively refused it.
### network_timeout | error | required | mongo selection timeout
MongoServerSelectionError: Server selection timed out after 30000 ms
    at Topology.selectServer (/app/node_modules/mongodb/lib/sdam/topology.js:303:38)
  reason: TopologyDescription { type: 'Unknown', servers: Map(1) { 'mongo:27017' => [ServerDescription] } }
### network_timeout | error | required | zigbee adapter tcp
[2026-11-21 06:12:01] error: 	z2m: Error while starting zigbee-herdsman
[2026-11-21 06:12:01] error: 	z2m: Failed to start zigbee: Error: connect ETIMEDOUT 192.168.1.44:6638
[2026-11-21 06:12:01] error: 	z2m: Exiting...
### rate_limited | warning | suggested,required | discord
discord.http: We are being rate limited. POST https://discord.com/api/v10/channels/9/messages responded with 429. Retrying in 31.20 seconds.
discord.http: We are being rate limited. POST https://discord.com/api/v10/channels/9/messages responded with 429. Retrying in 44.80 seconds.
### dependency_unavailable | error | required | keda scaler
2026-11-21T06:16:01Z	ERROR	scale_handler	error getting scale decision	{"scaledObject":"q","error":"error inspecting rabbitMQ: error requesting rabbitMQ API status: 503 Service Unavailable"}
2026-11-21T06:16:02Z	INFO	Reconciling ScaledObject
### dependency_unavailable | error | required | otel exporter
2026-11-21T06:18:01.110Z	info	exporterhelper/retry_sender.go:118	Exporting failed. Will retry the request after interval.	{"kind":"exporter","name":"otlp","error":"rpc error: code = Unavailable desc = connection closed before server preface received","interval":"5.1s"}
2026-11-21T06:23:01.110Z	error	exporterhelper/queue_sender.go:92	Exporting failed. Dropping data.	{"kind":"exporter","name":"otlp","error":"no more retries left: rpc error: code = Unavailable desc = connection closed before server preface received","dropped_items":812}
### resource_leak | warning,error | suggested,required | python sockets unclosed
WARNING asyncio: Unclosed client session client_session: <aiohttp.client.ClientSession object at 0x7f>
OSError: [Errno 24] Too many open files: '/proc/1/stat'
### resource_leak | warning | suggested | postgres idle in transaction
level=warn msg="connections idle in transaction not released" count=88 oldest=3h
level=warn msg="pool: 98 of 100 connections checked out, possible connection leak in ReportService"
### application_exception | error | required | quarkus illegal argument
2026-11-21 06:24:01,110 ERROR [io.qua.ver.htt.run.QuarkusErrorHandler] (executor-thread-1) HTTP Request to /tax failed, error id: 9a: java.lang.IllegalArgumentException: No enum constant acme.Region.XX
	at acme.Region.valueOf(Region.java:3)
### application_exception | error | required | gleam of c++
terminate called after throwing an instance of 'std::out_of_range'
  what():  basic_string::substr: __pos (which is 9) > this->size() (which is 4)
Aborted (core dumped)
### application_exception | error | required | airflow task
[2026-11-21T06:28:01.110+0000] {taskinstance.py:3313} ERROR - Task failed with exception
Traceback (most recent call last):
  File "/opt/airflow/dags/sales.py", line 51, in transform
    df["net"] = df["gross"] / df["rate"].astype(int)
ValueError: invalid literal for int() with base 10: 'n/a'
[2026-11-21T06:28:01.220+0000] {taskinstance.py:1226} INFO - Marking task as FAILED. dag_id=sales, task_id=transform
### upgrade_deprecated | error | required | terraform style provider and helm chart
Error: chart requires kubeVersion: >=1.30.0-0 which is incompatible with Kubernetes v1.28.9+k3s1
helm.go:86: [debug] chart requires kubeVersion: >=1.30.0-0 which is incompatible with Kubernetes v1.28.9+k3s1
### upgrade_deprecated | error | required | rails pending migration
ActiveRecord::PendingMigrationError (
Migrations are pending. To resolve this issue, run: bin/rails db:migrate RAILS_ENV=production
You have 2 pending migrations:
### upgrade_deprecated | error | required | golang-migrate dirty
error: Dirty database version 14. Fix and force version.
server: refusing to start before schema is at version 15
### probe_failure | warning,error | required,suggested | consul check and nomad
2026-11-21T06:36:01.110Z [WARN]  agent: Check is now critical: check=service:web
2026-11-21T06:36:11.110Z [WARN]  agent: Check is now critical: check=service:web
2026-11-21T06:36:12.110Z [INFO]  agent: readiness check of web has failed 6 times
### crash_loop | error | required | s6 restarts
[s6] service web exited 1, restarting
[s6] service web exited 1, restarting
[s6] service web exited 1, restarting
[s6] service web exited 1, restarting
### benign | info | no_action | jellyfin routine
[06:42:01] [INF] [12] Emby.Server.Implementations.ScheduledTasks.TaskManager: Clean up collections and playlists Completed after 0 minute(s) and 0 seconds
[06:42:02] [WRN] [12] Jellyfin.Networking: Defaulting to subnet 192.168.1.0/24
[06:42:03] [INF] [12] Main: Startup complete 0:00:12.1
### benign | info | no_action | loki query stats
level=info ts=2026-11-21T06:44:01Z caller=metrics.go:237 component=querier org_id=fake latency=fast query="{app=\"shop\"} |= \"error\"" query_type=filter status=200 returned_lines=0 total_bytes=1.2MB
level=info ts=2026-11-21T06:44:02Z caller=roundtrip.go:395 msg="executing query" query="sum(rate({app=\"shop\"} |~ \"timeout|refused\" [5m]))"
### benign | info | no_action | velero with warnings 0
time="2026-11-21T06:46:01Z" level=info msg="Processing item" name=errors-config namespace=shop resource=configmaps
time="2026-11-21T06:46:02Z" level=info msg="Backed up a total of 912 items" backup=velero/daily
time="2026-11-21T06:46:03Z" level=info msg="Updating backup's final status" phase=Completed
### benign | info | no_action | longhorn replica rebuilt
time="2026-11-21T06:48:01Z" level=warning msg="Replica r-2 of volume pvc-1 is unhealthy, starting rebuild" controller=longhorn-volume
time="2026-11-21T06:52:01Z" level=info msg="Replica r-3 of volume pvc-1 rebuilt successfully" controller=longhorn-volume
time="2026-11-21T06:52:02Z" level=info msg="Volume pvc-1 is healthy again, robustness changed from degraded to healthy" controller=longhorn-volume
### benign | info | no_action | node cordon for update
I1121 06:54:01.101101       1 drain.go:112] cordoning node n2 for system-upgrade
I1121 06:54:02.101101       1 drain.go:140] evicting pod shop/web-1
I1121 06:54:31.101101       1 drain.go:171] pod shop/web-1 evicted
I1121 06:58:01.101101       1 node.go:88] node n2 is Ready, uncordoned
### benign | info | no_action | login failures of one user then ok
2026-11-21 07:00:01 INFO auth: login of anna failed: wrong password (1 of 5)
2026-11-21 07:00:09 INFO auth: login of anna succeeded
2026-11-21 07:00:10 INFO http: GET /home 200
`;
