/** Nothing wrong. Format: see `parse.ts`. */
export const BENIGN = String.raw`
### benign | info | no_action | autovacuum and checkpoints
2026-11-21 15:00:01.101 UTC [901] LOG:  automatic vacuum of table "shop.public.errors": index scans: 1
	pages: 0 removed, 81 remain, 81 scanned (100.00% of total)
2026-11-21 15:00:02.101 UTC [71] LOG:  checkpoint starting: time
2026-11-21 15:00:09.101 UTC [71] LOG:  checkpoint complete: wrote 88 buffers (0.5%); 0 WAL file(s) added, 0 removed, 1 recycled
### benign | info | no_action | go gc trace and compaction
ts=2026-11-21T15:02:00Z caller=compact.go:576 level=info component=tsdb msg="write block" mint=1 maxt=2 ulid=01J duration=1.1s
ts=2026-11-21T15:02:01Z caller=head.go:1345 level=info component=tsdb msg="Head GC completed" caller=truncateMemory duration=18ms
ts=2026-11-21T15:02:02Z caller=db.go:1690 level=info component=tsdb msg="Deleting obsolete block" block=01H
### benign | info | no_action | retry succeeded, json
{"level":"warn","ts":"2026-11-21T15:04:01Z","msg":"publish failed, retrying","attempt":1,"error":"dial tcp 10.43.0.8:4222: connect: connection refused"}
{"level":"warn","ts":"2026-11-21T15:04:02Z","msg":"publish failed, retrying","attempt":2,"error":"dial tcp 10.43.0.8:4222: connect: connection refused"}
{"level":"info","ts":"2026-11-21T15:04:04Z","msg":"nats: reconnected","server":"nats://10.43.0.8:4222"}
{"level":"info","ts":"2026-11-21T15:04:05Z","msg":"publish succeeded","attempt":3}
### benign | info | no_action | error level but recovered
2026-11-21 15:06:01 ERROR [mqtt] Connection lost: [Errno 104] Connection reset by peer
2026-11-21 15:06:02 INFO  [mqtt] Reconnecting in 5s
2026-11-21 15:06:07 INFO  [mqtt] Connected to broker mosquitto:1883
2026-11-21 15:06:08 INFO  [mqtt] Subscribed to 14 topics
2026-11-21 15:07:08 INFO  [mqtt] 128 messages processed
### benign | info | no_action | orderly shutdown of nginx ingress
I1121 15:08:01.101101       7 main.go:99] "Received SIGTERM, shutting down"
I1121 15:08:01.201101       7 nginx.go:378] "Shutting down controller queues"
I1121 15:08:11.101101       7 nginx.go:386] "Stopping NGINX process"
I1121 15:08:12.101101       7 main.go:107] "Exiting" code=0
2026/11/21 15:08:12 [notice] 29#29: signal 3 (SIGQUIT) received from 7, shutting down
2026/11/21 15:08:12 [notice] 29#29: gracefully shutting down
### benign | info | no_action | spring context closing
2026-11-21T15:10:01.110Z  INFO 1 --- [ionShutdownHook] o.s.b.w.e.tomcat.GracefulShutdown : Commencing graceful shutdown. Waiting for active requests to complete
2026-11-21T15:10:01.330Z  INFO 1 --- [ionShutdownHook] com.zaxxer.hikari.HikariDataSource : HikariPool-1 - Shutdown initiated...
2026-11-21T15:10:01.410Z  INFO 1 --- [ionShutdownHook] com.zaxxer.hikari.HikariDataSource : HikariPool-1 - Shutdown completed.
### benign | info | no_action | access log with scanner
10.42.0.1 - - [21/Nov/2026:15:12:01 +0000] "GET / HTTP/1.1" 200 1102 "-" "Mozilla/5.0"
45.1.2.3 - - [21/Nov/2026:15:12:02 +0000] "GET /.env HTTP/1.1" 404 153 "-" "python-requests/2.31"
45.1.2.3 - - [21/Nov/2026:15:12:02 +0000] "GET /wp-login.php HTTP/1.1" 404 153 "-" "python-requests/2.31"
45.1.2.3 - - [21/Nov/2026:15:12:03 +0000] "GET /phpmyadmin/index.php HTTP/1.1" 404 153 "-" "python-requests/2.31"
10.42.0.1 - - [21/Nov/2026:15:12:05 +0000] "GET /api/errors?since=1 HTTP/1.1" 200 12 "-" "Mozilla/5.0"
### benign | info | no_action | nginx error log of missing favicon
2026/11/21 15:14:01 [error] 29#29: *1 open() "/usr/share/nginx/html/favicon.ico" failed (2: No such file or directory), client: 10.42.0.1, server: _, request: "GET /favicon.ico HTTP/1.1", host: "lan"
10.42.0.1 - - [21/Nov/2026:15:14:01 +0000] "GET /favicon.ico HTTP/1.1" 404 153
10.42.0.1 - - [21/Nov/2026:15:14:02 +0000] "GET / HTTP/1.1" 200 615
10.42.0.1 - - [21/Nov/2026:15:14:03 +0000] "GET /app.js HTTP/1.1" 200 91822
### benign | info | no_action | deprecation notice at start
(node:1) [DEP0040] DeprecationWarning: The punycode module is deprecated. Please use a userland alternative instead.
(Use "node --trace-deprecation ..." to show where the warning was created)
{"level":30,"msg":"server listening at http://0.0.0.0:3000"}
{"level":30,"msg":"request completed","res":{"statusCode":200}}
### benign | info | no_action | ansible recap
PLAY RECAP *********************************************************************
node1 : ok=41   changed=2    unreachable=0    failed=0    skipped=12   rescued=0    ignored=0
node2 : ok=40   changed=1    unreachable=0    failed=0    skipped=13   rescued=0    ignored=0
### benign | info | no_action | backup summary
time="2026-11-21T15:20:01Z" level=info msg="Backup completed" backup=velero/nightly errors=0 warnings=0
no errors were found
snapshot 8a1c saved, 0 files failed, 0 directories skipped
### benign | info | no_action | debug dump
level=debug msg="effective configuration" http.timeout=30s retry.on="5xx,reset,connect-failure,refused-stream" circuit_breaker.max_failures=5 log.errors=true on_error=ignore
level=debug msg="registered error handler" name=NotFoundExceptionMapper
level=info msg="ready" took=1.2s
### benign | info | no_action | tests pass
=== RUN   TestConnectionRefusedIsRetried
--- PASS: TestConnectionRefusedIsRetried (0.02s)
=== RUN   TestPanicRecovery
--- PASS: TestPanicRecovery (0.00s)
PASS
ok  	example.com/app/client	0.41s
### benign | info | no_action | leader election routine
I1121 15:26:01.101101       1 leaderelection.go:257] attempting to acquire leader lease kube-system/cert-manager-controller...
I1121 15:26:18.101101       1 leaderelection.go:271] successfully acquired lease kube-system/cert-manager-controller
I1121 15:26:18.201101       1 controller.go:225] "starting worker" controller="certificates-issuing"
### benign | info | no_action | sonarr indexer ok
[Info] RssSyncService: Starting RSS Sync
[Info] DownloadDecisionMaker: Processing 100 releases
[Info] RssSyncService: RSS Sync Completed. Reports found: 100, Reports grabbed: 0
[Info] Housekeeping: Deleting 0 failed downloads
### benign | info | no_action | rolling update of a deployment
Normal  ScalingReplicaSet  2m   deployment-controller  Scaled up replica set web-6d to 1
Normal  Scheduled          2m   default-scheduler      Successfully assigned shop/web-6d-a to n1
Normal  Pulled             2m   kubelet                Successfully pulled image "acme/web:9" in 1.2s
Normal  Started            2m   kubelet                Started container web
Normal  Killing            1m   kubelet                Stopping container web
Normal  SuccessfulDelete   1m   replicaset-controller  Deleted pod: web-5c-x
### benign | info | no_action | startup probe fails once then ready
Normal   Started    40s   kubelet  Started container app
Warning  Unhealthy  35s   kubelet  Readiness probe failed: Get "http://10.42.0.5:8080/ready": dial tcp 10.42.0.5:8080: connect: connection refused
{"level":"info","msg":"application started in 6.1s"}
{"level":"info","msg":"readiness state changed to ACCEPTING_TRAFFIC"}
Normal   Ready      20s   kubelet  Container app is ready
### benign | info | no_action | kubelet housekeeping
I1121 15:34:01.101101    1290 kubelet_getters.go:187] "Pod status updated" pod="kube-system/etcd-cp1" status="Running"
I1121 15:34:02.101101    1290 scope.go:117] "RemoveContainer" containerID="81ac"
I1121 15:34:03.101101    1290 reconciler_common.go:299] "Volume detached for volume \"tmp\"" node="cp1"
### benign | info | no_action | fail2ban and sshd scanners
Nov 21 15:36:01 pi sshd[811]: Invalid user oracle from 45.9.9.9 port 40112
Nov 21 15:36:02 pi sshd[811]: Connection closed by invalid user oracle 45.9.9.9 port 40112 [preauth]
2026-11-21 15:36:03,110 fail2ban.actions [701]: NOTICE  [sshd] Ban 45.9.9.9
### benign | info | no_action | redis saves
1:M 21 Nov 2026 15:38:01.101 * 100 changes in 300 seconds. Saving...
1:M 21 Nov 2026 15:38:01.110 * Background saving started by pid 811
811:C 21 Nov 2026 15:38:01.301 * DB saved on disk
1:M 21 Nov 2026 15:38:01.401 * Background saving terminated with success
### benign | info | no_action | dns resolved after hiccup
W1121 15:40:01.101101       1 dns.go:88] lookup api.lan on 10.96.0.10:53: server misbehaving, will retry
W1121 15:40:02.101101       1 dns.go:88] lookup api.lan on 10.96.0.10:53: server misbehaving, will retry
I1121 15:40:03.101101       1 dns.go:91] lookup api.lan succeeded after 2 retries
I1121 15:40:04.101101       1 sync.go:40] sync finished, 41 objects
### benign | info | no_action | jvm gc
[12.101s][info][gc] GC(41) Pause Young (Normal) (G1 Evacuation Pause) 412M->88M(1024M) 6.112ms
[14.101s][info][gc] GC(42) Pause Young (Normal) (G1 Evacuation Pause) 410M->89M(1024M) 5.812ms
[20.101s][info][gc] GC(43) Concurrent Mark Cycle 31.121ms
### benign | info | no_action | dotnet shutdown
info: Microsoft.Hosting.Lifetime[0]
      Application is shutting down...
info: Worker[0]
      The operation was canceled because the host is stopping.
info: Microsoft.Hosting.Lifetime[0]
      Hosting stopped
### benign | info | no_action | kafka rebalance
[2026-11-21 15:46:01,110] INFO [GroupCoordinator 1]: Preparing to rebalance group billing in state PreparingRebalance with old generation 41 (reason: Adding new member) (kafka.coordinator.group.GroupCoordinator)
[2026-11-21 15:46:04,110] INFO [GroupCoordinator 1]: Stabilized group billing generation 42 with 3 members (kafka.coordinator.group.GroupCoordinator)
[2026-11-21 15:46:05,110] INFO [GroupMetadataManager brokerId=1] Removed 0 expired offsets in 0 milliseconds.
### benign | info | no_action | client went away
{"level":"info","msg":"request aborted by client","path":"/stream","status":499}
{"level":"info","msg":"GET /stream","status":200,"bytes":81221}
{"level":"info","msg":"GET /stream","status":200,"bytes":8122}
### benign | info | no_action | renewed certificate
I1121 15:50:01.101101       1 trigger_controller.go:215] "Certificate must be re-issued" key="web/blog-tls" reason="Renewing" message="Renewing certificate as renewal was scheduled at 2026-11-21 15:50:00"
I1121 15:50:21.101101       1 issuing_controller.go:420] "Issued new certificate" key="web/blog-tls" message="The certificate has been successfully issued"
### benign | info | no_action | argo sync ok
time="2026-11-21T15:52:01Z" level=info msg="Comparing app state (cluster: https://kubernetes.default.svc, namespace: blog)" application=argocd/blog
time="2026-11-21T15:52:02Z" level=info msg="No status changes. Skipping patch" application=argocd/blog
time="2026-11-21T15:52:02Z" level=info msg="Reconciliation completed" application=argocd/blog dest-namespace=blog
### benign | info | no_action | home assistant automation
2026-11-21 15:54:01.110 INFO (MainThread) [homeassistant.components.automation.error_light] Error light off: Running automation actions
2026-11-21 15:54:02.110 INFO (MainThread) [homeassistant.helpers.script.error_light] Error light off: Executing step call service
### benign | info | no_action | deprecated option in helm, still fine
level=warn msg="flag --storage.tsdb.retention is deprecated, use --storage.tsdb.retention.time instead"
level=info msg="Server is ready to receive web requests."
level=info msg="Completed loading of configuration file" totalDuration=8ms
### benign | info | no_action | redelivered message handled
2026-11-21 15:58:01 WARN  consumer: handler timed out after 30s, message 91 requeued
2026-11-21 15:58:31 INFO  consumer: message 91 processed successfully on redelivery
2026-11-21 15:59:00 INFO  consumer: queue empty
### benign | info | no_action | rabbit heartbeat client closed
2026-11-21 16:00:01.110 [info] <0.711.0> accepting AMQP connection <0.711.0> (10.42.1.1:40100 -> 10.42.1.3:5672)
2026-11-21 16:00:02.110 [info] <0.711.0> connection <0.711.0>: user 'app' authenticated and granted access to vhost '/'
2026-11-21 16:00:41.110 [info] <0.711.0> closing AMQP connection <0.711.0> (10.42.1.1:40100 -> 10.42.1.3:5672, vhost: '/', user: 'app')
### benign | info | no_action | smart short test ok
Nov 21 16:02:01 nas smartd[411]: Device: /dev/sda [SAT], SMART Usage Attribute: 194 Temperature_Celsius changed from 66 to 65
Nov 21 16:02:01 nas smartd[411]: Device: /dev/sda [SAT], previous self-test completed without error
`;
