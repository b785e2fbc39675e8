import { createServer, type IncomingHttpHeaders } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from "node:net";
import type { Env } from "../artefacts.ts";
import type { FunctionName } from "../settings.ts";
import { goodTriage, secrets } from "../testing.ts";

export interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The caller went away before the answer. */
  left: boolean;
}

/** A broker, a receiver and a model server, on one port. */
export interface Surroundings {
  readonly address: string;
  readonly asked: Asked[];
  /** Answers wait from now on. */
  readonly hold: () => void;
  readonly letGo: () => void;
  readonly close: () => Promise<void>;
}

export const startSurroundings = async (): Promise<Surroundings> => {
  const asked: Asked[] = [];
  let gate = Promise.resolve();
  let open = (): void => undefined;
  const server = createServer(async (request, response) => {
    const path = request.url ?? "";
    const one: Asked = { path, headers: request.headers, left: false };
    response.on("close", () => {
      one.left = !response.writableEnded;
    });
    for await (const _ of request);
    const answer = ANSWERS[path];
    if (answer === undefined) return void response.writeHead(404).end();
    asked.push(one);
    await gate;
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  const letGo = (): void => open();
  return {
    address: await listen(server),
    asked,
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      open = resolve;
    },
    letGo,
    close: async () => {
      letGo();
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
};

export interface BlackHole {
  readonly address: string;
  readonly connections: number;
  readonly close: () => Promise<void>;
}

/** Takes every connection, and never says a word. */
export const startBlackHole = async (): Promise<BlackHole> => {
  let connections = 0;
  const sockets = new Set<{ destroy(): void }>();
  const server = createTcpServer((socket) => {
    connections += 1;
    sockets.add(socket.on("error", () => undefined).resume());
  });
  return {
    address: await listen(server),
    get connections() {
      return connections;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
};

/** Where nobody listens, and nobody will: a system gives no port below 1024 to whoever asks for any. */
export const CLOSED_ADDRESS = "127.0.0.1:9";

export const findFreePort = async (): Promise<number> => {
  const hole = await startBlackHole();
  await hole.close();
  return Number(hole.address.split(":")[1]);
};

const PATH = { broker: "/kprompt/default", hook: "/hook", model: "/v1/chat/completions" } as const;

/** What each function depends on for its work, all of it at one address. */
export const WORK_ENV: Readonly<Record<FunctionName, (address: string) => Env>> = {
  ingest: (address) => ({ BROKER_URL: `http://${address}${PATH.broker}` }),
  route: () => ({}),
  render: () => ({}),
  analyze: (address) => ({ LLM_BASE_URL: `http://${address}` }),
  notify: (address) => ({
    RECEIVERS: JSON.stringify([
      { name: "ops", kind: "webhook", url: `http://${address}${PATH.hook}`, secret: secrets.hmac },
    ]),
  }),
};

/** And whatever else it may be connected to. */
export const allDependencies = (name: FunctionName, address: string): Env => ({
  ...WORK_ENV[name](address),
  ...(name === "analyze" && { LOKI_URL: `http://${address}` }),
  ...((name === "analyze" || name === "notify") && { STORE_URL: `redis://${address}` }),
  OTEL_EXPORTER_OTLP_ENDPOINT: `http://${address}`,
});

const listen = async (server: TcpServer): Promise<string> => {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const chunk = (choice: object, more: object = {}): string =>
  `data: ${JSON.stringify({ model: "tiny-q4", choices: [{ index: 0, ...choice }], ...more })}\n\n`;

const ANSWERS: Readonly<
  Record<string, { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }>
> = {
  [PATH.broker]: { status: 202 },
  [PATH.hook]: { status: 200 },
  [PATH.model]: {
    status: 200,
    headers: { "content-type": "text/event-stream" },
    body: [
      chunk({ delta: { content: JSON.stringify(goodTriage) } }),
      chunk({ delta: {}, finish_reason: "stop" }, { usage: { prompt_tokens: 100, completion_tokens: 20 } }),
      "data: [DONE]\n\n",
    ].join(""),
  },
};
