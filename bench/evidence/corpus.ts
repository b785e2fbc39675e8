import type { DigestInput, LogLine } from "../../core/evidence/evidence.ts";
import { type Event, FORMATS } from "./formats.ts";
import { createRandom, type Random } from "./random.ts";
import { type Signature, signatures } from "./signatures.ts";
import { fill } from "./values.ts";

export interface Corpus {
  readonly name: string;
  readonly input: DigestInput;
  /** Lines as Loki returns them: categorize-labels form. */
  readonly lokiReply: string;
  /** Kinds of error that are in it. */
  readonly signatures: readonly Signature[];
}

export interface Recipe {
  readonly format: string;
  readonly lines: number;
  /** Kinds of error. */
  readonly kinds: number;
  /** Lines that are errors, of 100. */
  readonly errorShare: number;
  /** Most errors are of one kind. */
  readonly storm: boolean;
}

const ROUTINE: readonly (readonly [message: string, warning: boolean])[] = [
  ["GET {url} {ok} {ms} {agent}", false],
  ["POST {url} {ok} {ms} {agent}", false],
  ["reconciled {pod} in {s}", false],
  ["cache hit for key {hex}", false],
  ["order {order} placed by {user}", false],
  ["order {order} shipped to {ip}", false],
  ["consumed message {uuid} from partition {small} at offset {n}", false],
  ["checkpoint complete: wrote {n} buffers, took {s}", false],
  ["health check of {host} passed in {ms}", false],
  ["session {uuid} of user {user} opened from {addr}", false],
  ["session {uuid} of user {user} closed after {s}", false],
  ["flushed {n} records ({bytes}) to {path}", false],
  ["scheduled job {small} finished in {s}", false],
  ["refreshed {n} prices", false],
  ["slow query on orders took {ms}", true],
  ["retrying call to {host}, attempt {small}", true],
  ["queue depth is {n}", true],
];

/** One routine line of a hundred. */
const SECRET: readonly (readonly [message: string, warning: boolean])[] = [
  ["login of {user} with password={hex} from {ip}", false],
  ["calling https://{user}:{hex}@{host}/v1 with api_key={hex}", false],
  ["Authorization: Bearer {sha} sent to {host}", true],
  ["mail for {user}@{host} queued, token: {hex}", false],
];

/** Deterministic: the same recipe gives the same bytes. */
export const createCorpus = ({ format, lines, kinds, errorShare, storm }: Recipe): Corpus => {
  const random = createRandom(lines * 31 + kinds * 7 + errorShare + format.length * 131 + format.charCodeAt(0));
  const all = signatures(kinds);
  const write = FORMATS[format]!;
  const out: LogLine[] = [];
  let at = 0;
  let kind = 0;
  while (out.length < lines) {
    at += (random.int(1000) + 1) / 4000;
    // Each kind once, spread over the whole time, and then at random.
    const due = kind < kinds && out.length >= (kind * lines * 0.9) / kinds;
    const chosen = due ? all[kind++] : random.int(100) < errorShare ? pickError(all, storm, random) : undefined;
    const event = chosen === undefined ? routine(at, random) : errorOf(chosen, at, random);
    for (const text of write(event, random)) if (out.length < lines) out.push(toLine(text, at, event));
  }
  return {
    name: `${format} ${lines}${storm ? " storm" : ""}${kinds > 100 ? " many" : ""}`,
    input: { lines: out },
    lokiReply: toReply(out),
    signatures: all,
  };
};

const pickError = (all: readonly Signature[], storm: boolean, random: Random): Signature =>
  storm && !random.oneIn(50) ? all[0]! : random.pick(all);

const errorOf = ({ template, marker }: Signature, at: number, random: Random): Event => ({
  at,
  severity: "error",
  message: fill(template, random),
  // A program that logs a trace logs it each time.
  traced: marker.length % 5 === 0,
});

const routine = (at: number, random: Random): Event => {
  const [message, warning] = random.pick(random.oneIn(100) ? SECRET : ROUTINE);
  return { at, severity: warning ? "warning" : "info", message: fill(message, random), traced: false };
};

const LABELS = { namespace: "shop", pod: "orders-5c6bd7f9d4-qm2lj", container: "orders", node: "node-3" } as const;

const toLine = (text: string, at: number, { severity }: Event): LogLine => ({
  text,
  time: `${1_795_226_400 + Math.floor(at)}${String(Math.floor((at % 1) * 1e9)).padStart(9, "0")}`,
  labels: { ...LABELS, detected_level: severity === "warning" ? "warn" : severity },
});

const toReply = (lines: readonly LogLine[]): string =>
  JSON.stringify({
    status: "success",
    data: {
      resultType: "streams",
      encodingFlags: ["categorize-labels"],
      result: [
        {
          stream: LABELS,
          values: lines.map(({ text, time, labels }) => [
            time,
            text,
            { structuredMetadata: { detected_level: labels?.detected_level } },
          ]),
        },
      ],
    },
  });

/** Every format at three sizes, storms, and more kinds of error than a prompt can hold. */
export const recipes = (sizes: readonly number[]): readonly Recipe[] => [
  ...Object.keys(FORMATS).flatMap((format) =>
    sizes.map((lines) => ({
      format,
      lines,
      kinds: lines <= 100 ? 8 : lines <= 1000 ? 20 : 30,
      errorShare: 10,
      storm: false,
    })),
  ),
  ...["logfmt", "pino", "java"].map((format) => ({
    format,
    lines: sizes.at(-1)!,
    kinds: 12,
    errorShare: 85,
    storm: true,
  })),
  ...["zap", "klog", "syslog"].map((format) => ({
    format,
    lines: sizes.at(-1)!,
    kinds: 400,
    errorShare: 20,
    storm: false,
  })),
];
