import type { Random } from "./random.ts";
import { fill } from "./values.ts";

export type Severity = "info" | "warning" | "error";

export interface Event {
  /** Seconds since 2026-11-21T02:00:00Z. */
  readonly at: number;
  readonly severity: Severity;
  readonly message: string;
  /** Frames below it, where it has some. */
  readonly traced: boolean;
}

/** One event as a program in this format writes it; several lines where it has a trace. */
export type Format = (event: Event, random: Random) => readonly string[];

const two = (value: number): string => String(value).padStart(2, "0");
const clock = (at: number): string =>
  `0${2 + Math.floor(at / 3600)}:${two(Math.floor(at / 60) % 60)}:${two(Math.floor(at) % 60)}`;
const micros = (at: number): string => String(Math.floor((at % 1) * 1e6)).padStart(6, "0");
const iso = (at: number): string => `2026-11-21T${clock(at)}.${micros(at).slice(0, 3)}Z`;
const epochMs = (at: number): number => 1_795_226_400_000 + Math.floor(at * 1000);

const javaTrace = (random: Random): readonly string[] => [
  "java.lang.IllegalStateException: the order cannot go on",
  ...["OrderService.price", "OrderController.create"].map(
    (name) => `\tat com.example.shop.${name}(${name.split(".")[0]}.java:${100 + random.int(3)})`,
  ),
  ...Array.from(
    { length: 6 },
    (_, i) => `\tat org.springframework.web.method.Handler${i}.invoke(Handler.java:${200 + i})`,
  ),
  "Caused by: java.net.SocketTimeoutException: Read timed out",
  "\tat java.base/java.net.Socket.read(Socket.java:210)",
  "\t... 41 common frames omitted",
];

const pythonTrace = (random: Random): readonly string[] => [
  "Traceback (most recent call last):",
  `  File "/app/shop/orders.py", line ${70 + random.int(3)}, in place`,
  "    receipt = client.charge(order)",
  '  File "/usr/lib/python3.13/http/client.py", line 1411, in getresponse',
  "    response.begin()",
  "http.client.RemoteDisconnected: Remote end closed connection without response",
];

const LETTER = { info: "I", warning: "W", error: "E" } as const;
const PINO = { info: 30, warning: 40, error: 50 } as const;
const SERILOG = { info: undefined, warning: "Warning", error: "Error" } as const;
const PRIORITY = { info: 30, warning: 28, error: 27 } as const;
const SHORT = { info: "info", warning: "warn", error: "error" } as const;
const LONG = { info: "INFO", warning: "WARN", error: "ERROR" } as const;
const SOURCES = ["controller.go", "server.go", "handler.go", "queue.go"] as const;

/** Ten formats, with what varies around the message. */
export const FORMATS: Readonly<Record<string, Format>> = {
  klog: ({ at, severity, message }, random) => [
    `${LETTER[severity]}1121 ${clock(at)}.${micros(at)} ${String(1 + random.int(60)).padStart(7)} ${random.pick(SOURCES)}:${100 + random.int(3)}] ${JSON.stringify(message)}${fill(' object="shop/{pod}" took="{s}"', random)}`,
  ],
  logfmt: ({ at, severity, message }, random) => [
    `ts=${iso(at)} caller=${random.pick(SOURCES)}:${10 + random.int(3)} level=${SHORT[severity]} msg=${JSON.stringify(message)}${fill(" component=api traceID={hex} user={user} duration={ms}", random)}`,
  ],
  zap: ({ at, severity, message }, random) => [
    JSON.stringify({
      level: SHORT[severity],
      ts: epochMs(at) / 1000,
      logger: "shop.controller",
      caller: `${random.pick(SOURCES)}:${20 + random.int(3)}`,
      msg: message,
      reconcileID: fill("{uuid}", random),
      name: fill("{pod}", random),
      attempt: random.int(9),
    }),
  ],
  pino: ({ at, severity, message }, random) => [
    JSON.stringify({
      level: PINO[severity],
      time: epochMs(at),
      pid: 1,
      hostname: "orders-5c6bd7f9d4-qm2lj",
      reqId: fill("{uuid}", random),
      user: { id: random.int(9999), name: fill("{user}", random) },
      msg: message,
      responseTime: random.int(4000),
    }),
  ],
  serilog: ({ at, severity, message }, random) => [
    JSON.stringify({
      "@t": iso(at),
      "@mt": message,
      ...(SERILOG[severity] && { "@l": SERILOG[severity] }),
      RequestId: fill("{hex}:{small}", random),
      SourceContext: "Shop.Orders.Worker",
      ElapsedMilliseconds: random.int(3000),
    }),
  ],
  cri: ({ at, severity, message, traced }, random) =>
    [`${iso(at)} ${LONG[severity]} [http-${random.int(40)}] ${message}`, ...(traced ? pythonTrace(random) : [])].map(
      (line) => `${iso(at).slice(0, -1)}000000Z ${severity === "error" ? "stderr" : "stdout"} F ${line}`,
    ),
  docker: ({ at, severity, message }) => [
    JSON.stringify({ log: `[${clock(at)}] [${LONG[severity]}] ${message}\n`, stream: "stdout", time: iso(at) }),
  ],
  syslog: ({ at, severity, message }, random) => [
    `<${PRIORITY[severity]}>Nov 21 ${clock(at)} node-${1 + random.int(3)} shopd[${900 + random.int(4)}]: ${message}`,
  ],
  java: ({ at, severity, message, traced }, random) => [
    `${iso(at).slice(0, -1).replace("T", " ")} ${LONG[severity].padStart(5)} 1 --- [nio-8080-exec-${1 + random.int(12)}] c.e.shop.OrderService : ${message}`,
    ...(traced ? javaTrace(random) : []),
  ],
  python: ({ at, severity, message, traced }, random) => [
    `${iso(at).slice(0, -1).replace("T", " ").replace(".", ",")} ${LONG[severity].replace("WARN", "WARNING")} [shop.tasks.worker${random.int(8)}] ${message}`,
    ...(traced ? pythonTrace(random) : []),
  ],
};
