import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Artefacts, buildArtefacts, type NodeProcess } from "../artefacts.ts";
import { startCollector } from "../otlp-collector.ts";
import { FUNCTION_NAMES, type FunctionName } from "../settings.ts";
import { exchange, openConnection, toText } from "./connection.ts";
import { goodRequest } from "./good-request.ts";
import { until } from "./runtimes.ts";
import { CLOSED_ADDRESS, startSurroundings, WORK_ENV } from "./surroundings.ts";

let artefacts: Artefacts;
beforeAll(async () => {
  artefacts = await buildArtefacts();
});
afterAll(() => artefacts.remove());

/** Waits until it has heard SIGTERM: only then is what follows "while stopping". */
const terminate = async (process: NodeProcess): Promise<void> => {
  process.terminate();
  await until(() => process.stderr.some((line) => line.includes("SIGTERM")));
};

/** A request whose second half is still to come. */
const begin = async (url: string, to: FunctionName) => {
  const { path, headers, body, status } = goodRequest(to, "under way");
  const text = toText("POST", path, { host: "kprompt", ...headers }, body);
  const connection = await openConnection(url);
  connection.send(text.slice(0, -10));
  // Known to be under way once another request, sent later, is answered.
  await exchange(url, "GET", "/health/liveness", { connection: "close" });
  return { ...connection, status, finish: () => connection.send(text.slice(-10)) };
};

// The process around workerd is stopped by whoever starts it.
describe("SIGTERM", () => {
  test.each(FUNCTION_NAMES)(
    "%s: the request under way is answered, whoever it needs is asked, nobody new comes in",
    async (name) => {
      const [around, collector] = await Promise.all([startSurroundings(), startCollector()]);
      const process = await artefacts.startNode(name, {
        ...WORK_ENV[name](around.address),
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      });
      const { finish, reply, ended, status } = await begin(process.url, name);
      await terminate(process);
      await expect(openConnection(process.url)).rejects.toThrow("ECONNREFUSED");
      // A second one, and an impatient Ctrl-C, change nothing.
      process.terminate();
      process.terminate();
      finish();
      const answer = await reply();
      expect([answer.status, answer.headers.connection]).toEqual([status, "close"]);
      await ended;
      expect(await process.exit).toBe(0);
      expect(around.asked).toHaveLength(name === "route" || name === "render" ? 0 : 1);
      expect(collector.spans.filter(({ kind }) => kind === "server")).toHaveLength(1);
      expect(process.stderr.filter((line) => line.includes("SIGTERM"))).toHaveLength(1);
      await Promise.all([around.close(), collector.close()]);
    },
  );

  test("a second request on the connection of one under way is told to go elsewhere by readiness", async () => {
    const process = await artefacts.startNode("render");
    const { path, headers, body } = goodRequest("render", "pipelined");
    const [connection, other] = [await openConnection(process.url), await begin(process.url, "render")];
    const text = toText("POST", path, { host: "kprompt", ...headers }, body);
    connection.send(text.slice(0, -10));
    await exchange(process.url, "GET", "/health/liveness", { connection: "close" });
    await terminate(process);
    connection.send(text.slice(-10) + toText("GET", "/health/readiness", { host: "kprompt" }));
    expect((await connection.reply()).status).toBe(200);
    // Closed behind the first answer, or answered 503: never 200.
    const second = await connection.reply().catch(() => ({ status: 503 }));
    expect(second.status).toBe(503);
    other.finish();
    expect(await process.exit).toBe(0);
  });

  test("an answer that had begun, on a connection that would be kept, does not hold the process", async () => {
    const around = await startSurroundings();
    const process = await artefacts.startNode("analyze", WORK_ENV.analyze(around.address));
    around.hold();
    const { path, headers, body } = goodRequest("analyze", "events");
    const connection = await openConnection(process.url);
    connection.send(toText("POST", path, { host: "kprompt", ...headers, accept: "text/event-stream" }, body));
    await until(() => around.asked.length === 1);
    await terminate(process);
    around.letGo();
    const { status, body: events } = await connection.reply();
    expect([status, events.includes("event: triage")]).toEqual([200, true]);
    // Without the other side's help, which keeps an idle connection for 90 s.
    expect(await process.exit).toBe(0);
    await around.close();
  }, 20_000);

  test("an idle connection does not hold the process", async () => {
    const process = await artefacts.startNode("route");
    const connection = await openConnection(process.url);
    connection.send(toText("GET", "/health/liveness", { host: "kprompt" }));
    const { headers } = await connection.reply();
    // Longer than the 90 s for which queue-proxy keeps it.
    expect(Number(/timeout=(\d+)/.exec(headers["keep-alive"] ?? "")?.[1])).toBeGreaterThan(90);
    const silent = await openConnection(process.url);
    await exchange(process.url, "GET", "/health/liveness", { connection: "close" });
    process.terminate();
    await Promise.all([connection.ended, silent.ended]);
    expect(await process.exit).toBe(0);
  });

  test.each(FUNCTION_NAMES)(
    "%s: a collector that answers, refuses, hangs or is away: spans leave where they can, and the exit is 0",
    async (name) => {
      const ends = [
        { collector: await startCollector(() => 200), spans: 1 },
        { collector: await startCollector(() => 503), spans: 0 },
        { collector: await startCollector(() => null), spans: 0 },
        {
          collector: { url: `http://${CLOSED_ADDRESS}`, spans: [], close: async () => undefined },
          spans: 0,
        },
      ];
      const around = await startSurroundings();
      await Promise.all(
        ends.map(async ({ collector, spans }) => {
          const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_TIMEOUT: "600000" };
          const process = await artefacts.startNode(name, { ...WORK_ENV[name](around.address), ...env });
          const { path, headers, body, status } = goodRequest(name, collector.url);
          expect((await exchange(process.url, "POST", path, headers, body)).status).toBe(status);
          expect(await process.stop()).toBe(0);
          expect(collector.spans.filter(({ kind }) => kind === "server")).toHaveLength(spans);
          await collector.close();
        }),
      );
      await around.close();
    },
  );

  test.each(FUNCTION_NAMES)("%s: before it listens, it ends as well", async (name) => {
    const starting = artefacts.startNode(name, {
      NODE_OPTIONS: "--import=data:text/javascript,process.kill(process.pid,'SIGTERM')",
    });
    const { message } = (await starting.catch((error: unknown) => error)) as Error;
    // null: by the signal itself.
    expect(message).toBe("Exit null: ");
  });
});
