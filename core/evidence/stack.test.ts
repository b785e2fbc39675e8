import { describe, expect, test } from "vitest";
import { digestEvidence } from "./digest.ts";
import { splitLines } from "./lines.ts";

const textsOf = (logs: string): readonly string[] =>
  digestEvidence({ lines: splitLines(logs) }).lines.map(({ text }) => text);

describe("a stack trace is one line of evidence, with its head, its causes and where it happened", () => {
  test.each([
    {
      name: "Java",
      logs: `2026-11-21T01:46:31.223 ERROR 1 --- [exec-5] o.a.c.c : Servlet.service() threw exception
java.lang.NullPointerException: order.address is null
	at com.example.A.a(A.java:1)
	at com.example.B.b(B.java:2)
	at com.example.C.c(C.java:3)
	at com.example.D.d(D.java:4)
	at com.example.E.e(E.java:5)
Caused by: java.sql.SQLException: no connection
	at com.example.F.f(F.java:6)
	... 41 common frames omitted
2026-11-21T01:46:32.223  INFO 1 --- [exec-5] o.a.c.c : next`,
      expected: [
        "2026-11-21T01:46:31.223 ERROR 1 --- [exec-5] o.a.c.c : Servlet.service() threw exception ⏎ java.lang.NullPointerException: order.address is null ⏎ at com.example.A.a(A.java:1) ⏎ at com.example.B.b(B.java:2) ⏎ … 2 frames … ⏎ at com.example.E.e(E.java:5) ⏎ Caused by: java.sql.SQLException: no connection ⏎ at com.example.F.f(F.java:6) ⏎ ... 41 common frames omitted",
        "2026-11-21T01:46:32.223  INFO 1 --- [exec-5] o.a.c.c : next",
      ],
    },
    {
      name: "Python",
      logs: `2026-11-21 02:43:03,849 ERROR [tasks] Task raised unexpected
Traceback (most recent call last):
  File "/app/tasks.py", line 71, in render
    pdf = client.render()
TimeoutError: renderer did not answer within 30 s
2026-11-21 02:43:04,000 INFO [tasks] next`,
      expected: [
        '2026-11-21 02:43:03,849 ERROR [tasks] Task raised unexpected ⏎ Traceback (most recent call last): ⏎ File "/app/tasks.py", line 71, in render ⏎ pdf = client.render() ⏎ TimeoutError: renderer did not answer within 30 s',
        "2026-11-21 02:43:04,000 INFO [tasks] next",
      ],
    },
    {
      name: "Node",
      logs: `Error: boom
    at a (/app/a.js:1:2)
    at b (/app/b.js:3:4) {
  code: 'EBOOM'
}
listening`,
      expected: ["Error: boom ⏎ at a (/app/a.js:1:2) ⏎ at b (/app/b.js:3:4) { ⏎ code: 'EBOOM' ⏎ }", "listening"],
    },
    {
      name: "Go",
      logs: `panic: boom

goroutine 34 [running]:
main.(*Server).handle(0x0, 0xc0001a2000)
	/src/main.go:88 +0x1c
exit status 2`,
      expected: [
        "panic: boom ⏎ goroutine 34 [running]: ⏎ main.(*Server).handle(0x0, 0xc0001a2000) ⏎ /src/main.go:88 +0x1c ⏎ exit status 2",
      ],
    },
    {
      name: ".NET",
      logs: `fail: Shop.Client[0]
      Call failed
      System.Net.Http.HttpRequestException: refused
       ---> System.Net.Sockets.SocketException (111): Connection refused
         at System.Net.Sockets.Socket.Connect()
         --- End of inner exception stack trace ---
info: Shop.Client[1]
      Next`,
      expected: [
        "fail: Shop.Client[0] ⏎ Call failed ⏎ System.Net.Http.HttpRequestException: refused ⏎ ---> System.Net.Sockets.SocketException (111): Connection refused ⏎ at System.Net.Sockets.Socket.Connect() ⏎ --- End of inner exception stack trace ---",
        "info: Shop.Client[1] ⏎ Next",
      ],
    },
    {
      name: "Rust",
      logs: `thread 'main' panicked at src/main.rs:12:9:
called \`Option::unwrap()\` on a \`None\` value
stack backtrace:
   0: core::panicking::panic
             at /rustc/abc/library/core/src/panicking.rs:144:5
   1: shop::orders::place
             at ./src/orders.rs:40:14
   2: shop::main
note: run with \`RUST_BACKTRACE=full\` for a verbose backtrace
next`,
      expected: [
        "thread 'main' panicked at src/main.rs:12:9: ⏎ called `Option::unwrap()` on a `None` value ⏎ stack backtrace: ⏎ 0: core::panicking::panic ⏎ … 1 frame … ⏎ 1: shop::orders::place ⏎ at ./src/orders.rs:40:14 ⏎ 2: shop::main ⏎ note: run with `RUST_BACKTRACE=full` for a verbose backtrace",
        "next",
      ],
    },
    {
      name: "Ruby and PHP",
      logs: `app/orders.rb:5:in 'place': boom (RuntimeError)
	from app/main.rb:2:in 'run'
PHP Fatal error:  Uncaught Exception: boom in /app/a.php:3
Stack trace:
#0 /app/b.php(5): place()
#1 {main}
  thrown in /app/a.php on line 3`,
      expected: [
        "app/orders.rb:5:in 'place': boom (RuntimeError) ⏎ from app/main.rb:2:in 'run'",
        "PHP Fatal error:  Uncaught Exception: boom in /app/a.php:3 ⏎ Stack trace: ⏎ #0 /app/b.php(5): place() ⏎ #1 {main} ⏎ thrown in /app/a.php on line 3",
      ],
    },
    {
      name: "the program's own frames are kept among those of its framework",
      logs: `ERROR servlet threw
java.lang.IllegalStateException: x
	at java.base/java.util.Objects.requireNonNull(Objects.java:233)
	at org.springframework.web.A.a(A.java:1)
	at org.springframework.web.B.b(B.java:1)
	at com.example.shop.Orders.place(Orders.java:12)
	at org.springframework.web.C.c(C.java:1)
	at java.base/java.lang.Thread.run(Thread.java:1)`,
      expected: [
        "ERROR servlet threw ⏎ java.lang.IllegalStateException: x ⏎ at java.base/java.util.Objects.requireNonNull(Objects.java:233) ⏎ … 2 frames … ⏎ at com.example.shop.Orders.place(Orders.java:12) ⏎ … 1 frame … ⏎ at java.base/java.lang.Thread.run(Thread.java:1)",
      ],
    },
    {
      name: "events of kubectl describe are lines of their own",
      logs: `Events:
  Warning  BackOff  4s  kubelet  Back-off restarting
  Normal   Pulled   5s  kubelet  Pulled`,
      expected: [
        "Events:",
        "  Warning  BackOff  4s  kubelet  Back-off restarting",
        "  Normal   Pulled   5s  kubelet  Pulled",
      ],
    },
  ])("$name", ({ logs, expected }) => expect(textsOf(logs)).toEqual(expected));

  test("frames of two streams that arrive mixed stay apart", () => {
    const line = (pod: string, text: string) => ({ text, labels: { pod } });
    const { lines } = digestEvidence({
      lines: [
        line("a", "Error: one"),
        line("b", "Error: two"),
        line("a", "    at x (a.js:1)"),
        line("b", "    at y (b.js:1)"),
      ],
    });
    expect(lines.map(({ text }) => text)).toEqual(["Error: one ⏎ at x (a.js:1)", "Error: two ⏎ at y (b.js:1)"]);
  });

  test("the same trace twice is counted, and all its lines with it", () => {
    const trace = "Error: boom\n    at a (/app/a.js:1:2)\n    at b (/app/b.js:3:4)\n";
    expect(digestEvidence({ lines: splitLines(trace + trace) }).lines).toMatchObject([{ count: 2, lines: 6 }]);
  });
});
