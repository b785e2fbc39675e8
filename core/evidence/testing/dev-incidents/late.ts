/** Written when the phrases were done, to see how they hold. Format: see `parse.ts`. */
export const LATE = String.raw`
### oom_killed | error | required | argo workflow step
time="2026-11-21T08:00:01.110Z" level=info msg="capturing logs" argo=true
time="2026-11-21T08:03:11.110Z" level=info msg="sub-process exited" argo=true error="signal: killed"
Error: exit status 137
wf phase: Failed message: OOMKilled (exit code 137)
### oom_killed | error | required | mysql
2026-11-21T08:04:01.101101Z 0 [ERROR] [MY-012681] [InnoDB] mmap(137363456 bytes) failed; errno 12
2026-11-21T08:04:01.101201Z 0 [ERROR] [MY-012956] [InnoDB] Cannot allocate memory for the buffer pool
2026-11-21T08:04:01.101301Z 0 [ERROR] [MY-012930] [InnoDB] Plugin initialization aborted with error Generic error.
### disk_pressure | error,critical | required | k3s node
I1121 08:06:01.101101    2211 image_gc_manager.go:383] "Disk usage on image filesystem is over the high threshold, trying to free bytes down to the low threshold" usage=91 highThreshold=85 amountToFree=6112345088 lowThreshold=80
E1121 08:06:02.101101    2211 kubelet.go:1542] "Image garbage collection failed once. Stats initialization may not have completed yet" err="failed to garbage collect required amount of images"
W1121 08:06:09.101101    2211 eviction_manager.go:165] "Failed to admit pod to node" pod="ci/job-1" nodeCondition=["DiskPressure"]
### volume_mount | error | required | stuck terminating
E1121 08:08:01.101101    1201 nestedpendingoperations.go:348] Operation for "{volumeName:csi pvc-8}" failed. Error: UnmountVolume.TearDown failed for volume "data" (UniqueName: "csi pvc-8") pod "91": rpc error: code = Internal desc = unmount failed: exit status 32 Output: umount: target is busy.
### image_pull | error | required | ecr expired
Warning  Failed  2s (x2 over 20s)  kubelet  Failed to pull image "1234.dkr.ecr.eu-west-1.amazonaws.com/api:9": failed to pull and unpack image: failed to resolve reference: pulling from host 1234.dkr.ecr.eu-west-1.amazonaws.com failed with status code [manifests 9]: 403 Forbidden
Warning  Failed  2s  kubelet  Unable to retrieve some image pull secrets (ecr); attempting to pull the image may not succeed.
### config_error | error | required | mosquitto
1795200000: Loading config file /mosquitto/config/mosquitto.conf
1795200000: Error: Unknown configuration variable "listner".
1795200000: Error found at /mosquitto/config/mosquitto.conf:3.
### config_error | error | required | go service wrong dsn
{"level":"fatal","ts":"2026-11-21T08:14:01Z","msg":"cannot start","error":"parse \"postgres//shop\": invalid URI: scheme is missing, check DATABASE_URL"}
### config_error | error | required | logstash pipeline
[2026-11-21T08:16:01,110][ERROR][logstash.agent           ] Failed to execute action {:action=>LogStash::PipelineAction::Create/pipeline_id:main, :exception=>"LogStash::ConfigurationError", :message=>"Expected one of [ \\t\\r\\n], \"#\", \"{\" at line 9, column 3 (byte 141)"}
### scheduling | error | required | volcano
I1121 08:18:01.101101       1 allocate.go:88] job ml/train-3 is not ready: 2/4 tasks in gang unschedulable: pod group is not ready, 2 Pending
W1121 08:18:02.101101       1 event.go:10] all nodes are unavailable: 3 node(s) resource fit failed.
### quota_limit | error | required | service accounts api
Error: INSTALLATION FAILED: services "shop-lb" is forbidden: exceeded quota: edge, requested: services.loadbalancers=1, used: services.loadbalancers=2, limited: services.loadbalancers=2
### etcd | critical | required | defrag and alarms
{"level":"warn","ts":"2026-11-21T08:22:01Z","caller":"etcdserver/util.go:121","msg":"failed to apply request","took":"4us","request":"header:<ID:1> txn","error":"etcdserver: no space"}
E1121 08:22:02.101101       1 controller.go:163] "Failed to update lease" err="etcdserver: mvcc: database space exceeded"
### tls_certificate | error | required | alloy remote write
ts=2026-11-21T08:24:01Z level=warn msg="Failed to send batch, retrying" component_path=/ component_id=prometheus.remote_write.home err="Post \"https://mimir.lan/api/v1/push\": tls: failed to verify certificate: x509: certificate is valid for ingress.local, not mimir.lan"
### auth_forbidden | error | required | pod security admission
Warning  FailedCreate  2s  daemonset-controller  Error creating: pods "agent-x" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false, runAsNonRoot != true
### auth_forbidden | error | required | nextcloud occ
{"reqId":"9","level":3,"time":"2026-11-21T08:28:01+00:00","user":"--","app":"core","message":"Could not open the config directory for writing: /var/www/html/config is not writable, check file permissions"}
### dns_failure | error | required | grafana alerting
logger=ngalert.notifier t=2026-11-21T08:30:01Z level=error msg="Failed to send notification" receiver=ntfy error="Post \"https://ntfy.lan/alerts\": dial tcp: lookup ntfy.lan on 10.43.0.10:53: server misbehaving"
### database | error | required | mongo write concern
{"t":{"$date":"2026-11-21T08:32:01.101+00:00"},"s":"W","c":"REPL","id":3,"ctx":"conn9","msg":"Read concern majority lag is high","attr":{"lagSecs":310}}
MongoServerError: Plan executor error during findAndModify :: caused by :: WriteConflict error: this operation conflicted with another operation. Please retry your operation or multi-document transaction.
### database | error | required | postgres statement timeout with http 500
2026-11-21T08:34:01Z ERROR http: GET /report 500 err="pq: canceling statement due to statement timeout"
2026-11-21T08:34:31Z ERROR http: GET /report 500 err="pq: canceling statement due to statement timeout"
### connection_refused | error | required | php fpm socket
2026/11/21 08:36:01 [crit] 9#9: *1 connect() to unix:/run/php-fpm.sock failed (111: Connection refused) while connecting to upstream, client: 10.42.0.1
### network_timeout | error | required | calico bgp to tigera
2026-11-21 08:38:01.110 [WARNING][71] felix/client.go 212: Failed to connect to Typha addr="10.0.0.9:5473" error=dial tcp 10.0.0.9:5473: i/o timeout
2026-11-21 08:38:31.110 [ERROR][71] felix/daemon.go 612: Failed to connect to Typha, giving up
### rate_limited | warning | suggested,required | docker hub api for renovate
 WARN: Docker registry failure: rate limited (repository=acme/infra)
DEBUG: GET https://hub.docker.com/v2/repositories/library/redis/tags = (code=ERR_NON_2XX_3XX_RESPONSE, statusCode=429 retryCount=0)
### dependency_unavailable | error | required | haproxy
Nov 21 08:42:01 lb haproxy[71]: 10.0.0.4:41100 [21/Nov/2026:08:42:01.101] https~ shop/<NOSRV> 0/-1/-1/-1/0 503 217 - - SC-- 1/1/0/0/0 0/0 "GET / HTTP/1.1"
Nov 21 08:42:02 lb haproxy[71]: backend shop has no server available!
### resource_leak | error | required | mysql file limit
2026-11-21T08:44:01.101101Z 9 [ERROR] [MY-012592] [InnoDB] Operating system error number 24 in a file operation.
2026-11-21T08:44:01.101201Z 9 [ERROR] [MY-012596] [InnoDB] Error number 24 means 'Too many open files'
### application_exception | error | required | kotlin coroutine
Exception in thread "DefaultDispatcher-worker-3" kotlin.UninitializedPropertyAccessException: lateinit property repo has not been initialized
	at app.Main$run$1.invokeSuspend(Main.kt:31)
### application_exception | error | required | scala mapping
[error] a.a.OneForOneStrategy - scala.MatchError: Refund(9) (of class shop.Refund)
[error] shop.Ledger.apply(Ledger.scala:44)
### upgrade_deprecated | error | required | gitlab path
It seems you are upgrading from 15.4 to 17.1.
It is required to upgrade to the latest 16.11.x version first before proceeding.
### probe_failure | warning,error | required,suggested | traefik ping with restarts
Warning  Unhealthy  4s (x3 over 24s)  kubelet  Liveness probe failed: Get "http://10.42.0.9:9000/ping": net/http: request canceled (Client.Timeout exceeded while awaiting headers)
Normal   Killing    4s                kubelet  Container traefik failed liveness probe, will be restarted
Warning  BackOff    1s                kubelet  Back-off restarting failed container traefik in pod traefik-1_kube-system(1)
### crash_loop | error | required | compose
web-1 exited with code 1
web-1 exited with code 1 (restarting)
web-1 exited with code 1 (restarting)
web-1 exited with code 1 (restarting)
### benign | info | no_action | pihole
Nov 21 09:00:01 dnsmasq[211]: query[A] telemetry.lan from 192.168.1.9
Nov 21 09:00:01 dnsmasq[211]: gravity blocked telemetry.lan is 0.0.0.0
Nov 21 09:00:02 dnsmasq[211]: reply old.lan is NXDOMAIN
Nov 21 09:00:03 dnsmasq[211]: forwarded ntp.lan to 1.1.1.1
### benign | info | no_action | coredns nxdomain queries
[INFO] 10.42.0.9:38111 - 4410 "A IN api.github.com.shop.svc.cluster.local. udp 32 false 512" NXDOMAIN qr,aa,rd 132 0.0002s
[INFO] 10.42.0.9:38111 - 4411 "A IN api.github.com. udp 32 false 512" NOERROR qr,rd,ra 132 0.01s
### benign | info | no_action | gitlab runner ok
Checking for jobs... received                       job=91 repo_url=https://git.lan/a/b.git runner=9
Job succeeded                                       duration_s=41.2 job=91 project=3 runner=9
### benign | info | no_action | k8s job done
Normal  SuccessfulCreate  3m  job-controller  Created pod: backup-29-x
Normal  Completed         1m  job-controller  Job completed
Normal  SawCompletedJob   1m  cronjob-controller  Saw completed job: backup-29, condition: Complete
### benign | info | no_action | java warnings at start
WARNING: An illegal reflective access operation has occurred
WARNING: Please consider reporting this to the maintainers of org.acme.Proxy
2026-11-21 09:08:01.110  INFO 1 --- [main] c.a.App : Started App in 3.1 seconds
2026-11-21 09:08:09.110  INFO 1 --- [main] c.a.App : 200 GET /health
### benign | info | no_action | failover handled
2026-11-21T09:10:01Z WARN  redis: master 10.42.0.8 unreachable, sentinel failover started
2026-11-21T09:10:04Z INFO  redis: switched master to 10.42.0.9
2026-11-21T09:10:05Z INFO  redis: connection re-established, 0 commands lost
2026-11-21T09:10:06Z INFO  http: GET /cart 200 3ms
### benign | info | no_action | mail greylisting
Nov 21 09:12:01 mx postfix/smtp[81]: 9A1: to=<a@b.lan>, relay=mx.b.lan, delay=3.1, dsn=4.2.0, status=deferred (host mx.b.lan said: 450 4.2.0 Greylisted)
Nov 21 09:17:02 mx postfix/smtp[91]: 9A1: to=<a@b.lan>, relay=mx.b.lan, delay=301, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 77)
Nov 21 09:17:02 mx postfix/qmgr[71]: 9A1: removed
### benign | info | no_action | postgres client gone
2026-11-21 09:20:01.101 UTC [811] LOG:  could not receive data from client: Connection reset by peer
2026-11-21 09:20:01.102 UTC [811] LOG:  disconnection: session time: 0:31:01.120 user=shop database=shop host=10.42.0.4
2026-11-21 09:20:09.101 UTC [71] LOG:  checkpoint complete: wrote 41 buffers (0.3%)
### benign | info | no_action | node drain on purpose
W1121 09:22:01.101101       1 termination.go:91] "Received shutdown signal, draining" grace="30s"
I1121 09:22:02.101101       1 server.go:40] "Stopped accepting new connections"
I1121 09:22:09.101101       1 server.go:51] "All requests done, bye"
### benign | info | no_action | restic check
using parent snapshot 91ab
Files:         3 new,     1 changed, 91221 unmodified
Added to the repository: 3.1 MiB (1.1 MiB stored)
processed 91225 files, 81.2 GiB in 1:12
no errors were found
### benign | info | no_action | lease conflicts
E1121 09:26:01.101101       1 leaderelection.go:340] Failed to update lock optimitically: Operation cannot be fulfilled on leases.coordination.k8s.io "op": the object has been modified, falling back to slow path
I1121 09:26:02.101101       1 leaderelection.go:250] successfully acquired lease infra/op
### benign | info | no_action | renovate nothing
 INFO: Dependency extraction complete (repository=acme/infra) "errors": []
 INFO: Repository finished (repository=acme/infra) "cloned": true, "durationMs": 9122
`;
