import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A span as it arrived over OTLP/HTTP. */
export interface ReceivedSpan {
  readonly name: string;
  readonly kind: "internal" | "server" | "client" | "other";
  readonly traceId: string;
  readonly spanId: string;
  /** Empty: a root. */
  readonly parentSpanId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, unknown>>;
  readonly error: boolean;
  readonly statusMessage: string;
}

export interface Collector {
  readonly url: string;
  readonly spans: ReceivedSpan[];
  /** Bodies as they came, for what no field shows. */
  readonly bodies: Buffer[];
  readonly headers: Record<string, unknown>[];
  close(): Promise<void>;
}

/** @param answers Status of each export; null: none at all, the connection hangs. */
export const startCollector = async (
  answers: () => number | null | Promise<number | null> = () => 200,
): Promise<Collector> => {
  const spans: ReceivedSpan[] = [];
  const bodies: Buffer[] = [];
  const headers: Record<string, unknown>[] = [];
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const status = await answers();
    if (status === null) return;
    const body = Buffer.concat(chunks);
    if (status === 200) {
      bodies.push(body);
      headers.push(request.headers);
      spans.push(...decodeTraces(body));
    }
    const retryAfter = status === 503 ? { "retry-after": "60" } : {};
    response.writeHead(status, { "content-type": "application/x-protobuf", ...retryAfter }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    bodies,
    headers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

type Field = readonly [number: number, value: bigint | Uint8Array];

/** Reads a message of opentelemetry-proto's trace service, as far as the tests look at it. */
const decodeTraces = (body: Uint8Array): ReceivedSpan[] =>
  messages(body, 1).flatMap((resourceSpans) => {
    const resource = attributesOf(messages(resourceSpans, 1)[0] ?? new Uint8Array(), 1);
    return messages(resourceSpans, 2).flatMap((scopeSpans) =>
      messages(scopeSpans, 2).map((span) => {
        const status = messages(span, 15)[0] ?? new Uint8Array();
        return {
          name: text(messages(span, 5)[0]),
          kind: (["internal", "server", "client"] as const)[Number(varint(span, 6)) - 1] ?? "other",
          traceId: hex(messages(span, 1)[0]),
          spanId: hex(messages(span, 2)[0]),
          parentSpanId: hex(messages(span, 4)[0]),
          attributes: attributesOf(span, 9),
          resource,
          error: varint(status, 3) === 2n,
          statusMessage: text(messages(status, 2)[0]),
        };
      }),
    );
  });

const attributesOf = (message: Uint8Array, number: number): Record<string, unknown> =>
  Object.fromEntries(
    messages(message, number).map((pair) => [text(messages(pair, 1)[0]), anyValue(messages(pair, 2)[0])]),
  );

const anyValue = (message: Uint8Array = new Uint8Array()): unknown => {
  const [field] = fields(message);
  if (!field) return undefined;
  const [number, value] = field;
  if (typeof value === "bigint") {
    if (number === 2) return value === 1n;
    if (number === 3) return Number(BigInt.asIntN(64, value));
    return new Float64Array(new BigUint64Array([value]).buffer)[0];
  }
  if (number === 1) return text(value);
  return messages(value, 1).map(anyValue);
};

const messages = (message: Uint8Array, number: number): Uint8Array[] =>
  fields(message).flatMap(([found, value]) => (found === number && typeof value !== "bigint" ? [value] : []));

const varint = (message: Uint8Array, number: number): bigint | undefined =>
  fields(message).flatMap(([found, value]) => (found === number && typeof value === "bigint" ? [value] : []))[0];

const text = (bytes: Uint8Array = new Uint8Array()): string => new TextDecoder().decode(bytes);
const hex = (bytes: Uint8Array = new Uint8Array()): string => Buffer.from(bytes).toString("hex");

const fields = (message: Uint8Array): Field[] => {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const found: Field[] = [];
  let offset = 0;
  const readVarint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = view.getUint8(offset++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (offset < message.byteLength) {
    const tag = Number(readVarint());
    const number = tag >> 3;
    const wire = tag & 7;
    if (wire === 0) found.push([number, readVarint()]);
    else if (wire === 1) {
      found.push([number, view.getBigUint64(offset, true)]);
      offset += 8;
    } else if (wire === 2) {
      const length = Number(readVarint());
      found.push([number, message.subarray(offset, offset + length)]);
      offset += length;
    } else if (wire === 5) {
      found.push([number, BigInt(view.getUint32(offset, true))]);
      offset += 4;
    } else throw new Error(`Wire type ${wire} is not read here.`);
  }
  return found;
};
