import { afterAll, beforeAll, expect, test } from "vitest";
import { type Artefacts, buildArtefacts } from "../artefacts.ts";
import { exchange, openConnection, toText } from "./connection.ts";
import { goodRequests } from "./good-request.ts";
import { RUNTIME_NAMES, recordsOf, start, until } from "./runtimes.ts";
import { startSurroundings, WORK_ENV } from "./surroundings.ts";

let artefacts: Artefacts;
beforeAll(async () => {
  artefacts = await buildArtefacts();
});
afterAll(() => artefacts.remove());

const kinds = goodRequests("x").filter(({ to }) => to === "analyze");
const rows = RUNTIME_NAMES.flatMap((runtime) => kinds.map(({ kind }) => ({ runtime, kind })));

/** As queue-proxy does in the moment when timeoutSeconds are over. */
test.each(rows)(
  "$runtime, $kind: a caller that goes away frees the model for the next one",
  async ({ runtime, kind }) => {
    const around = await startSurroundings();
    // One place, and nobody may wait for it.
    const env = { ...WORK_ENV.analyze(around.address), LLM_CONCURRENCY: "1", LLM_QUEUE: "0" };
    const running = await start(artefacts, runtime, "analyze", env);
    const requestOf = (id: string) => goodRequests(id).find((one) => one.to === "analyze" && one.kind === kind)!;
    around.hold();
    const { path, headers, body } = requestOf("gone");
    const caller = await openConnection(running.url);
    caller.send(toText("POST", path, { host: "kprompt", ...headers }, body));
    await until(() => around.asked.length === 1);
    if (runtime === "Node") caller.close();
    else caller.reset();
    await until(() => around.asked[0]?.left === true);

    around.letGo();
    const next = requestOf("next");
    const reply = await exchange(running.url, "POST", next.path, next.headers, next.body);
    expect([reply.status, JSON.parse(reply.body).data?.engine ?? JSON.parse(reply.body).engine]).toEqual([
      200,
      "model",
    ]);
    expect(around.asked).toHaveLength(2);
    const byModel = recordsOf(running, "generation").filter(({ engine }) => engine === "model");
    expect(byModel).toHaveLength(1);
    const alerts = recordsOf(running, "alert").filter(({ outcome }) => outcome === "completed");
    expect(alerts).toHaveLength(kind === "JSON" ? 0 : 1);
    await running.stop();
    await around.close();
  },
);
