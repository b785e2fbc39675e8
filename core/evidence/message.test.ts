import { expect, test } from "vitest";
import { messageOf } from "./message.ts";

test.each([
  ['{"level":"error","msg":"call failed","error":"EOF"}', "call failed: EOF"],
  ['level=error ts=1 msg="push failed" err="no route to host"', "push failed: no route to host"],
  ['E1121 02:10:02.003111    1201 kubelet.go:1386] "Sync failed" err="timed out"', "Sync failed: timed out"],
  ["2026-11-21 12:00:00.101 UTC [71] FATAL:  the database system is starting up", "the database system is starting up"],
  ["Warning  Failed  8s (x4 over 61s)  kubelet  Error: no command", "no command"],
  [
    "2026/11/21 09:34:01 [error] 31#31: *1201 connect() failed (111: Connection refused)",
    "connect() failed (111: Connection refused)",
  ],
  ["1:M 21 Nov 2026 12:14:01.101 # Background saving error", "Background saving error"],
  [
    "2026-11-21 02:24:02.110 [warning] <0.311.0> queue 'orders' in vhost '/': quorum lost",
    "queue 'orders' in vhost '/': quorum lost",
  ],
  ["E, [2026-11-21T02:14:01.110 #1] ERROR -- : no such host", "no such host"],
  [
    "2026-11-21 03:34:04,110 ERROR [org.keycloak.cli.Handler] (main) Failed to update database",
    "Failed to update database",
  ],
  ["fail: Shop.Geo.Client[0] ⏎ it broke", "it broke"],
  ["just words", "just words"],
  ["", ""],
])("%s → %s", (line, message) => expect(messageOf(line)).toBe(message));
