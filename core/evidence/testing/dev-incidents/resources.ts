/** Memory, disks, volumes, images. Format: see `parse.ts`. */
export const RESOURCES = String.raw`
### oom_killed | error,critical | required | kernel ring buffer, memory cgroup
Nov 21 03:10:58 worker-2 kernel: postgres-exporter invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=992
Nov 21 03:10:58 worker-2 kernel: CPU: 3 PID: 41822 Comm: immich-ml Not tainted 6.8.0-48-generic #48-Ubuntu
Nov 21 03:10:58 worker-2 kernel: memory: usage 2097152kB, limit 2097152kB, failcnt 18
Nov 21 03:10:58 worker-2 kernel: oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=cri-containerd-6a1f.scope,task=gunicorn,pid=41822,uid=1000
Nov 21 03:10:58 worker-2 kernel: Memory cgroup out of memory: Killed process 41822 (gunicorn) total-vm:6120444kB, anon-rss:2071120kB, file-rss:0kB
Nov 21 03:10:59 worker-2 systemd[1]: cri-containerd-6a1f.scope: Failed with result 'oom-kill'.
### oom_killed | error,critical | required | node heap limit
> api@3.4.1 start
> node dist/server.js
{"level":30,"time":1795227960000,"pid":18,"msg":"listening on 3000"}
<--- Last few GCs --->
[18:0x5f1c3d0]   842113 ms: Mark-Compact 508.1 (524.3) -> 507.4 (524.6) MB, 812.22 / 0.00 ms  (average mu = 0.101, current mu = 0.012) allocation failure; scavenge might not succeed
<--- JS stacktrace --->
FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory
 1: 0xb9c1f0 node::Abort() [node]
npm ERR! signal SIGABRT
### oom_killed | error | required | pod status described
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       OOMKilled
      Exit Code:    137
    Restart Count:  11
  Warning  BackOff  2m (x41 over 12m)  kubelet  Back-off restarting failed container thanos-store in pod thanos-store-0_monitoring(77e1)
### oom_killed | error | required | celery worker killed
[2026-11-21 03:12:07,118: INFO/MainProcess] Task media.transcode[7f2e] received
[2026-11-21 03:13:41,902: ERROR/MainProcess] Process 'ForkPoolWorker-4' pid:77 exited with 'signal 9 (SIGKILL)'
[2026-11-21 03:13:41,911: ERROR/MainProcess] Task handler raised error: WorkerLostError('Worker exited prematurely: signal 9 (SIGKILL) Job: 118.')
[2026-11-21 03:13:41,913: WARNING/MainProcess] container memory usage 511Mi of limit 512Mi, kernel reported oom_kill 1
### oom_killed | error | required | go runtime out of memory
level=info ts=2026-11-21T03:12:00Z caller=head.go:512 component=tsdb msg="Replaying on-disk memory mappable chunks if any"
fatal error: runtime: cannot allocate memory

runtime stack:
runtime.throw({0x2f1a0, 0x1f})
	/usr/local/go/src/runtime/panic.go:1077 +0x48
runtime.(*mheap).sysAlloc
	/usr/local/go/src/runtime/malloc.go:718 +0x114
### oom_killed | error | required | spring boot with metaspace symptoms and heap
2026-11-21T03:20:11.002Z  WARN 1 --- [http-nio-8080-exec-9] o.s.w.s.m.s.DefaultHandlerExceptionResolver : Resolved [AsyncRequestTimeoutException]
2026-11-21T03:20:41.410Z ERROR 1 --- [http-nio-8080-exec-2] o.a.c.c.C.[.[.[/].[dispatcherServlet]    : Servlet.service() for servlet [dispatcherServlet] threw exception
jakarta.servlet.ServletException: Handler dispatch failed: java.lang.OutOfMemoryError: Java heap space
	at org.springframework.web.servlet.DispatcherServlet.doDispatch(DispatcherServlet.java:1104)
Caused by: java.lang.OutOfMemoryError: Java heap space
	at java.base/java.util.Arrays.copyOfRange(Arrays.java:3849)
Terminating due to java.lang.OutOfMemoryError: Java heap space
### oom_killed | error | required | python memory error in pandas
INFO:etl:loading 41 parquet files
Traceback (most recent call last):
  File "/app/etl/load.py", line 88, in run
    frame = pd.concat(parts)
  File "/usr/local/lib/python3.12/site-packages/pandas/core/internals/concat.py", line 131, in concatenate_managers
    values = np.empty(shape, dtype=dtype)
numpy.core._exceptions._ArrayMemoryError: Unable to allocate 11.4 GiB for an array with shape (31, 49520114) and data type float64
### oom_killed | error,critical | required | kubelet node system oom
I1121 03:30:10.110101    1432 kubelet.go:2434] "SyncLoop (PLEG): event for pod" pod="media/jellyfin-0" event={"ID":"a1","Type":"ContainerDied","Data":"91c"}
W1121 03:30:10.120101    1432 oom_watcher_linux.go:82] "Got sys oom event" event={"Pid":3911,"ProcessName":"ffmpeg","ContainerName":"/kubepods/burstable/pod-a1/91c"}
Warning  SystemOOM  12s  kubelet  System OOM encountered, victim process: ffmpeg, pid: 3911
### oom_killed | error | required | dotnet out of memory
info: Catalog.Indexer[0]
      Rebuilding index for 812000 products
Unhandled exception. System.OutOfMemoryException: Exception of type 'System.OutOfMemoryException' was thrown.
   at System.Collections.Generic.Dictionary{TKey,TValue}.Resize(Int32 newSize, Boolean forceNewHashCodes)
   at Catalog.Indexer.Rebuild() in /src/Indexer.cs:line 71
### oom_killed | error | required | php memory limit
[21-Nov-2026 03:33:41 UTC] PHP Fatal error:  Allowed memory size of 536870912 bytes exhausted (tried to allocate 20480 bytes) in /var/www/html/lib/private/Files/Cache.php on line 214
172.16.0.4 - - [21/Nov/2026:03:33:41 +0000] "PROPFIND /remote.php/dav/files/anna/ HTTP/1.1" 500 512
[21-Nov-2026 03:34:02 UTC] PHP Fatal error:  Allowed memory size of 536870912 bytes exhausted (tried to allocate 8192 bytes) in /var/www/html/lib/private/Files/Cache.php on line 214
### oom_killed | error | required | redis at maxmemory
1:M 21 Nov 2026 03:40:00.001 * Background saving terminated with success
{"level":"error","time":"2026-11-21T03:40:12Z","logger":"sessions","msg":"write failed","err":"OOM command not allowed when used memory > 'maxmemory'."}
{"level":"error","time":"2026-11-21T03:40:13Z","logger":"sessions","msg":"write failed","err":"OOM command not allowed when used memory > 'maxmemory'."}
### oom_killed | error | required | elasticsearch circuit breaker then heap
[2026-11-21T03:44:01,101][WARN ][o.e.m.j.JvmGcMonitorService] [es-data-1] [gc][old][9211][71] duration [12.4s], collections [1]/[12.9s], total [12.4s]/[3.1m], memory [3.9gb]->[3.9gb]/[4gb]
[2026-11-21T03:44:20,440][ERROR][o.e.b.ElasticsearchUncaughtExceptionHandler] [es-data-1] fatal error in thread [elasticsearch[es-data-1][search][T#3]], exiting
java.lang.OutOfMemoryError: Java heap space
	at org.apache.lucene.util.fst.BytesStore.<init>(BytesStore.java:63)
### disk_pressure | error,critical | required | postgres wal device full
2026-11-21 04:00:01.003 UTC [61] LOG:  checkpoint starting: time
2026-11-21 04:00:14.555 UTC [2211] ERROR:  could not extend file "base/16402/24599": No space left on device
2026-11-21 04:00:14.555 UTC [2211] HINT:  Check free disk space.
2026-11-21 04:00:15.010 UTC [61] PANIC:  could not write to file "pg_wal/xlogtemp.61": No space left on device
2026-11-21 04:00:15.301 UTC [1] LOG:  server process (PID 61) was terminated by signal 6: Aborted
2026-11-21 04:00:15.302 UTC [1] LOG:  terminating any other active server processes
2026-11-21 04:00:17.001 UTC [2290] FATAL:  the database system is in recovery mode
### disk_pressure | error,critical | required | kubelet evicts for ephemeral storage
I1121 04:02:00.440101    1391 eviction_manager.go:369] "Eviction manager: must evict pod(s) to reclaim" resourceName="ephemeral-storage"
I1121 04:02:00.450101    1391 eviction_manager.go:387] "Eviction manager: pods ranked for eviction" pods=["ci/runner-8","logging/loki-0"]
Warning  EvictionThresholdMet  30s  kubelet  Attempting to reclaim ephemeral-storage
Warning  Evicted  28s  kubelet  The node was low on resource: ephemeral-storage. Threshold quantity: 4Gi, available: 812Mi. Container runner was using 21Gi, request is 0
Normal   NodeHasDiskPressure  27s  kubelet  Node nuc-3 status is now: NodeHasDiskPressure
### disk_pressure | error | required | minio drive full
API: PutObject(bucket=backups, object=velero/full.tar)
Time: 04:10:11 UTC 11/21/2026
Error: Storage backend has reached its minimum free drive threshold. Please delete a few objects to proceed. (cmd.StorageFull)
       4: internal/logger/logger.go:258:logger.LogIf()
       3: cmd/erasure-object.go:1201:cmd.erasureObjects.putObject()
### disk_pressure | error,critical | required | elasticsearch flood stage
[2026-11-21T04:12:00,115][WARN ][o.e.c.r.a.DiskThresholdMonitor] [es-master-0] high disk watermark [90%] exceeded on [kQ][es-data-0][/data] free: 18.2gb[9.1%], shards will be relocated away from this node
[2026-11-21T04:18:30,220][WARN ][o.e.c.r.a.DiskThresholdMonitor] [es-master-0] flood stage disk watermark [95%] exceeded on [kQ][es-data-0][/data] free: 9.2gb[4.6%], all indices on this node will be marked read-only
{"level":"error","ts":"2026-11-21T04:18:41Z","logger":"fluentd","msg":"bulk rejected","err":"cluster_block_exception: index [logs-2026.11.21] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block]"}
### disk_pressure | error | required | prometheus wal write
ts=2026-11-21T04:20:00.110Z caller=scrape.go:1384 level=error component="scrape manager" scrape_pool=node target=http://10.0.0.4:9100/metrics msg="Scrape commit failed" err="write to WAL: log samples: write /prometheus/wal/00001722: no space left on device"
ts=2026-11-21T04:20:02.110Z caller=compact.go:519 level=error component=tsdb msg="Compaction failed" err="compact head: persist head block: mkdir /prometheus/01J.tmp-for-creation: no space left on device"
### disk_pressure | error | required | inodes used up
sh: can't create /tmp/sess_91: No space left on device
df -i reports /var/lib/kubelet IUse% 100%
[error] 31#31: *8812 open() "/var/cache/nginx/client_temp/0000000182" failed (28: No space left on device), client: 10.42.0.1, server: _, request: "POST /upload HTTP/1.1"
### disk_pressure | warning,error | required,suggested | kubelet image gc cannot free
E1121 04:25:00.110101    1391 kubelet.go:1436] "Image garbage collection failed multiple times in a row" err="Failed to garbage collect required amount of images. Attempted to free 5120101376 bytes, but only found 0 bytes eligible to free."
Warning  FreeDiskSpaceFailed  5m  kubelet  Failed to garbage collect required amount of images. Attempted to free 5120101376 bytes, but only found 0 bytes eligible to free.
Warning  ImageGCFailed  5m  kubelet  wanted to free 5120101376 bytes, but freed 0 bytes space with errors in image deletion
### disk_pressure | error,critical | required | mongodb disk full
{"t":{"$date":"2026-11-21T04:30:11.101+00:00"},"s":"I","c":"NETWORK","id":22943,"ctx":"listener","msg":"Connection accepted","attr":{"remote":"10.42.1.9:41212"}}
{"t":{"$date":"2026-11-21T04:30:12.101+00:00"},"s":"E","c":"WT","id":22435,"ctx":"thread3","msg":"WiredTiger error message","attr":{"error":28,"message":"__posix_file_write:579:/data/db/journal/WiredTigerLog.0000000211: handle-write: pwrite: failed to write 128 bytes at offset 4096: No space left on device"}}
{"t":{"$date":"2026-11-21T04:30:12.110+00:00"},"s":"F","c":"-","id":23089,"ctx":"thread3","msg":"Fatal assertion","attr":{"msgid":50853,"file":"wiredtiger_util.cpp","line":620}}
### disk_pressure | warning | suggested | volume almost full warning
level=warning msg="PersistentVolume is filling up" pvc=monitoring/prometheus-db usage=96% predicted_full_in=5h
level=warning msg="filesystem usage above threshold" mountpoint=/var/lib/longhorn used_percent=93 threshold=85
level=info msg="scan finished" volumes=12
### disk_pressure | error | required | loki ring node cannot flush
level=error ts=2026-11-21T04:40:10.2Z caller=flush.go:178 component=ingester loop=11 org_id=fake msg="failed to flush" err="failed to flush chunks: store put chunk: open /var/loki/chunks/ZmFrZS8: no space left on device"
level=warn ts=2026-11-21T04:40:11.2Z caller=grpc_logging.go:76 method=/logproto.Pusher/Push duration=12ms err="rpc error: code = Unavailable desc = write on a full WAL disk" msg=gRPC
level=error ts=2026-11-21T04:40:14.2Z caller=checkpoint.go:601 msg="error checkpointing series" err="write /var/loki/wal/checkpoint.002191.tmp: no space left on device"
### disk_pressure | error,critical | required | kafka log dir
[2026-11-21 04:44:00,101] INFO [Log partition=orders-3, dir=/bitnami/kafka/data] Rolled new log segment at offset 991221 in 3 ms. (kafka.log.UnifiedLog)
[2026-11-21 04:44:08,441] ERROR Error while appending records to orders-3 in dir /bitnami/kafka/data (org.apache.kafka.storage.internals.log.LogDirFailureChannel)
java.io.IOException: No space left on device
	at java.base/sun.nio.ch.FileDispatcherImpl.write0(Native Method)
	at org.apache.kafka.common.record.MemoryRecords.writeFullyTo(MemoryRecords.java:92)
[2026-11-21 04:44:08,449] WARN [ReplicaManager broker=1] Stopping serving replicas in dir /bitnami/kafka/data (kafka.server.ReplicaManager)
[2026-11-21 04:44:08,501] ERROR Shutdown broker because all log dirs in /bitnami/kafka/data have failed (kafka.log.LogManager)
### disk_pressure | error | required | rabbitmq disk alarm
2026-11-21 04:50:11.112 [info] <0.412.0> Free disk space is insufficient. Free bytes: 41201664. Limit: 50000000
2026-11-21 04:50:11.113 [warning] <0.408.0> disk resource limit alarm set on node rabbit@rabbitmq-0.
**********************************************************
*** Publishers will be blocked until this alarm clears ***
**********************************************************
### volume_mount | error | required | rwo volume held by another node
Normal   Scheduled           4m    default-scheduler        Successfully assigned media/photoprism-6b to nuc-2
Warning  FailedAttachVolume  4m    attachdetach-controller  Multi-Attach error for volume "pvc-11aa" Volume is already exclusively attached to one node and can't be attached to another
Warning  FailedMount         119s  kubelet                  Unable to attach or mount volumes: unmounted volumes=[originals], unattached volumes=[], failed to process volumes=[]: timed out waiting for the condition
### volume_mount | error | required | nfs server gives no export
E1121 05:02:11.101101    1101 nestedpendingoperations.go:348] Operation for "{volumeName:kubernetes.io/nfs/films}" failed. No retries permitted until 2026-11-21 05:04:13 (durationBeforeRetry 2m2s). Error: MountVolume.SetUp failed for volume "films" (UniqueName: "kubernetes.io/nfs/films") pod "jellyfin-0": mount failed: exit status 32
Mounting command: mount
Mounting arguments: -t nfs 192.168.1.5:/volume1/films /var/lib/kubelet/pods/9/volumes/films
Output: mount.nfs: access denied by server while mounting 192.168.1.5:/volume1/films
### volume_mount | error | required | provisioner finds no storage class
I1121 05:05:00.110101       1 controller.go:1366] provision "db/data-postgres-0" class "fast": started
Warning  ProvisioningFailed  3m (x12 over 30m)  persistentvolume-controller  storageclass.storage.k8s.io "fast" not found
Warning  FailedScheduling    2m  default-scheduler  0/4 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.
### volume_mount | error | required | longhorn faulted volume
time="2026-11-21T05:07:11Z" level=warning msg="Replica pvc-7-r-1 is marked as failed, current state error" controller=longhorn-volume node=n1 volume=pvc-7
time="2026-11-21T05:07:12Z" level=error msg="All replicas are failed, volume is faulted" controller=longhorn-volume node=n1 volume=pvc-7
I1121 05:07:20.101101       1 csi_handler.go:243] "Error processing" VolumeAttachment="csi-aa1" err="failed to attach: rpc error: code = Aborted desc = volume pvc-7 is not ready for workloads"
### volume_mount | error | required | read only after device error
Nov 21 05:10:01 pi-4 kernel: EXT4-fs error (device sda1): ext4_journal_check_start:83: comm mosquitto: Detected aborted journal
Nov 21 05:10:01 pi-4 kernel: EXT4-fs (sda1): Remounting filesystem read-only
1795228201: Error saving in-memory database, unable to open /mosquitto/data/mosquitto.db.new for writing: Read-only file system.
1795228231: Error saving in-memory database, unable to open /mosquitto/data/mosquitto.db.new for writing: Read-only file system.
### volume_mount | error | required | stale nfs handle in app
2026-11-21 05:12:40,101 INFO  Scanning /data/books
2026-11-21 05:12:41,221 ERROR Could not read directory: OSError: [Errno 116] Stale file handle: '/data/books'
2026-11-21 05:13:41,221 ERROR Could not read directory: OSError: [Errno 116] Stale file handle: '/data/books'
### volume_mount | error | required | csi driver not registered
Warning  FailedMount  18s (x8 over 82s)  kubelet  MountVolume.MountDevice failed for volume "pvc-9c1" : kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name rook-ceph.rbd.csi.ceph.com not found in the list of registered CSI drivers
Normal   Scheduled    90s                default-scheduler  Successfully assigned wiki/bookstack-0 to node-c
### volume_mount | error | required | ceph rbd map fails
I1121 05:20:00.110101       1 utils.go:198] ID: 44 GRPC call: /csi.v1.Node/NodeStageVolume
E1121 05:20:30.110101       1 utils.go:203] ID: 44 Req-ID: 0001-pvc GRPC error: rpc error: code = Internal desc = rbd: map failed with error an error (exit status 110) occurred while running rbd args: [--id csi-rbd-node map pool/csi-vol-1], rbd error output: rbd: sysfs write failed
E1121 05:20:31.110101    1200 csi_attacher.go:364] kubernetes.io/csi: attacher.MountDevice failed: rpc error: code = Internal desc = rbd: map failed
### volume_mount | error | required | pvc missing
Warning  FailedScheduling  2m   default-scheduler  0/3 nodes are available: persistentvolumeclaim "uploads-v2" not found. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.
Warning  FailedScheduling  11s  default-scheduler  0/3 nodes are available: persistentvolumeclaim "uploads-v2" not found.
### volume_mount | error | required | ebs attach timeout
I1121 05:31:11.101101       1 controller.go:417] "ControllerPublishVolume: attaching" volumeID="vol-0a1" nodeID="i-0b2"
E1121 05:32:11.101101       1 driver.go:108] "GRPC error" err="rpc error: code = Internal desc = Could not attach volume \"vol-0a1\" to node \"i-0b2\": context deadline exceeded"
Warning  FailedAttachVolume  61s  attachdetach-controller  AttachVolume.Attach failed for volume "pvc-3c" : rpc error: code = DeadlineExceeded desc = context deadline exceeded
### volume_mount | error | required | fsck demanded
MountVolume.MountDevice failed for volume "pvc-4d" : rpc error: code = Internal desc = 'fsck' found errors on device /dev/longhorn/pvc-4d but could not correct them: fsck from util-linux 2.39
/dev/longhorn/pvc-4d: Inode 131074 has illegal block(s).
/dev/longhorn/pvc-4d: UNEXPECTED INCONSISTENCY; RUN fsck MANUALLY.
### image_pull | error | required | tag does not exist on docker hub
Normal   Pulling  31s (x3 over 74s)  kubelet  Pulling image "linuxserver/sonarr:5.9"
Warning  Failed   30s (x3 over 73s)  kubelet  Failed to pull image "linuxserver/sonarr:5.9": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/linuxserver/sonarr:5.9": failed to resolve reference "docker.io/linuxserver/sonarr:5.9": docker.io/linuxserver/sonarr:5.9: not found
Warning  Failed   30s (x3 over 73s)  kubelet  Error: ErrImagePull
Normal   BackOff  4s (x4 over 72s)   kubelet  Back-off pulling image "linuxserver/sonarr:5.9"
Warning  Failed   4s (x4 over 72s)   kubelet  Error: ImagePullBackOff
### image_pull | error | required | hub rate limit on pull
time="2026-11-21T05:40:10.110Z" level=info msg="PullImage \"nginx:1.27\""
time="2026-11-21T05:40:11.910Z" level=error msg="PullImage \"nginx:1.27\" failed" error="failed to pull and unpack image \"docker.io/library/nginx:1.27\": failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/library/nginx/manifests/sha256:1a: 429 Too Many Requests - Server message: toomanyrequests: You have reached your unauthenticated pull rate limit."
### image_pull | error | required | private registry without credentials
E1121 05:42:11.101101    1290 kuberuntime_image.go:53] "Failed to pull image" err="rpc error: code = Unknown desc = failed to pull and unpack image \"harbor.lan/team/api:7\": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://harbor.lan/service/token: 401 Unauthorized" image="harbor.lan/team/api:7"
E1121 05:42:11.102101    1290 pod_workers.go:1298] "Error syncing pod, skipping" err="failed to \"StartContainer\" for \"api\" with ErrImagePull" pod="team/api-7c"
### image_pull | error | required | registry certificate not trusted
Warning  Failed  9s (x3 over 50s)  kubelet  Failed to pull image "registry.home:5000/blog:2": failed to pull and unpack image "registry.home:5000/blog:2": failed to do request: Head "https://registry.home:5000/v2/blog/manifests/2": tls: failed to verify certificate: x509: certificate signed by unknown authority
Warning  Failed  9s (x3 over 50s)  kubelet  Error: ErrImagePull
### image_pull | error | required | wrong architecture image
Warning  Failed  12s  kubelet  Failed to pull image "ghcr.io/acme/cam:0.3": no match for platform in manifest: not found
Normal   BackOff 5s   kubelet  Back-off pulling image "ghcr.io/acme/cam:0.3"
### image_pull | error | required | cri-o short names
Nov 21 05:50:01 okd-2 crio[1410]: time="2026-11-21 05:50:01.101Z" level=info msg="Pulling image: grafana/agent:v9" id=91
Nov 21 05:50:02 okd-2 crio[1410]: time="2026-11-21 05:50:02.101Z" level=warning msg="Failed to find image: reading manifest v9 in docker.io/grafana/agent: manifest unknown"
Nov 21 05:50:02 okd-2 kubenswrapper[1602]: E1121 05:50:02.201101 1602 remote_image.go:180] "PullImage from image service failed" err="rpc error: code = Unknown desc = reading manifest v9 in docker.io/grafana/agent: manifest unknown" image="grafana/agent:v9"
### image_pull | error | required | docker compose pull denied
Pulling app ...
Error response from daemon: pull access denied for acme/internal-app, repository does not exist or may require 'docker login': denied: requested access to the resource is denied
### image_pull | error | required | invalid image name
Warning  InspectFailed  7s (x3 over 31s)  kubelet  Failed to apply default image tag "ghcr.io/Acme/Shop:1": couldn't parse image name "ghcr.io/Acme/Shop:1": invalid reference format: repository name (Acme/Shop) must be lowercase
Warning  Failed         7s (x3 over 31s)  kubelet  Error: InvalidImageName
### image_pull | error | required | never pull policy
Warning  ErrImageNeverPull  3s (x6 over 40s)  kubelet  Container image "local/worker:dev" is not present with pull policy of Never
Warning  Failed             3s (x6 over 40s)  kubelet  Error: ErrImageNeverPull
### image_pull | error | required | mirror timeout on layer
time="2026-11-21T06:00:01Z" level=error msg="PullImage \"quay.io/ceph/ceph:v19\" failed" error="failed to pull and unpack image: failed to copy: read tcp 192.168.1.12:41200->23.1.1.1:443: read: connection timed out"
W1121 06:00:02.101101    1290 reflector.go:561] watch of *v1.ConfigMap ended with: too old resource version
I1121 06:00:02.101101    1290 event.go:389] "Event occurred" object="rook-ceph/rook-ceph-mon-a" kind="Pod" type="Warning" reason="Failed" message="Error: ImagePullBackOff"
### image_pull | error | required | k3s registry mirror refused
time="2026-11-21T06:02:00Z" level=info msg="trying next host" error="failed to do request: Head \"http://10.0.0.9:5000/v2/blog/manifests/1.2\": dial tcp 10.0.0.9:5000: connect: connection refused" host="10.0.0.9:5000"
E1121 06:02:01.101101    2211 log.go:32] "PullImage from image service failed" err="rpc error: code = Unknown desc = failed to resolve reference \"10.0.0.9:5000/blog:1.2\": dial tcp 10.0.0.9:5000: connect: connection refused" image="10.0.0.9:5000/blog:1.2"
`;
