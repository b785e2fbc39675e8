/** Calm that sounds bad, and trouble that sounds calm. Format: see `parse.ts`. */
export const CALM = `
### benign | info | no_action | vault lease renewals
2026-11-21T12:00:01.110Z [INFO]  expiration: revoked lease: lease_id=auth/kubernetes/login/h91
2026-11-21T12:00:02.110Z [INFO]  core: successful mount: namespace="" path=kv/ type=kv
2026-11-21T12:00:03.110Z [DEBUG] auth: permission denied handler registered
### benign | info | no_action | minecraft
[12:02:01] [Server thread/INFO]: ben lost connection: Disconnected
[12:02:01] [Server thread/INFO]: ben left the game
[12:02:31] [Server thread/WARN]: Can't keep up! Is the server overloaded? Running 2103ms or 42 ticks behind
[12:02:40] [Server thread/INFO]: ben joined the game
### benign | info | no_action | cert-manager waits, then issues
I1121 12:04:01.101101       1 conditions.go:96] Setting lastTransitionTime for Certificate "blog-tls" condition "Ready" to False
I1121 12:04:02.101101       1 acme.go:201] "certificate has not yet been issued, waiting" resource_name="blog-tls-1"
I1121 12:04:31.101101       1 acme.go:233] "certificate issued" resource_name="blog-tls-1"
### benign | info | no_action | postgres admin shutdown
2026-11-21 12:06:01.101 UTC [1] LOG:  received smart shutdown request
2026-11-21 12:06:01.201 UTC [1] LOG:  background worker "logical replication launcher" (PID 71) exited with exit code 1
2026-11-21 12:06:01.301 UTC [61] LOG:  shutting down
2026-11-21 12:06:01.401 UTC [1] LOG:  database system is shut down
### benign | info | no_action | postgres start
2026-11-21 12:08:01.101 UTC [1] LOG:  starting PostgreSQL 17.2 on x86_64-pc-linux-musl
2026-11-21 12:08:01.201 UTC [28] LOG:  database system was shut down at 2026-11-21 12:06:01 UTC
2026-11-21 12:08:01.401 UTC [1] LOG:  database system is ready to accept connections
### benign | info | no_action | mariadb aborted connections
2026-11-21 12:10:01 81 [Warning] Aborted connection 81 to db: 'wiki' user: 'wiki' host: '10.42.0.4' (Got an error reading communication packets)
2026-11-21 12:10:02 0 [Note] InnoDB: Buffer pool(s) dump completed at 261121 12:10:02
2026-11-21 12:10:03 0 [Note] mariadbd: ready for connections.
### benign | info | no_action | argo prune and health
time="2026-11-21T12:12:01Z" level=info msg="Updating operation state. phase: Running -> Succeeded, message: 'one or more tasks are running' -> 'successfully synced (all tasks run)'" application=argocd/blog
time="2026-11-21T12:12:02Z" level=info msg="Skipping auto-sync: application status is Synced" application=argocd/blog
### benign | info | no_action | ingress access with client errors
10.42.0.1 - - [21/Nov/2026:12:14:01 +0000] "POST /login HTTP/2.0" 401 31 "-" "Mozilla/5.0" 88 0.021
10.42.0.1 - - [21/Nov/2026:12:14:09 +0000] "POST /login HTTP/2.0" 302 0 "-" "Mozilla/5.0" 88 0.031
10.42.0.1 - - [21/Nov/2026:12:14:10 +0000] "GET /home HTTP/2.0" 200 9122 "-" "Mozilla/5.0" 88 0.041
### benign | info | no_action | kafka client rebalances
[Consumer clientId=c, groupId=g] Attempt to heartbeat failed since group is rebalancing
[Consumer clientId=c, groupId=g] Revoke previously assigned partitions orders-1
[Consumer clientId=c, groupId=g] Successfully joined group with generation Generation{generationId=9}
[Consumer clientId=c, groupId=g] Setting offset for partition orders-2 to the committed offset
### benign | info | no_action | ups self test
upsmon[81]: UPS apc@localhost on battery
upsmon[81]: UPS apc@localhost on line power
upsd[71]: self test passed
### benign | info | no_action | snapshot cleanup
INFO snapshot: deleting 4 expired snapshots
INFO snapshot: 0 failed, 4 deleted
WARN snapshot: volume pvc-3 has no snapshots yet, skipped
INFO snapshot: done in 3.1s
### benign | info | no_action | test run of alerts
ts=2026-11-21T12:20:01Z level=info component=dispatcher msg="notify success" receiver=ntfy alerts="[TestAlert[resolved]]"
ts=2026-11-21T12:20:02Z level=debug component=dispatcher msg="Received alert" alert=DiskFull[active] note="silenced by test"
ts=2026-11-21T12:20:03Z level=info component=nflog msg="maintenance done" duration=1ms
### connection_refused | error | required | retries for ever, with other successes
2026-11-21T12:30:01Z WARN  sync: dial tcp 10.43.4.4:9000: connect: connection refused, retrying in 1s
2026-11-21T12:30:02Z INFO  http: GET /health 200 1ms
2026-11-21T12:30:03Z WARN  sync: dial tcp 10.43.4.4:9000: connect: connection refused, retrying in 2s
2026-11-21T12:30:05Z INFO  cache: refreshed successfully
2026-11-21T12:30:06Z WARN  sync: dial tcp 10.43.4.4:9000: connect: connection refused, retrying in 4s
### dns_failure | error | required | plain lines, no levels
starting fetcher
fetch https://feeds.lan/a: Could not resolve host: feeds.lan
fetch https://feeds.lan/b: Could not resolve host: feeds.lan
GET /health 200 ok
### database | error | required | calm words around
2026-11-21T12:34:01Z INFO  job started
2026-11-21T12:34:02Z INFO  query failed: ERROR: relation "invoices" does not exist
2026-11-21T12:34:02Z INFO  job finished
### tls_certificate | error | required | warned and went on
2026-11-21T12:36:01Z WARN  push to registry.lan: certificate has expired
2026-11-21T12:36:02Z INFO  next run in 10m, scheduler ready
2026-11-21T12:46:01Z WARN  push to registry.lan: certificate has expired
2026-11-21T12:46:02Z INFO  next run in 10m, scheduler ready
### network_timeout | error | required | one of two peers
INFO  peer a: connected
WARN  peer b: handshake timed out
WARN  peer b: handshake timed out
INFO  peer a: heartbeat ok
`;
