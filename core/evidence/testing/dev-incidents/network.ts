/** Certificates, permissions, names, connections, limits, dependencies. Format: see `parse.ts`. */
export const NETWORK = String.raw`
### tls_certificate | error | required | cert-manager webhook ca unknown
E1121 08:00:01.101101       1 dispatcher.go:214] "Unhandled Error" err="failed calling webhook \"webhook.cert-manager.io\": failed to call webhook: Post \"https://cert-manager-webhook.cert-manager.svc:443/validate?timeout=30s\": tls: failed to verify certificate: x509: certificate signed by unknown authority"
W1121 08:00:01.101501       1 dispatcher.go:218] Failed calling webhook, failing open webhook.cert-manager.io: failed calling webhook
I1121 08:00:02.101101       1 controller.go:615] quota admission added evaluator for: certificates.cert-manager.io
### tls_certificate | error | required | node client expired cert
{"level":50,"time":1795228000000,"msg":"sync failed","err":{"type":"Error","message":"certificate has expired","code":"CERT_HAS_EXPIRED","stack":"Error: certificate has expired\n    at TLSSocket.onConnectSecure (node:_tls_wrap:1674:34)"}}
{"level":30,"time":1795228001000,"msg":"next sync in 300s"}
### tls_certificate | error | required | java truststore
2026-11-21 08:04:01,220 ERROR [scheduler-2] c.a.billing.PspClient - payment gateway call failed
org.springframework.web.client.ResourceAccessException: I/O error on POST request for "https://psp.lan/charge": PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target
	at org.springframework.web.client.RestTemplate.createResourceAccessException(RestTemplate.java:888)
Caused by: javax.net.ssl.SSLHandshakeException: PKIX path building failed
### tls_certificate | error | required | kubelet client certificate expired
E1121 08:06:01.101101    1120 bootstrap.go:266] part of the existing bootstrap client certificate in /etc/kubernetes/kubelet.conf is expired: 2026-11-20 08:00:00 +0000 UTC
E1121 08:06:01.102101    1120 run.go:72] "command failed" err="failed to run Kubelet: unable to load bootstrap kubeconfig: stat /etc/kubernetes/bootstrap-kubelet.conf: no such file or directory"
systemd[1]: kubelet.service: Main process exited, code=exited, status=1/FAILURE
### tls_certificate | error | required | python requests wrong hostname
2026-11-21 08:08:01,110 WARNING urllib3.connectionpool Retrying (Retry(total=0)) after connection broken by 'SSLError(SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch, certificate is not valid for 'git.lan'. (_ssl.c:1000)"))': /api
requests.exceptions.SSLError: HTTPSConnectionPool(host='git.lan', port=443): Max retries exceeded with url: /api (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch')))
### tls_certificate | error | required | openssl version in php
PHP Warning:  file_get_contents(): SSL operation failed with code 1. OpenSSL Error messages:
error:0A000086:SSL routines::certificate verify failed in /var/www/app/Updater.php on line 40
PHP Warning:  file_get_contents(https://updates.lan/list.json): Failed to open stream: operation failed
### tls_certificate | error | required | dotnet remote certificate
fail: Orders.Worker[0]
      Poll failed
      System.Net.Http.HttpRequestException: The SSL connection could not be established, see inner exception.
       ---> System.Security.Authentication.AuthenticationException: The remote certificate is invalid because of errors in the certificate chain: NotTimeValid
         at System.Net.Security.SslStream.CompleteHandshake(SslAuthenticationOptions sslAuthenticationOptions)
### tls_certificate | error | required | envoy upstream tls
[2026-11-21 08:14:01.101][31][debug][connection] remote address:10.42.3.9:8443,TLS_error:|268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:TLS_error_end
[2026-11-21T08:14:01.110Z] "GET /cart HTTP/2" 503 UF,URX upstream_reset_before_response_started{connection_failure,TLS_error:CERTIFICATE_VERIFY_FAILED} - "-" 0 210 9 - "-" "curl" "cart.shop" "10.42.3.9:8443"
### tls_certificate | warning,error | required,suggested | cert-manager issuing fails
I1121 08:16:01.101101       1 setup.go:219] "skipping re-verifying ACME account" logger="cert-manager.controller"
E1121 08:16:05.101101       1 sync.go:190] "propagation check failed" err="wrong status code '404', expected '200'" logger="cert-manager.controller" resource_name="blog-tls-1" resource_kind="Challenge" domain="blog.lan"
W1121 08:16:09.101101       1 controller.go:55] Certificate web/blog-tls is not ready: certificate expired on 2026-11-20
### tls_certificate | error | required | rust rustls
2026-11-21T08:18:01.110Z  INFO relay: connecting to wss://hub.lan:8443
2026-11-21T08:18:01.330Z ERROR relay: connection failed: tls error: invalid peer certificate: Expired
2026-11-21T08:18:31.330Z ERROR relay: connection failed: tls error: invalid peer certificate: Expired
### tls_certificate | warning,error | required,suggested | server side bad certificate
http: TLS handshake error from 10.42.0.18:41822: remote error: tls: bad certificate
http: TLS handshake error from 10.42.0.18:41831: remote error: tls: bad certificate
2026/11/21 08:20:01 served 0 requests
### auth_forbidden | error | required | operator RBAC
W1121 08:30:01.101101       1 reflector.go:547] pkg/mod/k8s.io/client-go/tools/cache/reflector.go:243: failed to list *v1.Node: nodes is forbidden: User "system:serviceaccount:infra:metallb" cannot list resource "nodes" in API group "" at the cluster scope
E1121 08:30:01.101501       1 reflector.go:150] Failed to watch *v1.Node: failed to list *v1.Node: nodes is forbidden: User "system:serviceaccount:infra:metallb" cannot list resource "nodes" in API group "" at the cluster scope
### auth_forbidden | error | required | mysql access denied
2026-11-21 08:32:01 [Note] InnoDB: Buffer pool(s) load completed at 261121  8:32:00
[error] SQLSTATE[HY000] [1045] Access denied for user 'nextcloud'@'10.42.1.7' (using password: YES)
PDOException: SQLSTATE[HY000] [1045] Access denied for user 'nextcloud'@'10.42.1.7' (using password: YES) in /var/www/html/lib/DB.php:81
### auth_forbidden | error | required | s3 access denied
velero: time="2026-11-21T08:34:01Z" level=error msg="Error listing backups in backup store" backupLocation=default error="rpc error: code = Unknown desc = AccessDenied: Access Denied. status code: 403, request id: 17F" logSource="pkg/controller/backup_sync_controller.go:107"
### auth_forbidden | error | required | file permission in data dir
mkdir: cannot create directory '/bitnami/postgresql/data': Permission denied
postgresql 08:36:01.10 INFO  ==> ** Starting PostgreSQL setup **
Warning  BackOff  5s (x7 over 70s)  kubelet  Back-off restarting failed container postgresql in pod pg-0_db(91)
### auth_forbidden | error | required | vault token
2026-11-21T08:38:01.110Z [ERROR] agent.auth.handler: error authenticating: error="Error making API request. URL: PUT https://vault.lan:8200/v1/auth/kubernetes/login Code: 403. Errors: * permission denied" backoff=4m30s
2026-11-21T08:38:02.110Z [INFO]  agent.template.server: template server received new token
### auth_forbidden | error | required | git deploy key
{"level":"error","ts":"2026-11-21T08:40:01Z","msg":"Reconciler error","controller":"gitrepository","name":"flux-system","error":"failed to checkout and determine revision: unable to clone 'ssh://git@git.lan/home/cluster': ssh: handshake failed: ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain"}
### auth_forbidden | error | required | mongo auth
{"t":{"$date":"2026-11-21T08:42:01.101+00:00"},"s":"I","c":"ACCESS","id":5286307,"ctx":"conn88","msg":"Failed to authenticate","attr":{"client":"10.42.0.4:51110","mechanism":"SCRAM-SHA-256","user":"unifi","db":"admin","error":"AuthenticationFailed: SCRAM authentication failed, storedKey mismatch"}}
MongoServerError: Authentication failed.
### auth_forbidden | error | required | rabbitmq login refused
2026-11-21 08:44:01.110 [error] <0.911.0> Error on AMQP connection <0.911.0> (10.42.2.2:40110 -> 10.42.1.3:5672, state: starting):
PLAIN login refused: user 'worker' - invalid credentials
2026-11-21 08:44:01.113 [info] <0.911.0> closing AMQP connection <0.911.0> (10.42.2.2:40110 -> 10.42.1.3:5672)
### auth_forbidden | error | required | oauth refresh
{"level":"warn","msg":"token refresh","attempt":1}
{"level":"error","msg":"calendar sync aborted","error":"oauth2: \"invalid_grant\" \"Token has been expired or revoked.\""}
{"level":"info","msg":"worker idle"}
### auth_forbidden | error | required | smtp
[2026-11-21 08:48:01] mail.ERROR: Failed to authenticate on SMTP server with username "alerts@lan" using the following authenticators: "LOGIN", "PLAIN". Authenticator "LOGIN" returned "Expected response code "235" but got code "535", with message "535 5.7.8 Error: authentication failed"
### auth_forbidden | error | required | kafka acl
[2026-11-21 08:50:01,110] ERROR [Producer clientId=billing] Aborting producer batches due to fatal error (org.apache.kafka.clients.producer.internals.Sender)
org.apache.kafka.common.errors.TopicAuthorizationException: Not authorized to access topics: [invoices]
### dns_failure | error | required | go client, coredns
ts=2026-11-21T09:00:01Z caller=notifier.go:610 level=error component=notifier alertmanager=http://alertmanager.monitoring.svc:9093/api/v2/alerts count=4 msg="Error sending alerts" err="Post \"http://alertmanager.monitoring.svc:9093/api/v2/alerts\": dial tcp: lookup alertmanager.monitoring.svc on 10.96.0.10:53: no such host"
ts=2026-11-21T09:00:09Z caller=scrape.go:1400 level=debug msg="Scrape failed" err="context deadline exceeded"
### dns_failure | error | required | python name resolution
2026-11-21 09:02:01,110 ERROR    apscheduler.executors.default: Job "fetch_feed" raised an exception
requests.exceptions.ConnectionError: HTTPSConnectionPool(host='feeds.lan', port=443): Max retries exceeded with url: /rss (Caused by NameResolutionError("<urllib3.connection.HTTPSConnection object>: Failed to resolve 'feeds.lan' ([Errno -3] Temporary failure in name resolution)"))
### dns_failure | error | required | java unknown host and pool symptom
2026-11-21T09:04:01.110Z ERROR 1 --- [main] com.zaxxer.hikari.pool.HikariPool : HikariPool-1 - Exception during pool initialization.
org.postgresql.util.PSQLException: The connection attempt failed.
	at org.postgresql.core.v3.ConnectionFactoryImpl.openConnectionImpl(ConnectionFactoryImpl.java:364)
Caused by: java.net.UnknownHostException: postgres-rw.db
	at java.base/java.net.AbstractPlainSocketImpl.connect(AbstractPlainSocketImpl.java:229)
2026-11-21T09:04:01.330Z ERROR 1 --- [main] o.s.boot.SpringApplication : Application run failed
### dns_failure | error | required | node eai again
Error: getaddrinfo EAI_AGAIN redis-master
    at GetAddrInfoReqWrap.onlookup [as oncomplete] (node:dns:109:26) {
  errno: -3001, code: 'EAI_AGAIN', syscall: 'getaddrinfo', hostname: 'redis-master'
}
[ioredis] Unhandled error event: Error: getaddrinfo EAI_AGAIN redis-master
### dns_failure | error | required | coredns loop
[INFO] plugin/ready: Still waiting on: "kubernetes"
[FATAL] plugin/loop: Loop (127.0.0.1:41101 -> :53) detected for zone ".", see https://coredns.io/plugins/loop#troubleshooting. Query: "HINFO 471."
### dns_failure | error | required | coredns servfail to upstream
[INFO] 10.42.0.9:38111 - 4410 "A IN api.github.com. udp 32 false 512" SERVFAIL qr,rd 32 4.0s
[ERROR] plugin/errors: 2 api.github.com. A: read udp 10.42.0.3:51120->192.168.1.1:53: i/o timeout
[INFO] 10.42.0.9:38111 - 4411 "AAAA IN api.github.com. udp 32 false 512" SERVFAIL qr,rd 32 4.0s
### dns_failure | error | required | curl in a cron job
+ curl -fsS https://backup.lan/ping
curl: (6) Could not resolve host: backup.lan
command terminated with exit code 6
job backup-ping failed, will be retried by schedule
### dns_failure | error | required | php mysql
SQLSTATE[HY000] [2002] php_network_getaddresses: getaddrinfo for mariadb failed: Name or service not known
[21-Nov-2026 09:14:01] NOTICE: fpm is running, pid 1
### dns_failure | error | required | elixir nxdomain
09:16:01.110 [error] Postgrex.Protocol (#PID<0.411.0>) failed to connect: ** (DBConnection.ConnectionError) tcp connect (pg.lan:5432): non-existing domain - :nxdomain
09:16:03.110 [error] Postgrex.Protocol (#PID<0.412.0>) failed to connect: ** (DBConnection.ConnectionError) tcp connect (pg.lan:5432): non-existing domain - :nxdomain
### dns_failure | error | required | nginx resolver
2026/11/21 09:18:01 [error] 29#29: *71 grafana.monitoring.svc could not be resolved (2: Server failure), client: 10.42.0.1, server: dash.lan, request: "GET / HTTP/1.1"
2026/11/21 09:18:02 [error] 29#29: *72 grafana.monitoring.svc could not be resolved (2: Server failure), client: 10.42.0.1, server: dash.lan, request: "GET / HTTP/1.1"
### dns_failure | error | required | dotnet
Unhandled exception. System.Net.Sockets.SocketException (0xFFFDFFFF): Name or service not known
   at System.Net.Dns.GetHostEntryOrAddressesCore(String hostName, Boolean justAddresses)
   at StackExchange.Redis.ConnectionMultiplexer.Connect(String configuration)
### connection_refused | error | required | go redis
{"level":"info","ts":1795230000.1,"msg":"starting worker"}
{"level":"error","ts":1795230001.1,"msg":"cannot ping redis","error":"dial tcp 10.43.7.7:6379: connect: connection refused"}
{"level":"error","ts":1795230006.1,"msg":"cannot ping redis","error":"dial tcp 10.43.7.7:6379: connect: connection refused"}
{"level":"fatal","ts":1795230011.1,"msg":"giving up after 3 attempts"}
### connection_refused | error | required | python psycopg, database down
django.db.utils.OperationalError: connection to server at "10.43.9.1", port 5432 failed: Connection refused
	Is the server running on that host and accepting TCP/IP connections?
[2026-11-21 09:32:01 +0000] [1] [ERROR] Worker (pid:9) exited with code 1
### connection_refused | error | required | nginx upstream
2026/11/21 09:34:01 [error] 31#31: *1201 connect() failed (111: Connection refused) while connecting to upstream, client: 10.42.0.1, server: shop.lan, request: "GET /cart HTTP/1.1", upstream: "http://10.42.2.8:8080/cart", host: "shop.lan"
10.42.0.1 - - [21/Nov/2026:09:34:01 +0000] "GET /cart HTTP/1.1" 502 157 "-" "Mozilla/5.0"
### connection_refused | error | required | jdbc
org.postgresql.util.PSQLException: Connection to postgres:5432 refused. Check that the hostname and port are correct and that the postmaster is accepting TCP/IP connections.
	at org.postgresql.core.v3.ConnectionFactoryImpl.openConnectionImpl(ConnectionFactoryImpl.java:342)
Caused by: java.net.ConnectException: Connection refused
	at java.base/sun.nio.ch.Net.pollConnect(Native Method)
### connection_refused | error | required | rust panic on refused
thread 'main' panicked at src/main.rs:41:10:
called Result::unwrap() on an Err value: Io(Os { code: 111, kind: ConnectionRefused, message: "Connection refused" })
note: run with RUST_BACKTRACE=1 environment variable to display a backtrace
### connection_refused | error | required | kubectl api
The connection to the server 192.168.1.10:6443 was refused - did you specify the right host or port?
E1121 09:40:01.101101   90112 memcache.go:265] "Unhandled Error" err="couldn't get current server API group list: Get \"https://192.168.1.10:6443/api?timeout=32s\": dial tcp 192.168.1.10:6443: connect: connection refused"
### connection_refused | error | required | celery broker
[2026-11-21 09:42:01,110: ERROR/MainProcess] consumer: Cannot connect to amqp://guest:**@rabbitmq:5672//: [Errno 111] Connection refused.
Trying again in 2.00 seconds... (1/100)
[2026-11-21 09:42:03,110: ERROR/MainProcess] consumer: Cannot connect to amqp://guest:**@rabbitmq:5672//: [Errno 111] Connection refused.
### connection_refused | error | required | mysql client 2002
ERROR 2003 (HY000): Can't connect to MySQL server on 'mariadb:3306' (111)
mariadb-check: exited with 1
Waiting for database... 30s
### connection_refused | error | required | kafka client broker may not be available
[2026-11-21 09:46:01,110] WARN [Consumer clientId=c1, groupId=g] Connection to node -1 (kafka/10.43.1.8:9092) could not be established. Node may not be available. (org.apache.kafka.clients.NetworkClient)
[2026-11-21 09:46:01,111] WARN [Consumer clientId=c1, groupId=g] Bootstrap broker kafka:9092 (id: -1 rack: null) disconnected (org.apache.kafka.clients.NetworkClient)
java.net.ConnectException: Connection refused
### connection_refused | error | required | nodejs aggregate
AggregateError [ECONNREFUSED]: 
    at internalConnectMultiple (node:net:1122:18)
  [errors]: [ Error: connect ECONNREFUSED ::1:5432, Error: connect ECONNREFUSED 127.0.0.1:5432 ]
Failed to run migrations, retrying
### connection_refused | error | required | socket of a daemon
Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?
error during connect: dial unix /var/run/docker.sock: connect: connection refused
### network_timeout | error | required | apt of a metric scrape
level=warn ts=2026-11-21T10:00:01Z component="scrape manager" target=http://192.168.1.77:9100/metrics msg="Append failed" err="Get \"http://192.168.1.77:9100/metrics\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
level=warn ts=2026-11-21T10:01:01Z component="scrape manager" target=http://192.168.1.77:9100/metrics msg="Append failed" err="Get \"http://192.168.1.77:9100/metrics\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
### network_timeout | error | required | requests connect timeout
urllib3.exceptions.ConnectTimeoutError: (<urllib3.connection.HTTPSConnection object at 0x7f>, 'Connection to api.lan timed out. (connect timeout=10)')
During handling of the above exception, another exception occurred:
Traceback (most recent call last):
  File "/app/poll.py", line 19, in poll
    r = session.get(url, timeout=10)
requests.exceptions.ConnectTimeout: HTTPSConnectionPool(host='api.lan', port=443): Max retries exceeded with url: /v1 (Caused by ConnectTimeoutError)
### network_timeout | error | required | java socket timeout
2026-11-21 10:04:01.110 ERROR 1 --- [nio-8080-exec-3] c.a.stock.Client : GET http://stock:8080/items failed
feign.RetryableException: Read timed out executing GET http://stock:8080/items
	at feign.FeignException.errorExecuting(FeignException.java:268)
Caused by: java.net.SocketTimeoutException: Read timed out
### network_timeout | error | required | no route
2026-11-21T10:06:01Z WARN  mqtt: reconnecting in 30s
2026-11-21T10:06:31Z ERROR mqtt: dial tcp 192.168.20.4:1883: connect: no route to host
2026-11-21T10:07:01Z ERROR mqtt: dial tcp 192.168.20.4:1883: connect: no route to host
### network_timeout | error | required | node undici
TypeError: fetch failed
    at node:internal/deps/undici/undici:13510:13
  [cause]: ConnectTimeoutError: Connect Timeout Error (attempted address: hooks.lan:443, timeout: 10000ms)
      code: 'UND_ERR_CONNECT_TIMEOUT'
### network_timeout | error | required | gateway timeout from ingress
2026/11/21 10:10:01 [error] 44#44: *88 upstream timed out (110: Operation timed out) while reading response header from upstream, client: 10.42.0.1, server: photos.lan, request: "GET /api/timeline HTTP/2.0", upstream: "http://10.42.3.3:2283/api/timeline"
10.42.0.1 - - [21/Nov/2026:10:10:01 +0000] "GET /api/timeline HTTP/2.0" 504 167 "-" "Mozilla/5.0" 33 60.001
### network_timeout | error | required | grpc deadline
{"severity":"ERROR","timestamp":"2026-11-21T10:12:01Z","message":"checkout failed","error":"rpc error: code = DeadlineExceeded desc = context deadline exceeded","service":"payments:50051"}
{"severity":"ERROR","timestamp":"2026-11-21T10:12:05Z","message":"checkout failed","error":"rpc error: code = DeadlineExceeded desc = context deadline exceeded","service":"payments:50051"}
{"severity":"INFO","timestamp":"2026-11-21T10:12:06Z","message":"GET /healthz 200"}
### network_timeout | critical,error | required | node not ready, lease
I1121 10:14:01.101101       1 node_lifecycle_controller.go:1130] node worker-4 hasn't been updated for 40.01s. Last Ready is: {Type:Ready Status:Unknown Reason:NodeStatusUnknown Message:Kubelet stopped posting node status.}
E1121 10:14:03.101101    1021 kubelet_node_status.go:544] "Error updating node status, will retry" err="error getting node \"worker-4\": Get \"https://10.0.0.2:6443/api/v1/nodes/worker-4?timeout=10s\": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)"
E1121 10:14:13.101101    1021 controller.go:145] "Failed to ensure lease exists, will retry" err="Get \"https://10.0.0.2:6443/apis/coordination.k8s.io/v1\": dial tcp 10.0.0.2:6443: i/o timeout"
### network_timeout | error | required | database connect timeout from app
sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) connection to server at "192.168.1.30", port 5432 failed: Connection timed out
	Is the server running on that host and accepting TCP/IP connections?
(Background on this error at: https://sqlalche.me/e/20/e3q8)
### network_timeout | error | required | wireguard and bgp
bird: kube1: Connection lost (Hold timer expired)
bird: kube1: State changed to start
2026-11-21 10:18:01 network unreachable: 172.16.5.0/24 via wg0, handshake did not complete after 5 seconds, retrying (try 20)
ping: connect: Network is unreachable
### network_timeout | error | required | restic over sftp
Fatal: unable to open repository at sftp:nas:/backup: unable to start the sftp session, error: error receiving version packet from server: server unexpectedly closed connection
subprocess ssh: ssh: connect to host nas port 22: Connection timed out
exit status 1
### rate_limited | warning | suggested,required | github api
{"level":"warn","msg":"github: 403 API rate limit exceeded for installation ID 441. If you reach out to GitHub Support","repo":"acme/infra"}
{"level":"info","msg":"sleeping until 2026-11-21T11:00:00Z"}
{"level":"error","msg":"sync of acme/infra failed","err":"API rate limit exceeded for installation ID 441"}
### rate_limited | warning | suggested,required | lets encrypt
E1121 11:02:01.101101       1 controller.go:167] "re-queuing item due to error processing" err="429 urn:ietf:params:acme:error:rateLimited: too many certificates (5) already issued for this exact set of domains in the last 168h0m0s" logger="cert-manager.controller"
I1121 11:02:02.101101       1 trigger_controller.go:194] "Certificate must be re-issued" key="web/blog-tls" reason="Failed"
### rate_limited | warning | suggested,required | openai python
openai.RateLimitError: Error code: 429 - {'error': {'message': 'Rate limit reached for gpt-4o on tokens per min (TPM): Limit 30000', 'type': 'tokens', 'code': 'rate_limit_exceeded'}}
INFO:httpx:HTTP Request: POST https://llm.lan/v1/chat/completions "HTTP/1.1 429 Too Many Requests"
### rate_limited | warning | suggested,required | aws throttling
time="2026-11-21T11:06:01Z" level=error msg="failed to list records" err="operation error Route 53: ListResourceRecordSets, exceeded maximum number of attempts, 5, https response error StatusCode: 400, ThrottlingException: Rate exceeded"
time="2026-11-21T11:06:01Z" level=info msg="Instantiating new Kubernetes client"
### rate_limited | warning | suggested,required | loki ingestion
level=error ts=2026-11-21T11:08:01Z caller=client.go:430 component=client host=loki:3100 msg="final error sending batch" status=429 error="server returned HTTP status 429 Too Many Requests (429): Ingestion rate limit exceeded for user fake (limit: 4194304 bytes/sec) while attempting to ingest '812' lines"
level=warn ts=2026-11-21T11:08:00Z caller=client.go:419 component=client host=loki:3100 msg="error sending batch, will retry" status=429
### rate_limited | warning | suggested,required | telegram bot
2026-11-21 11:10:01 ERROR bot: Flood control exceeded. Retry in 31 seconds
telegram.error.RetryAfter: Flood control exceeded. Retry in 31 seconds
### rate_limited | warning | suggested,required | access log of 429
192.168.1.4 - - [21/Nov/2026:11:12:01 +0000] "POST /api/login HTTP/1.1" 429 162 "-" "okhttp/4"
2026/11/21 11:12:01 [error] 30#30: *9 limiting requests, excess: 20.440 by zone "login", client: 192.168.1.4, server: id.lan
192.168.1.4 - - [21/Nov/2026:11:12:02 +0000] "POST /api/login HTTP/1.1" 429 162 "-" "okhttp/4"
192.168.1.4 - - [21/Nov/2026:11:12:03 +0000] "POST /api/login HTTP/1.1" 429 162 "-" "okhttp/4"
### rate_limited | warning | suggested,required | dotnet polly
warn: Polly[0]
      Resilience event occurred. EventName: 'OnRetry', Source: 'weather', Result: '429'
fail: Weather.Service[0]
      Forecast failed: Response status code does not indicate success: 429 (Too Many Requests).
### rate_limited | warning | suggested,required | s3 slow down
2026-11-21T11:16:01Z ERR upload failed error="SlowDown: Please reduce your request rate. status code: 503" object=chunks/19
2026-11-21T11:16:04Z ERR upload failed error="SlowDown: Please reduce your request rate. status code: 503" object=chunks/20
### rate_limited | warning | suggested,required | client-go apf
I1121 11:18:01.101101       1 request.go:697] Waited for 12.99s due to client-side throttling, not priority and fairness, request: GET:https://10.96.0.1:443/apis/apps/v1
E1121 11:18:31.101101       1 reflector.go:150] Failed to watch *v1.Pod: the server has received too many requests and has asked us to try again later (get pods)
### dependency_unavailable | error | required | envoy no healthy upstream
[2026-11-21T11:30:01.110Z] "GET /recommend HTTP/1.1" 503 UH no_healthy_upstream - "-" 0 19 0 - "10.42.0.1" "curl/8" "9f" "recommend.shop" "-" - -
[2026-11-21T11:30:02.110Z] "GET /recommend HTTP/1.1" 503 UH no_healthy_upstream - "-" 0 19 0 - "10.42.0.1" "curl/8" "a0" "recommend.shop" "-" - -
### dependency_unavailable | error | required | resilience4j
2026-11-21T11:32:01.110Z  WARN 1 --- [exec-1] c.a.web.CartController : inventory unavailable: 503 Service Unavailable: [no body]
2026-11-21T11:32:05.110Z ERROR 1 --- [exec-2] c.a.web.CartController : io.github.resilience4j.circuitbreaker.CallNotPermittedException: CircuitBreaker 'inventory' is OPEN and does not permit further calls
### dependency_unavailable | error | required | kafka brokers gone
%3|1795231000.101|FAIL|rdkafka#producer-1| [thrd:kafka-0:9092/0]: kafka-0:9092/0: Disconnected (after 310ms in state UP)
%3|1795231001.101|ERROR|rdkafka#producer-1| [thrd:app]: rdkafka#producer-1: 3/3 brokers are down
ERROR orders.publisher: delivery failed: KafkaError{code=_ALL_BROKERS_DOWN,val=-187,str="3/3 brokers are down"}
### dependency_unavailable | error | required | webhook no endpoints
Error from server (InternalError): error when creating "ingress.yaml": Internal error occurred: failed calling webhook "validate.nginx.ingress.kubernetes.io": failed to call webhook: Post "https://ingress-nginx-controller-admission.ingress-nginx.svc:443/networking/v1/ingresses?timeout=10s": no endpoints available for service "ingress-nginx-controller-admission"
### dependency_unavailable | error | required | connection reset by a peer service
{"level":"error","time":"2026-11-21T11:38:01Z","msg":"call inventory","err":"read tcp 10.42.0.7:38122->10.43.5.5:8080: read: connection reset by peer"}
{"level":"error","time":"2026-11-21T11:38:03Z","msg":"call inventory","err":"Post \"http://inventory:8080/reserve\": EOF"}
{"level":"info","time":"2026-11-21T11:38:04Z","msg":"health ok"}
### dependency_unavailable | error | required | third party 500
[2026-11-21 11:40:01] production.ERROR: Server error: POST https://pay.lan/v2/charges resulted in a 500 Internal Server Error response {"exception":"[object] (GuzzleHttp\\Exception\\ServerException(code: 500))"}
[2026-11-21 11:40:09] production.ERROR: Server error: POST https://pay.lan/v2/charges resulted in a 502 Bad Gateway response
### dependency_unavailable | error | required | traefik no available server
192.168.1.9 - - [21/Nov/2026:11:42:01 +0000] "GET / HTTP/2.0" 503 20 "-" "-" 4412 "wiki@kubernetes" "-" 0ms
192.168.1.9 - - [21/Nov/2026:11:42:02 +0000] "GET / HTTP/2.0" 503 20 "-" "-" 4413 "wiki@kubernetes" "-" 0ms
time="2026-11-21T11:42:02Z" level=warning msg="Health check failed, removing from server list" serverName=wiki
### dependency_unavailable | error | required | grpc unavailable
E1121 11:44:01.101101       1 client.go:88] "loading cart failed" err="rpc error: code = Unavailable desc = upstream connect error or disconnect/reset before headers. reset reason: connection termination"
### dependency_unavailable | error | required | ruby sidekiq calling api
2026-11-21T11:46:01.110Z pid=1 tid=oq1 class=SyncJob jid=9a WARN: Faraday::ServerError: the server responded with status 503
2026-11-21T11:46:31.110Z pid=1 tid=oq1 class=SyncJob jid=9a WARN: Faraday::ServerError: the server responded with status 503
2026-11-21T11:47:31.110Z pid=1 tid=oq1 class=SyncJob jid=9a ERROR: retries exhausted, job is dead
### dependency_unavailable | error | required | nats no responders
[ERR] 2026/11/21 11:48:01 request billing.charge: nats: no responders available for request
[ERR] 2026/11/21 11:48:09 request billing.charge: nats: no responders available for request
### dependency_unavailable | error | required | metrics api backend missing
E1121 11:50:01.101101       1 horizontal.go:270] failed to compute desired number of replicas based on listed metrics for Deployment/shop/web: failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server is currently unable to handle the request (get pods.metrics.k8s.io)
W1121 11:50:02.101101       1 handler_proxy.go:99] no RequestInfo found in the context
E1121 11:50:02.101101       1 remote_available_controller.go:448] v1beta1.metrics.k8s.io failed with: failing or missing response from https://10.43.1.2:443/apis/metrics.k8s.io/v1beta1: bad status from endpoint: 503
`;
