import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Artefacts, buildArtefacts } from "../artefacts.ts";
import { startCollector } from "../otlp-collector.ts";
import { FUNCTION_NAMES, type FunctionName } from "../settings.ts";
import { exchange, openConnection, toText } from "./connection.ts";
import { goodRequest } from "./good-request.ts";
import queueProxy from "./queue-proxy.json" with { type: "json" };
import { RUNTIME_NAMES, start, until } from "./runtimes.ts";
import {
  allDependencies,
  type BlackHole,
  CLOSED_ADDRESS,
  findFreePort,
  startBlackHole,
  startSurroundings,
  WORK_ENV,
} from "./surroundings.ts";

let artefacts: Artefacts;
beforeAll(async () => {
  artefacts = await buildArtefacts();
});
afterAll(() => artefacts.remove());

const everywhere = RUNTIME_NAMES.flatMap((runtime) => FUNCTION_NAMES.map((name) => ({ runtime, name })));

/** As queue-proxy and the kubelet ask, and as anybody may. */
const PROBES = [
  ...queueProxy.exchanges.flatMap(({ path, headers }) => (path === undefined ? [] : [{ path, headers }])),
  { path: "/health/readiness", headers: {} },
  { path: "/health/liveness", headers: {} },
  { path: "/health/readiness", headers: { "user-agent": "Knative-Activator-Probe", "k-network-probe": "queue" } },
] as unknown as readonly { readonly path: string; readonly headers: Readonly<Record<string, string>> }[];

const probe = async (url: string): Promise<readonly number[]> => {
  const statuses: number[] = [];
  for (const { path, headers } of PROBES) statuses.push((await exchange(url, "GET", path, headers)).status);
  return statuses;
};
const allGood = PROBES.map(() => 200);

// Where workerd listens is said by whoever starts it.
describe("the port", () => {
  test.each(FUNCTION_NAMES)("%s listens on PORT, on every interface", async (name) => {
    const port = await findFreePort();
    const running = await artefacts.startNode(name, { PORT: String(port) });
    expect(new URL(running.url).port).toBe(String(port));
    const addresses = Object.values(networkInterfaces()).flatMap((of = []) => of.filter((one) => !one.scopeid));
    for (const { address, family } of addresses) {
      const url = `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
      expect([address, (await exchange(url, "GET", "/health/readiness", {})).status]).toEqual([address, 200]);
    }
    expect(await running.stop()).toBe(0);
  });

  test("without PORT it is 8080; one that is taken is said, and the process ends with 1", async () => {
    const squatter = createServer();
    // Whether it is taken by this test or by somebody else is the same.
    await new Promise<void>((resolve) => squatter.once("error", () => resolve()).listen(8080, () => resolve()));
    const { message } = (await artefacts.startNode("route", { PORT: "" }).catch((error: unknown) => error)) as Error;
    expect(message).toMatch(/^Exit 1: /);
    expect(message).toContain("Cannot listen on port 8080: EADDRINUSE. Change PORT.");
    squatter.close();
  });
});

describe("whatever a function depends on is away", () => {
  let hole: BlackHole;
  beforeAll(async () => {
    hole = await startBlackHole();
  });
  afterAll(() => hole.close());

  test.each(everywhere)("$runtime, $name: ready at once where nobody listens", async ({ runtime, name }) => {
    const running = await start(artefacts, runtime, name, allDependencies(name, CLOSED_ADDRESS));
    expect(await probe(running.url)).toEqual(allGood);
    await running.stop();
  });

  test.each(everywhere)("$runtime, $name: neither start nor probes contact anybody", async ({ runtime, name }) => {
    const before = hole.connections;
    const running = await start(artefacts, runtime, name, allDependencies(name, hole.address));
    expect(await probe(running.url)).toEqual(allGood);
    expect(hole.connections - before).toBe(0);

    // The first request does: there was something to be contacted.
    const { method, path, headers, body } = { method: "POST", ...goodRequest(name, "hole") };
    const caller = await openConnection(running.url);
    caller.send(toText(method, path, { host: "x", ...headers }, body));
    if (name !== "route" && name !== "render") await until(() => hole.connections > before);
    // Whatever it waits for, it is still ready.
    expect(await probe(running.url)).toEqual(allGood);
    caller.reset();
    await running.stop();
  });
});

describe("probes", () => {
  test.each(everywhere)("$runtime, $name: leave no span, no line and no record", async ({ runtime, name }) => {
    const [collector, around] = await Promise.all([startCollector(), startSurroundings()]);
    const running = await start(artefacts, runtime, name, {
      ...WORK_ENV[name](around.address),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: "20",
    });
    // In workerd a function is composed, and says so, with its first request.
    await probe(running.url);
    const before = running.written().length;
    for (let round = 0; round < 5; round++) expect(await probe(running.url)).toEqual(allGood);
    const { path, headers, body, status } = goodRequest(name, "after");
    expect((await exchange(running.url, "POST", path, headers, body)).status).toBe(status);
    // In the order of their end: those of the probes would have come before.
    const isServer = ({ kind }: { kind: string }): boolean => kind === "server";
    await until(() => collector.spans.some(isServer));
    expect(collector.spans.filter(isServer).map(({ attributes }) => attributes["http.request.method"])).toEqual([
      "POST",
    ]);
    const lines = running
      .written()
      .slice(before)
      .filter((line) => !line.includes('"record":'));
    expect(lines).toEqual([]);
    expect(running.written().filter((line) => line.includes('"record":')).length).toBe(RECORDS[name]);
    await running.stop();
    await Promise.all([collector.close(), around.close()]);
  });

  test.each(RUNTIME_NAMES)("%s: are answered 20 times a second while a request runs", async (runtime) => {
    const around = await startSurroundings();
    around.hold();
    const names = ["ingest", "analyze", "notify"] as const;
    const running = await Promise.all(
      names.map((name) => start(artefacts, runtime, name, WORK_ENV[name](around.address))),
    );
    const requests = names.map((name) => goodRequest(name, "long"));
    const answers = requests.map(({ path, headers, body }, index) =>
      exchange(running[index]!.url, "POST", path, headers, body),
    );
    await until(() => around.asked.length === names.length);
    for (let count = 0; count < 20; count++) {
      for (const { url } of running) expect(await probe(url)).toEqual(allGood);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    around.letGo();
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses).toEqual(requests.map(({ status }) => status));
    await Promise.all(running.map(({ stop }) => stop()));
    await around.close();
  });
});

/** Of one request. */
const RECORDS: Readonly<Record<FunctionName, number>> = { ingest: 0, route: 0, render: 0, analyze: 1, notify: 1 };
