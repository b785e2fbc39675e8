/** Longer ones: noise around, symptoms beside the cause, levels that mislead. Format: see `parse.ts`. */
export const HARD = String.raw`
### oom_killed | error,critical | required | kafka consumer group and gateway suffer from a killed pod
2026-11-21T01:00:01.120Z INFO  gateway: upstream pricing healthy
2026-11-21T01:00:14.004Z WARN  gateway: upstream pricing response slow: 2.9s
2026-11-21T01:00:17.551Z ERROR gateway: dial tcp 10.43.8.20:9000: connect: connection refused
2026-11-21T01:00:17.602Z ERROR gateway: dial tcp 10.43.8.20:9000: connect: connection refused
I1121 01:00:17.101101    1301 kuberuntime_manager.go:1101] "Container finished" pod="shop/pricing-66" containerName="pricing" reason="OOMKilled" exitCode=137
2026-11-21T01:00:18.000Z ERROR gateway: GET /price 502 upstream connect error
Warning  Unhealthy  3s  kubelet  Readiness probe failed: dial tcp 10.42.1.3:9000: connect: connection refused
2026-11-21T01:00:30.000Z INFO  gateway: retrying in 5s
### oom_killed | error | required | puma workers and jvm-like words
[11] - Worker 2 (PID: 88) booted in 3.1s, phase: 0
[11] ! Terminating timed out worker (worker failed to check in within 60 seconds): 88
ruby: [BUG] failed to allocate memory
[NOTE] You may have encountered a bug in the Ruby interpreter or extension libraries.
NoMemoryError: failed to allocate memory
### disk_pressure | error,critical | required | gitea after a full disk
2026/11/21 01:10:01 ...eb/routing/logger.go:102:func1() [I] router: completed GET /infra for 10.42.0.1:0, 200 OK in 31.1ms
2026/11/21 01:10:04 ...s/process/manager.go:188 [E] git gc failed: exit status 128: error: unable to write file /data/git/objects/pack/tmp_pack_a: No space left on device
2026/11/21 01:10:04 ...eb/routing/logger.go:102:func1() [I] router: completed POST /infra.git/git-receive-pack for 10.42.0.1:0, 500 Internal Server Error in 812.0ms
2026/11/21 01:10:06 ...rvices/queue/base.go:91 [E] unable to flush queue: leveldb: write /data/queues/000124.log: no space left on device
2026/11/21 01:10:07 [E] pq: could not write to log file
### disk_pressure | error,critical | required | ceph full
2026-11-21T01:14:01.101+0000 mon.a [WRN] Health check update: 2 nearfull osd(s) (OSD_NEARFULL)
2026-11-21T01:15:01.101+0000 mon.a [ERR] Health check failed: 1 full osd(s) (OSD_FULL)
2026-11-21T01:15:01.140+0000 mon.a [ERR] Health check failed: 4 pool(s) full (POOL_FULL)
2026-11-21T01:15:09.101+0000 osd.3 [WRN] slow request osd_op(client.41 write) currently waiting for readable
### volume_mount | error | required | nfs server gone, many symptoms
Nov 21 01:20:01 n2 kernel: nfs: server 192.168.1.5 not responding, still trying
time="2026-11-21T01:20:31Z" level=warning msg="scan of library took too long" library=films
Nov 21 01:21:01 n2 kernel: nfs: server 192.168.1.5 not responding, timed out
E1121 01:21:11.101101    1201 kubelet_volumes.go:263] "There were many similar errors. Turn up verbosity to see them." err="orphaned pod \"81\" found, but failed to rmdir() volume at path: device or resource busy"
[ERR] LibraryScan: System.IO.IOException: Input/output error : '/media/films'
### volume_mount | error | required | secret store csi no, iscsi login
I1121 01:24:01.101101    1201 operation_generator.go:622] "MountVolume.WaitForAttach entering for volume" volume="pvc-10" devicePath=""
E1121 01:24:31.101101    1201 iscsi_util.go:411] "iscsi: failed to sendtargets to portal" portal="192.168.1.6:3260" output="iscsiadm: cannot make connection to 192.168.1.6: No route to host"
Warning  FailedMount  21s (x3 over 90s)  kubelet  MountVolume.WaitForAttach failed for volume "pvc-10" : failed to get any path for iscsi disk
### image_pull | error | required | deployment stuck during rollout
time="2026-11-21T01:30:01Z" level=info msg="Reconciliation completed" application=argocd/api
Normal   ScalingReplicaSet  6m  deployment-controller  Scaled up replica set api-7f to 1
E1121 01:30:08.101101    1290 log.go:32] "PullImage from image service failed" err="rpc error: code = Unknown desc = failed to pull and unpack image: failed to resolve reference \"ghcr.io/acme/api:2.0.0-rc\": unexpected status from HEAD request to https://ghcr.io/v2/acme/api/manifests/2.0.0-rc: 403 Forbidden" image="ghcr.io/acme/api:2.0.0-rc"
time="2026-11-21T01:36:01Z" level=warning msg="deployment exceeded its progress deadline" application=argocd/api
time="2026-11-21T01:36:02Z" level=info msg="health status: Progressing -> Degraded"
### config_error | error | required | grafana provisioning
logger=settings t=2026-11-21T01:40:00Z level=info msg="Starting Grafana" version=11.3.0
logger=migrator t=2026-11-21T01:40:01Z level=info msg="migrations completed" performed=0 skipped=612 duration=1.4ms
logger=provisioning t=2026-11-21T01:40:02Z level=error msg="Failed to provision data sources" error="Datasource provisioning error: datasource.yaml config is invalid. Only one datasource per organization can be marked as default"
logger=server t=2026-11-21T01:40:02Z level=error msg="Server shutdown" reason="*provisioning.ProvisioningServiceImpl run error"
Error: ✗ *provisioning.ProvisioningServiceImpl run error: Datasource provisioning error: datasource.yaml config is invalid
### config_error | error | required | argo app path
time="2026-11-21T01:44:01Z" level=info msg="Refreshing app status (controller refresh requested), level (2)" application=argocd/wiki
time="2026-11-21T01:44:02Z" level=error msg="finished unary call with code Unknown" error="rpc error: code = Unknown desc = Manifest generation error (cached): apps/wikki: app path does not exist" grpc.code=Unknown grpc.method=GenerateManifest
time="2026-11-21T01:44:02Z" level=info msg="Normalized app spec: ComparisonError"
### scheduling | error | required | pending in a long event list
Normal   SuccessfulCreate        12m   statefulset-controller  create Pod mimir-ingester-2 in StatefulSet mimir-ingester successful
Normal   Provisioning            12m   rancher.io/local-path   External provisioner is provisioning volume for claim "mimir/storage-mimir-ingester-2"
Normal   ProvisioningSucceeded   12m   rancher.io/local-path   Successfully provisioned volume pvc-2
Warning  FailedScheduling        11m   default-scheduler       0/3 nodes are available: 1 Insufficient memory, 3 node(s) didn't match pod anti-affinity rules.
level=warn msg="ring: at least 3 live replicas required, could only find 2 - unhealthy instances: mimir-ingester-2"
level=error msg="push error" err="rpc error: code = Unavailable desc = at least 2 live replicas required"
### quota_limit | error | required | knative revision over quota
{"severity":"INFO","message":"Reconcile succeeded","knative.dev/key":"shop/web"}
{"severity":"ERROR","message":"Internal error occurred: unable to create pods: pods \"web-00003-deployment-1\" is forbidden: exceeded quota: small, requested: limits.memory=512Mi, used: limits.memory=3968Mi, limited: limits.memory=4Gi","knative.dev/key":"shop/web-00003"}
{"severity":"ERROR","message":"Revision web-00003 failed: ProgressDeadlineExceeded","knative.dev/key":"shop/web"}
{"severity":"WARNING","message":"activator: no endpoints ready, request timed out after 300s"}
### etcd | critical,error | required | control plane flaps
E1121 01:54:01.101101       1 leaderelection.go:332] error retrieving resource lock kube-system/kube-controller-manager: etcdserver: leader changed
W1121 01:54:02.101101       1 reflector.go:462] pkg/client/informers: watch of *v1.Pod ended with: an error on the server ("unable to decode an event from the watch stream: context canceled")
{"level":"warn","ts":"2026-11-21T01:54:03Z","caller":"etcdserver/raft.go:416","msg":"leader failed to send out heartbeat on time; took too long","exceeded-duration":"311ms"}
E1121 01:54:09.101101       1 controllermanager.go:314] "leaderelection lost"
Warning  BackOff  5s  kubelet  Back-off restarting failed container kube-controller-manager in pod kube-controller-manager-cp1_kube-system(1)
### tls_certificate | error | required | ldap bind after chain change
[2026-11-21T02:00:01.110] [INFO ] auth - user directory: connecting to ldaps://ldap.lan:636
[2026-11-21T02:00:01.330] [ERROR] auth - login failed for anna: Error: unable to get local issuer certificate
[2026-11-21T02:00:01.331] [WARN ] http - POST /login 500 41ms
[2026-11-21T02:00:08.331] [ERROR] auth - login failed for ben: Error: unable to get local issuer certificate
### auth_forbidden | error | required | harbor token signature
2026-11-21T02:04:01Z [INFO] [/server/middleware/log/log.go:31]: attach request id to the logger
2026-11-21T02:04:01Z [ERROR] [/pkg/token/token.go:81]: parse token error, token signature is invalid: crypto/rsa: verification error
2026-11-21T02:04:01Z [WARNING] [/server/middleware/security/v2_token.go:52]: failed to decode bearer token: token signature is invalid
10.42.0.1 - "HEAD /v2/team/api/manifests/1 HTTP/1.1" 401 0 "-" "containerd/1.7"
### auth_forbidden | error | required | external secrets
{"level":"info","ts":1795190000.1,"msg":"Starting workers","controller":"externalsecret"}
{"level":"error","ts":1795190001.1,"msg":"could not get secret data from provider","ExternalSecret":{"name":"db","namespace":"shop"},"error":"cannot read secret data from Vault: Error making API request.\n\nCode: 403. Errors:\n\n* permission denied"}
{"level":"error","ts":1795190001.2,"msg":"Reconciler error","error":"error retrieving secret at .data[0], key: kv/shop/db"}
Warning  Failed  2s  kubelet  Error: secret "db" not found
### dns_failure | error | required | everything times out because of dns
level=warn ts=2026-11-21T02:10:00Z msg="request failed, retrying" url=https://api.lan/v1 err="context deadline exceeded"
level=error ts=2026-11-21T02:10:05Z msg="request failed" url=https://api.lan/v1 err="dial tcp: lookup api.lan on 10.96.0.10:53: read udp 10.42.0.5:41100->10.96.0.10:53: i/o timeout"
level=error ts=2026-11-21T02:10:11Z msg="request failed" url=https://api.lan/v1 err="dial tcp: lookup api.lan: i/o timeout"
level=error ts=2026-11-21T02:10:12Z msg="circuit breaker open" name=api.lan
Warning  Unhealthy  1s  kubelet  Readiness probe failed: HTTP probe failed with statuscode: 503
### dns_failure | error | required | alpine ruby
E, [2026-11-21T02:14:01.110 #1] ERROR -- : Redis::CannotConnectError (Error connecting to Redis on redis.cache.svc:6379 (SocketError: getaddrinfo: Name does not resolve))
E, [2026-11-21T02:14:03.110 #1] ERROR -- : heartbeat: getaddrinfo: Name does not resolve
### database | error | required | pool used up under load, gateway errors
2026-11-21 02:20:01.110 [http-nio-8080-exec-21] WARN  o.h.e.jdbc.spi.SqlExceptionHelper - SQL Error: 0, SQLState: null
2026-11-21 02:20:01.111 [http-nio-8080-exec-21] ERROR o.h.e.jdbc.spi.SqlExceptionHelper - HikariPool-1 - Connection is not available, request timed out after 30000ms (total=10, active=10, idle=0, waiting=41)
2026-11-21 02:20:01.112 [http-nio-8080-exec-21] ERROR o.a.c.c.C.[.[.[/].[dispatcherServlet] - Servlet.service() for servlet [dispatcherServlet] in context with path [] threw exception
org.springframework.transaction.CannotCreateTransactionException: Could not open JPA EntityManager for transaction
10.42.0.1 - - [21/Nov/2026:02:20:31 +0000] "POST /orders HTTP/1.1" 504 167 "-" "okhttp/4"
### database | error,critical | required | rabbitmq internal
2026-11-21 02:24:01.110 [error] <0.2000.0> ** Generic server <0.2000.0> terminating
2026-11-21 02:24:01.110 [error] <0.2000.0> ** Reason for termination == {{exception,partition_parallel_timeout},[{erpc,call,5}]}
2026-11-21 02:24:02.110 [warning] <0.311.0> queue 'orders' in vhost '/': quorum lost, 1 of 3 members online
2026-11-21 02:24:03.110 [error] <0.812.0> operation basic.consume caused a connection exception internal_error: "timed out consuming from quorum queue 'orders' in vhost '/'"
### database | error,critical | required | nats jetstream
[8] 2026/11/21 02:28:01.101101 [INF] 10.42.0.3:6222 - rid:9 - Router connection closed: Duplicate Route
[8] 2026/11/21 02:28:02.101101 [WRN] JetStream cluster stream 'ACC > ORDERS' has NO quorum, stalled
[8] 2026/11/21 02:28:04.101101 [ERR] JetStream failed to store a msg on stream 'ACC > ORDERS': expected sequence does not match store
[8] 2026/11/21 02:28:04.201101 [WRN] Readloop processing time: 22.4s
### connection_refused | error | required | argocd repo server not listening
time="2026-11-21T02:34:01Z" level=warning msg="Failed to save cluster info: dial tcp 10.43.200.4:6379: connect: connection refused"
time="2026-11-21T02:34:02Z" level=error msg="Failed to cache app resources: dial tcp 10.43.200.4:6379: connect: connection refused"
time="2026-11-21T02:34:03Z" level=info msg="Reconciliation completed" application=argocd/blog
time="2026-11-21T02:34:04Z" level=error msg="rpc error: code = Unavailable desc = connection error: desc = \"transport: Error while dialing: dial tcp 10.43.200.4:6379: connect: connection refused\""
### network_timeout | error | required | registry replication
2026-11-21T02:40:01Z [INFO] [/controller/replication/transfer/image/transfer.go:126]: client for source registry created
2026-11-21T02:40:31Z [ERROR] [/controller/replication/transfer/image/transfer.go:321]: failed to pull manifest of artifact library/app:1: http error: Get "https://quay.lan/v2/library/app/manifests/1": net/http: TLS handshake timeout
2026-11-21T02:40:31Z [INFO] [/jobservice/worker]: job failed, retry 1 of 3
2026-11-21T02:41:31Z [ERROR] [/controller/replication/transfer/image/transfer.go:321]: failed to pull manifest: dial tcp 203.0.113.9:443: i/o timeout
### rate_limited | warning | suggested,required | flux against github
{"level":"info","ts":"2026-11-21T02:46:00Z","msg":"garbage collected 1 artifacts","controller":"gitrepository"}
{"level":"error","ts":"2026-11-21T02:46:01Z","msg":"Reconciler error","controller":"receiver","error":"failed to commit status: POST https://api.github.com/repos/a/b/statuses/c: 403 You have exceeded a secondary rate limit. Please wait a few minutes before you try again."}
{"level":"info","ts":"2026-11-21T02:46:02Z","msg":"artifact up-to-date with remote revision","controller":"gitrepository"}
### dependency_unavailable | error | required | oidc provider down
time=2026-11-21T02:50:01Z level=INFO msg="session refresh" user=7
time=2026-11-21T02:50:02Z level=ERROR msg="token introspection failed" err="unexpected status 503 from https://id.lan/realms/home/protocol/openid-connect/token/introspect"
time=2026-11-21T02:50:02Z level=WARN msg="login unavailable, asking the user to come back"
time=2026-11-21T02:50:09Z level=ERROR msg="token introspection failed" err="unexpected status 503 from https://id.lan/realms/home/protocol/openid-connect/token/introspect"
### dependency_unavailable | error | required | kong
2026/11/21 02:54:01 [warn] 2211#0: *81 [lua] balancer.lua:331: failure to get a peer from the ring-balancer: upstream is unhealthy, client: 10.42.0.1
10.42.0.1 - - [21/Nov/2026:02:54:01 +0000] "GET /stock HTTP/1.1" 503 58 "-" "Dart/3.5"
2026/11/21 02:54:02 [error] 2211#0: *82 recv() failed (104: Connection reset by peer) while reading response header from upstream, upstream: "http://10.42.4.4:8000/stock"
### resource_leak | warning,error | required,suggested | descriptors climb, then refuse
level=info msg="stats" open_fds=61211 goroutines=911
level=info msg="stats" open_fds=65498 goroutines=933
level=error msg="lookup cache.svc: dial udp 10.96.0.10:53: socket: too many open files"
level=error msg="cannot open /app/templates/mail.html: too many open files"
level=error msg="request failed" status=500 err="context deadline exceeded"
### resource_leak | warning,error | suggested,required | thread pool grows
2026-11-21 03:00:01,110 WARN  [metrics] live threads 3902, peak 3902, started 88120; thread count keeps growing
2026-11-21 03:10:01,110 WARN  [metrics] live threads 4410, peak 4410, started 91002; thread count keeps growing
2026-11-21 03:14:01,110 ERROR [executor] java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process/resource limits reached
### application_exception | error | required | worker job fails and is retried without success
2026-11-21T03:20:01.110Z INFO  queue: job invoice:818 started
2026-11-21T03:20:01.330Z ERROR queue: job invoice:818 failed TypeError: amount.toFixed is not a function
    at render (/srv/dist/invoice.js:88:27)
    at processTicksAndRejections (node:internal/process/task_queues:105:5)
2026-11-21T03:20:31.330Z ERROR queue: job invoice:818 failed TypeError: amount.toFixed is not a function
2026-11-21T03:21:31.330Z WARN  queue: job invoice:818 moved to dead letter after 3 attempts
### application_exception | error | required | go service panics, then the gateway is refused
{"level":"info","ts":"2026-11-21T03:24:00Z","msg":"GET /quote 200"}
panic: runtime error: slice bounds out of range [:12] with capacity 8

goroutine 991 [running]:
acme/quote.(*Book).best(0xc000412000)
	/src/quote/book.go:141 +0x2a1
{"level":"error","ts":"2026-11-21T03:24:02Z","msg":"quote unavailable","error":"dial tcp 10.43.2.9:8080: connect: connection refused"}
Warning  BackOff  1s  kubelet  Back-off restarting failed container quote in pod quote-1_shop(9)
### upgrade_deprecated | error | required | immich after an update
[Nest] 7  - 11/21/2026, 3:30:01 AM     LOG [Microservices:DatabaseRepository] Creating VectorChord extension
[Nest] 7  - 11/21/2026, 3:30:02 AM   ERROR [Microservices:DatabaseService] The database currently has pgvecto.rs 0.1.11 but the server requires version >=0.2.0 <0.5.0
Error: The pgvecto.rs extension version is 0.1.11, which is no longer supported by this release. Please run the migration described in the release notes.
    at DatabaseService.onBootstrap (/usr/src/app/dist/services/database.service.js:88:15)
microservices worker exited with code 1
### upgrade_deprecated | error | required | keycloak migration
2026-11-21 03:34:01,110 INFO  [org.keycloak.quarkus.runtime.storage.database.liquibase] (main) Updating database. Using changelog META-INF/jpa-changelog-master.xml
2026-11-21 03:34:04,110 ERROR [org.keycloak.quarkus.runtime.cli.ExecutionExceptionHandler] (main) ERROR: Failed to update database
2026-11-21 03:34:04,111 ERROR [org.keycloak.quarkus.runtime.cli.ExecutionExceptionHandler] (main) ERROR: liquibase.exception.MigrationFailedException: Migration failed for changeset META-INF/jpa-changelog-26.0.0.xml::26.0.0-idx::keycloak
### probe_failure | warning,error | required,suggested | slow start
{"level":"info","msg":"loading model","size_gb":4.1}
Warning  Unhealthy  70s (x18 over 4m)  kubelet  Startup probe failed: Get "http://10.42.3.1:8000/health": dial tcp 10.42.3.1:8000: connect: connection refused
Normal   Killing    10s (x2 over 5m)   kubelet  Container llm failed startup probe, will be restarted
{"level":"info","msg":"loading model","size_gb":4.1}
### crash_loop | error | required | restarts without a word
Normal   Pulled   31m (x5 over 33m)    kubelet  Container image "acme/rates:1" already present on machine
Normal   Started  31m (x5 over 33m)    kubelet  Started container rates
Warning  BackOff  3m (x140 over 33m)   kubelet  Back-off restarting failed container rates in pod rates-5_fin(7)
{"level":"info","msg":"rates starting","version":"1.0.3"}
{"level":"info","msg":"loaded 12 currencies"}
### benign | info | no_action | rollout with noise
I1121 03:50:01.101101       1 deployment_controller.go:600] "Error syncing deployment" deployment="shop/web" err="Operation cannot be fulfilled on deployments.apps \"web\": the object has been modified; please apply your changes to the latest version and try again"
I1121 03:50:02.101101       1 event.go:389] "Event occurred" object="shop/web" reason="ScalingReplicaSet" message="Scaled down replica set web-5 to 0 from 1"
I1121 03:50:03.101101       1 controller.go:109] "Reconciled" deployment="shop/web" ready=3
### benign | info | no_action | replica reconnects
11:M 21 Nov 2026 03:54:01.101 # Connection with replica 10.42.0.8:6379 lost.
11:M 21 Nov 2026 03:54:03.101 * Replica 10.42.0.8:6379 asks for synchronization
11:M 21 Nov 2026 03:54:03.110 * Partial resynchronization request from 10.42.0.8:6379 accepted. Sending 0 bytes of backlog starting from offset 91.
### benign | info | no_action | slow but fine app start
2026-11-21 03:58:01.110  WARN 1 --- [main] o.s.b.a.orm.jpa.JpaBaseConfiguration : spring.jpa.open-in-view is enabled by default. Therefore, database queries may be performed during view rendering.
2026-11-21 03:58:02.110  WARN 1 --- [main] org.hibernate.orm.deprecation : HHH90000025: PostgreSQLDialect does not need to be specified explicitly
2026-11-21 03:58:09.110  INFO 1 --- [main] o.s.b.w.embedded.tomcat.TomcatWebServer : Tomcat started on port 8080 (http) with context path '/'
2026-11-21 03:58:09.120  INFO 1 --- [main] c.a.shop.ShopApplication : Started ShopApplication in 8.9 seconds
### benign | info | no_action | circuit closed again
2026-11-21T04:02:01Z WARN  upstream geo: 503 Service Unavailable, circuit half-open
2026-11-21T04:02:31Z INFO  upstream geo: probe request succeeded, circuit closed
2026-11-21T04:02:32Z INFO  GET /near 200 31ms
2026-11-21T04:02:33Z INFO  GET /near 200 29ms
### benign | info | no_action | kube-proxy and healthcheck 200
I1121 04:06:01.101101       1 proxier.go:798] "SyncProxyRules complete" elapsed="31ms"
10.42.0.1 - - [21/Nov/2026:04:06:02 +0000] "GET /healthz HTTP/1.1" 200 2 "-" "kube-probe/1.31"
I1121 04:06:03.101101       1 cidrallocator.go:277] updated ClusterIP allocator for Service CIDR 10.43.0.0/16
10.42.0.1 - - [21/Nov/2026:04:06:12 +0000] "GET /readyz HTTP/1.1" 200 2 "-" "kube-probe/1.31"
### benign | info | no_action | vacuum error words in query text
2026-11-21 04:10:01.101 UTC [77] LOG:  duration: 1204.110 ms  statement: SELECT count(*) FROM failed_logins WHERE error_code = 'timeout'
2026-11-21 04:10:05.101 UTC [71] LOG:  checkpoint starting: time
2026-11-21 04:10:09.101 UTC [71] LOG:  checkpoint complete: wrote 11 buffers (0.0%)
`;
