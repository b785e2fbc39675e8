/** Databases, leaks, exceptions, upgrades, probes, crash loops. Format: see `parse.ts`. */
export const APPS = String.raw`
### database | error | required | postgres slots used up
2026-11-21 12:00:01.101 UTC [991] FATAL:  sorry, too many clients already
2026-11-21 12:00:01.301 UTC [992] FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute
2026-11-21 12:00:02.101 UTC [71] LOG:  checkpoint complete: wrote 41 buffers (0.0%)
### database | error | required | missing column after deploy in rails
E, [2026-11-21T12:02:01.110 #1] ERROR -- : [a1b2] ActiveRecord::StatementInvalid (PG::UndefinedColumn: ERROR:  column users.locale does not exist
LINE 1: SELECT "users"."locale" FROM "users" LIMIT 1):
I, [2026-11-21T12:02:01.111 #1]  INFO -- : [a1b2] Completed 500 Internal Server Error in 12ms
### database | error | required | mysql deadlock
2026-11-21T12:04:01.110Z ERROR 1 --- [exec-4] o.h.engine.jdbc.spi.SqlExceptionHelper : Deadlock found when trying to get lock; try restarting transaction
org.springframework.dao.CannotAcquireLockException: could not execute statement [Deadlock found when trying to get lock; try restarting transaction]
### database | error | required | elixir pool queue
12:06:01.110 request_id=F1 [error] #PID<0.911.0> running ShopWeb.Endpoint terminated
** (exit) an exception was raised:
    ** (DBConnection.ConnectionError) connection not available and request was dropped from queue after 2011ms. This means requests are coming in and your connection pool cannot serve them fast enough.
### database | error,critical | required | innodb corruption
2026-11-21T12:08:01.101101Z 0 [ERROR] [MY-012224] [InnoDB] Header page contains inconsistent data in datafile: ./ibdata1
2026-11-21T12:08:01.102101Z 0 [ERROR] [MY-011899] [InnoDB] [FATAL] Page [page id: space=0, page number=5] log sequence number 88121 is in the future! Current system log sequence number 7711.
2026-11-21T12:08:02.101101Z 0 [ERROR] [MY-010119] [Server] Aborting
### database | error | required | replication stopped
2026-11-21 12:10:01.101 UTC [211] ERROR:  requested WAL segment 000000010000001A000000B2 has already been removed
2026-11-21 12:10:01.102 UTC [44] FATAL:  could not receive data from WAL stream: ERROR:  requested WAL segment 000000010000001A000000B2 has already been removed
### database | error | required | sqlite locked in arr app
[v4.0.9.2244] System.Data.SQLite.SQLiteException (0x87AF001F): database is locked
database is locked
   at System.Data.SQLite.SQLite3.Step(SQLiteStatement stmt)
[Info] RssSyncService: Starting RSS Sync
### database | error | required | redis cannot persist
1:M 21 Nov 2026 12:14:01.101 # Background saving error
1:M 21 Nov 2026 12:14:07.010 # Can't save in background: fork: Invalid argument
{"level":"error","msg":"enqueue","err":"MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk."}
### database | error | required | mongo no primary
MongooseServerSelectionError: not primary and secondaryOk=false
{"t":{"$date":"2026-11-21T12:16:01.101+00:00"},"s":"W","c":"REPL","id":21810,"ctx":"ReplCoord","msg":"Not starting an election, since we have not heard from a majority of the set","attr":{"votes":1}}
PrimarySteppedDown: primary stepped down while waiting for replication
### database | error | required | kafka offline partitions
[2026-11-21 12:18:01,101] WARN [Partition orders-2 broker=1] Failed to update ISR to (1) due to INVALID_UPDATE_VERSION (kafka.cluster.Partition)
[2026-11-21 12:18:02,101] ERROR [ReplicaFetcher replicaId=2, leaderId=1, fetcherId=0] Unexpected error occurred while processing data for partition orders-2 at offset 88: org.apache.kafka.common.errors.CorruptRecordException: Record is corrupt (record size 0 is less than minimum 14)
[2026-11-21 12:18:09,101] ERROR [Controller id=1] partition orders-2 has no live leader
### database | error | required | lock timeout migration
psycopg2.errors.LockNotAvailable: canceling statement due to lock timeout
CONTEXT:  while updating tuple (0,7) in relation "orders"
[SQL: ALTER TABLE orders ADD COLUMN note TEXT]
### database | error,critical | required | crash recovery of postgres
2026-11-21 12:22:01.101 UTC [1] LOG:  database system was interrupted; last known up at 2026-11-21 12:20:40 UTC
2026-11-21 12:22:01.330 UTC [28] LOG:  invalid primary checkpoint record
2026-11-21 12:22:01.331 UTC [28] PANIC:  could not locate a valid checkpoint record
2026-11-21 12:22:02.001 UTC [1] LOG:  startup process (PID 28) was terminated by signal 6: Aborted
### resource_leak | error | required | emfile in node
{"level":50,"msg":"unhandled","err":{"message":"EMFILE: too many open files, open '/app/public/index.html'","code":"EMFILE"}}
{"level":50,"msg":"unhandled","err":{"message":"EMFILE: too many open files, watch '/app/data'","code":"EMFILE"}}
### resource_leak | error | required | go accept
http: Accept error: accept tcp [::]:8080: accept4: too many open files; retrying in 1s
http: Accept error: accept tcp [::]:8080: accept4: too many open files; retrying in 1s
level=error msg="dial tcp 10.43.0.7:5432: socket: too many open files"
### resource_leak | error | required | java threads
2026-11-21 12:34:01.110 ERROR [main] o.a.t.u.n.NioEndpoint - Failed to start executor
java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process/resource limits reached
	at java.base/java.lang.Thread.start0(Native Method)
[0.912s][warning][os,thread] Failed to start thread "Unknown thread" with pthread_create (EAGAIN) for attributes: stacksize: 1024k
### resource_leak | warning,error | required,suggested | inotify
failed to create fsnotify watcher: too many open files
E1121 12:36:01.101101       1 watcher.go:40] inotify_add_watch /etc/config: no space left on device: user limit on inotify watches reached
### resource_leak | warning | suggested | hikari leak detection
2026-11-21T12:38:01.110Z  WARN 1 --- [HikariPool-1 housekeeper] com.zaxxer.hikari.pool.ProxyLeakTask : Connection leak detection triggered for org.postgresql.jdbc.PgConnection@11 on thread nio-8080-exec-4, stack trace follows
java.lang.Exception: Apparent connection leak detected
	at com.acme.ReportDao.stream(ReportDao.java:91)
### resource_leak | error,critical | required | conntrack
Nov 21 12:40:01 edge-1 kernel: nf_conntrack: nf_conntrack: table full, dropping packet
Nov 21 12:40:06 edge-1 kernel: nf_conntrack: nf_conntrack: table full, dropping packet
level=warn msg="dial tcp 10.43.9.9:443: i/o timeout"
### resource_leak | error | required | ephemeral ports
panic recovered: dial tcp 10.43.2.2:8080: connect: cannot assign requested address
time=2026-11-21T12:42:01Z level=ERROR msg="call failed" err="dial tcp 10.43.2.2:8080: connect: cannot assign requested address"
### resource_leak | warning | suggested | netty leak
2026-11-21 12:44:01.110 ERROR [reactor-http-epoll-2] io.netty.util.ResourceLeakDetector - LEAK: ByteBuf.release() was not called before it's garbage-collected. See https://netty.io/wiki/reference-counted-objects.html for more information.
Recent access records:
Created at: io.netty.buffer.PooledByteBufAllocator.newDirectBuffer(PooledByteBufAllocator.java:401)
### resource_leak | warning | suggested | goroutines growing
level=warn msg="goroutine count growing" goroutines=48211 baseline=900 window=2h
level=warn msg="heap in use growing without release, possible memory leak" heap_mb=1890 baseline_mb=310
level=info msg="request done" status=200
### resource_leak | warning | suggested | node event emitter
(node:1) MaxListenersExceededWarning: Possible EventEmitter memory leak detected. 11 message listeners added to [Redis]. Use emitter.setMaxListeners() to increase limit
(Use "node --trace-warnings ..." to show where the warning was created)
### application_exception | error | required | java npe
2026-11-21T13:00:01.110Z ERROR 1 --- [exec-1] o.a.c.c.C.[.[.[/].[dispatcherServlet] : Servlet.service() for servlet threw exception [Request processing failed] with root cause
java.lang.NullPointerException: Cannot invoke "com.acme.User.getTeam()" because "user" is null
	at com.acme.TeamController.show(TeamController.java:31)
10.42.0.1 - - [21/Nov/2026:13:00:01 +0000] "GET /team HTTP/1.1" 500 88
### application_exception | error | required | go nil map
panic: assignment to entry in nil map

goroutine 51 [running]:
main.(*cache).put(...)
	/src/cache.go:19
main.worker(0xc00011)
	/src/worker.go:88 +0x1f0
### application_exception | error | required | python key error
[2026-11-21 13:04:01,110] ERROR in app: Exception on /report [GET]
Traceback (most recent call last):
  File "/app/views.py", line 44, in report
    total = row["net_total"]
KeyError: 'net_total'
### application_exception | error | required | segfault in native lib
Nov 21 13:06:01 w1 kernel: ffmpeg[8121]: segfault at 10 ip 00007f11 sp 00007ffd error 4 in libavcodec.so.60[7f1100000+2000]
2026-11-21 13:06:02 frigate.video ERROR : Ffmpeg process crashed unexpectedly for garage.
### application_exception | error | required | rust index
thread 'tokio-runtime-worker' panicked at src/parse.rs:77:22:
index out of bounds: the len is 3 but the index is 3
stack backtrace:
   0: rust_begin_unwind
### application_exception | error | required | dotnet null reference
fail: Microsoft.AspNetCore.Server.Kestrel[13]
      Connection id "0HN", Request id "0HN:2": An unhandled exception was thrown by the application.
      System.NullReferenceException: Object reference not set to an instance of an object.
         at Shop.Pages.CheckoutModel.OnPostAsync() in /src/Pages/Checkout.cshtml.cs:line 61
### application_exception | error | required | node type error with unhandled rejection
/app/dist/jobs/digest.js:44
    const n = user.prefs.lang;
                    ^
TypeError: Cannot read properties of undefined (reading 'lang')
    at digest (/app/dist/jobs/digest.js:44:21)
Node.js v22.11.0
### application_exception | error | required | php fatal
[21-Nov-2026 13:14:01 UTC] PHP Fatal error:  Uncaught TypeError: count(): Argument #1 ($value) must be of type Countable|array, null given in /var/www/html/apps/news/lib/Feed.php:88
Stack trace:
#0 /var/www/html/apps/news/lib/Fetcher.php(31): OCA\News\Feed->size()
#1 {main}
### application_exception | error | required | ruby no method
NoMethodError (undefined method 'title' for nil):
app/controllers/posts_controller.rb:14:in 'show'
method=GET path=/posts/9 format=html controller=PostsController action=show status=500 duration=4.1
### application_exception | error | required | elixir match error
13:18:01.110 [error] GenServer Shop.Importer terminating
** (MatchError) no match of right hand side value: {:error, :bad_row}
    (shop 0.4.1) lib/shop/importer.ex:41: Shop.Importer.handle_info/2
Last message: :tick
### application_exception | error | required | bad json from own code
{"level":"error","ts":"2026-11-21T13:20:01Z","logger":"ingest","msg":"dropping event","error":"json: cannot unmarshal string into Go struct field Event.amount of type float64"}
{"level":"error","ts":"2026-11-21T13:20:02Z","logger":"ingest","msg":"dropping event","error":"json: cannot unmarshal string into Go struct field Event.amount of type float64"}
### application_exception | error | required | next digest
 ⨯ Error: An error occurred in the Server Components render. The specific message is omitted in production builds
    at g (/app/.next/server/chunks/512.js:1:9021) { digest: '2910281' }
 GET /dashboard 500 in 81ms
### upgrade_deprecated | error | required | api removed in flux
{"level":"error","ts":"2026-11-21T13:30:01Z","msg":"Reconciliation failed","controller":"kustomization","name":"apps","error":"Ingress/blog/web dry-run failed: no matches for kind \"Ingress\" in version \"networking.k8s.io/v1beta1\""}
### upgrade_deprecated | error | required | postgres data directory of old version
PostgreSQL Database directory appears to contain a database; Skipping initialization
2026-11-21 13:32:01.101 UTC [1] FATAL:  database files are incompatible with server
2026-11-21 13:32:01.101 UTC [1] DETAIL:  The data directory was initialized by PostgreSQL version 15, which is not compatible with this version 17.2.
### upgrade_deprecated | error | required | flyway
org.flywaydb.core.api.exception.FlywayValidateException: Validate failed: Migrations have failed validation
Migration checksum mismatch for migration version 12
-> Applied to database : 88121
-> Resolved locally    : -9912
2026-11-21T13:34:01.110Z ERROR 1 --- [main] o.s.boot.SpringApplication : Application run failed
### upgrade_deprecated | error | required | alembic
INFO  [alembic.runtime.migration] Running upgrade 1a -> 2b, add index
alembic.util.exc.CommandError: Can't locate revision identified by '9f31aa'
ERROR: migration failed, refusing to start
### upgrade_deprecated | warning | suggested | api deprecation warnings with removal
W1121 13:38:01.101101       1 warnings.go:70] batch/v1beta1 CronJob is deprecated in v1.21+, unavailable in v1.25+; use batch/v1 CronJob
E1121 13:38:02.101101       1 reflector.go:150] Failed to watch *v1beta1.CronJob: the server could not find the requested resource
### upgrade_deprecated | error | required | mongo feature compatibility
{"t":{"$date":"2026-11-21T13:40:01.101+00:00"},"s":"F","c":"CONTROL","id":20573,"ctx":"initandlisten","msg":"Wrong mongod version","attr":{"error":"UPGRADE PROBLEM: Found an invalid featureCompatibilityVersion document (ERROR: Location4926900: Invalid value for featureCompatibilityVersion; expected '6.0' or '7.0', found 4.4)"}}
### upgrade_deprecated | error | required | java class file version
Exception in thread "main" java.lang.UnsupportedClassVersionError: com/acme/App has been compiled by a more recent version of the Java Runtime (class file version 65.0), this version of the Java Runtime only recognizes class file versions up to 61.0
	at java.base/java.lang.ClassLoader.defineClass1(Native Method)
### upgrade_deprecated | error | required | nextcloud app upgrade
Nextcloud is in maintenance mode, hence the database isn't accessible.
OC\HintException: Updates between multiple major versions and downgrades are unsupported.
Can't start Nextcloud because the version of the data (29.0.4.1) is higher than the docker image version (28.0.9.1) and downgrading is not supported.
### upgrade_deprecated | error | required | python removed function
Traceback (most recent call last):
  File "/app/api.py", line 3, in <module>
    from werkzeug.urls import url_quote
ImportError: cannot import name 'url_quote' from 'werkzeug.urls' (/usr/local/lib/python3.12/site-packages/werkzeug/urls.py)
starting after upgrade from 2.3.8 to 3.0.1
### upgrade_deprecated | error | required | elasticsearch index too old
[2026-11-21T13:48:01,110][ERROR][o.e.b.Elasticsearch] [es-0] fatal exception while booting Elasticsearch
java.lang.IllegalStateException: cannot upgrade node because incompatible indices created with version [6.8.0] exist, while the minimum compatible index version is [7.0.0]. Upgrade your older indices by reindexing them in version [7.17.0] first.
### upgrade_deprecated | error | required | crd version
Error: INSTALLATION FAILED: unable to build kubernetes objects from release manifest: resource mapping not found for name: "web" namespace: "blog" from "": no matches for kind "ServiceMonitor" in version "monitoring.coreos.com/v1" ensure CRDs are installed first
### probe_failure | warning,error | required,suggested | readiness 503
Normal   Started    3m    kubelet  Started container api
Warning  Unhealthy  8s (x21 over 3m)  kubelet  Readiness probe failed: HTTP probe failed with statuscode: 503
{"level":"info","msg":"http server listening","addr":":8080"}
### probe_failure | warning,error | required,suggested | liveness kill
Warning  Unhealthy  2m (x3 over 3m)  kubelet  Liveness probe failed: Get "http://10.42.1.7:3000/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)
Normal   Killing    2m               kubelet  Container web failed liveness probe, will be restarted
### probe_failure | warning,error | required,suggested | exec probe
I1121 14:04:01.101101    1290 prober.go:107] "Probe failed" probeType="Readiness" pod="db/redis-0" podUID="a1" containerName="redis" probeResult="failure" output="Could not connect to Redis at localhost:6379: Connection refused\n"
I1121 14:04:11.101101    1290 prober.go:107] "Probe failed" probeType="Readiness" pod="db/redis-0" podUID="a1" containerName="redis" probeResult="failure" output="Could not connect to Redis at localhost:6379: Connection refused\n"
### probe_failure | warning,error | required,suggested | startup tcp
Warning  Unhealthy  31s (x30 over 5m)  kubelet  Startup probe failed: dial tcp 10.42.2.2:8000: connect: connection refused
Normal   Killing    30s                kubelet  Container vaultwarden failed startup probe, will be restarted
### probe_failure | warning,error | required,suggested | grpc probe
Warning  Unhealthy  9s (x5 over 49s)  kubelet  Readiness probe failed: timeout: failed to connect service "10.42.0.4:9090" within 1s: context deadline exceeded
Normal   Pulled     70s               kubelet  Container image "acme/grpc:1" already present on machine
### probe_failure | warning,error | required,suggested | knative queue proxy
{"severity":"ERROR","timestamp":"2026-11-21T14:10:01Z","logger":"queueproxy","message":"aggressive probe error (failed 202 times): dial tcp 127.0.0.1:8080: connect: connection refused"}
{"severity":"ERROR","timestamp":"2026-11-21T14:10:02Z","logger":"queueproxy","message":"timed out waiting for the condition: readiness probe did not pass"}
### probe_failure | warning,error | required,suggested | docker health
2026-11-21T14:12:01Z health check for container paperless failed: unhealthy (exit code 1), 3 consecutive failures
2026-11-21T14:12:31Z container paperless health_status: unhealthy
### probe_failure | warning,error | required,suggested | liveness by exec timeout
Warning  Unhealthy  14s (x9 over 5m)  kubelet  Liveness probe failed: command timed out: "/bin/sh -c rabbitmq-diagnostics -q ping" timed out after 5s
I1121 14:14:01.101101    1290 kuberuntime_manager.go:1027] "Message for Container of pod" containerName="rabbitmq" pod="mq/rabbitmq-0" containerMessage="Container rabbitmq failed liveness probe, will be restarted"
### probe_failure | warning,error | required,suggested | load balancer health check
[warning] Server web/srv2 is DOWN, reason: Layer7 wrong status, code: 500, info: "Internal Server Error", check duration: 2ms. 1 active and 0 backup servers left.
[alert] health check of backend web/srv2 fails: GET /healthz returned 500
### crash_loop | error | required | events only
Normal   Pulled   2m (x5 over 4m)  kubelet  Container image "acme/sync:3" already present on machine
Normal   Created  2m (x5 over 4m)  kubelet  Created container sync
Normal   Started  2m (x5 over 4m)  kubelet  Started container sync
Warning  BackOff  4s (x19 over 4m) kubelet  Back-off restarting failed container sync in pod sync-0_tools(1a)
### crash_loop | error | required | kubelet pod workers
E1121 14:22:01.101101    1290 pod_workers.go:1298] "Error syncing pod, skipping" err="failed to \"StartContainer\" for \"bot\" with CrashLoopBackOff: \"back-off 5m0s restarting failed container=bot pod=bot-7_chat(aa)\"" pod="chat/bot-7"
I1121 14:22:10.101101    1290 scope.go:117] "RemoveContainer" containerID="91c1"
### crash_loop | error | required | systemd restart counter
Nov 21 14:24:01 pi systemd[1]: zigbee2mqtt.service: Main process exited, code=exited, status=1/FAILURE
Nov 21 14:24:01 pi systemd[1]: zigbee2mqtt.service: Failed with result 'exit-code'.
Nov 21 14:24:11 pi systemd[1]: zigbee2mqtt.service: Scheduled restart job, restart counter is at 41.
Nov 21 14:24:12 pi systemd[1]: Started zigbee2mqtt.service.
Nov 21 14:24:14 pi systemd[1]: zigbee2mqtt.service: Main process exited, code=exited, status=1/FAILURE
Nov 21 14:24:14 pi systemd[1]: zigbee2mqtt.service: Start request repeated too quickly.
### crash_loop | error | required | status words
pod/mailer-6c  0/1  CrashLoopBackOff  27 (2m ago)  80m
deployment "mailer" exceeded its progress deadline
container mailer last state: terminated, reason: Error, exit code: 1
### crash_loop | error | required | supervisord
2026-11-21 14:28:01,110 INFO spawned: 'worker' with pid 81
2026-11-21 14:28:02,110 INFO exited: worker (exit status 1; not expected)
2026-11-21 14:28:05,110 INFO spawned: 'worker' with pid 84
2026-11-21 14:28:06,110 INFO exited: worker (exit status 1; not expected)
2026-11-21 14:28:07,110 INFO gave up: worker entered FATAL state, too many start retries too quickly
### crash_loop | error | required | docker restarting
2026-11-21T14:30:01Z container pihole die (exitCode=1)
2026-11-21T14:30:03Z container pihole start
2026-11-21T14:30:05Z container pihole die (exitCode=1)
2026-11-21T14:30:09Z container pihole start
2026-11-21T14:30:11Z container pihole die (exitCode=1)
### crash_loop | error | required | alert text
KubePodCrashLooping: Pod games/minecraft-0 (server) is in waiting state (reason: "CrashLoopBackOff") on cluster home.
restarts in the last 10 minutes: 6
### crash_loop | error | required | init container
Warning  BackOff  9s (x12 over 2m)  kubelet  Back-off restarting failed container init-chown in pod app-0_web(1)
Init:CrashLoopBackOff
### crash_loop | error | required | pm2
PM2 | App [api:0] exited with code [1] via signal [SIGINT]
PM2 | App [api:0] starting in -fork mode-
PM2 | App [api:0] exited with code [1] via signal [SIGINT]
PM2 | Script /app/index.js had too many unstable restarts (16). Stopped. "errored"
### crash_loop | error | required | nomad
2026-11-21T14:38:01Z [INFO]  client.alloc_runner.task_runner: restarting task: alloc_id=9a task=web reason="Restart within policy" delay=16s
2026-11-21T14:38:20Z [ERROR] client.alloc_runner.task_runner: task exited repeatedly: alloc_id=9a task=web exit_code=2
2026-11-21T14:38:20Z [INFO]  client.alloc_runner.task_runner: not restarting task: alloc_id=9a task=web reason="Exceeded allowed attempts 3 in interval 30m0s and mode is fail"
`;
